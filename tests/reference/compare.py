#!/usr/bin/env python3
"""Compares reference files of one folder with those of another, field by field.

    compare.py MADE REFERENCE [NAME ...]          differences per file
    compare.py --layout MADE REFERENCE [NAME ...] only names, types and lengths

Text that only describes (``source``, ``tolerance``, ``note`` and the like) is not compared.
Exit status 1 when a layout differs or a number differs by more than --rtol / --atol.
"""

import argparse
import json
import os
import sys

DESCRIPTIVE = {"source", "tolerance", "note", "what", "cpu_capability", "label"}


class Report:
    """What differed in one file; numeric differences are kept per field, indices removed."""

    def __init__(self):
        self.layout = []
        self.fields = {}
        self.numbers = 0

    def number(self, path, made, expected):
        self.numbers += 1
        difference = abs(made - expected)
        if difference == 0:
            return
        relative = difference / max(abs(expected), 1e-300)
        worst = self.fields.setdefault(path, [0.0, 0.0, 0])
        worst[0] = max(worst[0], difference)
        worst[1] = max(worst[1], relative)
        worst[2] += 1


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def walk(path, made, expected, report, layout_only):
    if path.rsplit(".", 1)[-1] in DESCRIPTIVE:
        return
    if is_number(made) and is_number(expected):
        if not layout_only:
            report.number(path, made, expected)
    elif type(made) is not type(expected):
        report.layout.append("%s: %s instead of %s" % (path, type(made).__name__, type(expected).__name__))
    elif isinstance(made, dict):
        for key in expected.keys() - made.keys():
            report.layout.append("%s.%s: missing" % (path, key))
        for key in made.keys() - expected.keys():
            report.layout.append("%s.%s: not in the reference" % (path, key))
        for key in made.keys() & expected.keys():
            walk("%s.%s" % (path, key), made[key], expected[key], report, layout_only)
    elif isinstance(made, list):
        if len(made) != len(expected):
            report.layout.append("%s: length %d instead of %d" % (path, len(made), len(expected)))
        for index, (a, b) in enumerate(zip(made, expected)):
            step = "[%d]" % index if isinstance(a, dict) else "[]"
            walk(path + step if not path.endswith("[]") else path, a, b, report, layout_only)
    elif made != expected and not layout_only:
        report.layout.append("%s: %r instead of %r" % (path, made, expected))


def compare(made, expected, layout_only=False):
    report = Report()
    walk("", made, expected, report, layout_only)
    return report


def beyond(report, rtol, atol):
    """Fields whose worst absolute and worst relative difference both exceed the bounds."""
    return [p for p, (absolute, relative, _) in report.fields.items() if absolute > atol and relative > rtol]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("made")
    parser.add_argument("reference")
    parser.add_argument("names", nargs="*", help="files to compare, without .json (default: all in MADE)")
    parser.add_argument("--layout", action="store_true", help="compare names, types and lengths only")
    parser.add_argument("--rtol", type=float, default=0.0)
    parser.add_argument("--atol", type=float, default=0.0)
    parser.add_argument("--verbose", action="store_true", help="list every field that differs")
    args = parser.parse_args()
    names = args.names or sorted(f[:-5] for f in os.listdir(args.made) if f.endswith(".json"))
    failed = False
    for name in names:
        pair = []
        for folder in (args.made, args.reference):
            with open(os.path.join(folder, name + ".json"), encoding="utf-8") as file:
                pair.append(json.load(file))
        report = compare(pair[0], pair[1], args.layout)
        bad = beyond(report, args.rtol, args.atol)
        failed = failed or bool(bad or report.layout)
        if args.layout:
            verdict = "same layout" if not report.layout else "LAYOUT DIFFERS"
        elif not report.fields and not report.layout:
            verdict = "identical (%d numbers)" % report.numbers
        else:
            worst = max((f[0] for f in report.fields.values()), default=0.0)
            verdict = "%d of %d numbers differ, by at most %.3g" % (
                sum(f[2] for f in report.fields.values()), report.numbers, worst)
        print("%-45s %s" % (name, verdict))
        for line in report.layout if args.verbose else report.layout[:12]:
            print("    " + line)
        ranked = sorted(report.fields.items(), key=lambda item: -item[1][0])
        for path, (absolute, relative, count) in ranked if args.verbose else ranked[:8]:
            print("    %s: %d differ, max abs %.3g, max rel %.3g" % (path, count, absolute, relative))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
