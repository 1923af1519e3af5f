"""Runs `./rl bench` and the same programs elsewhere side by side, and writes RESULTS.md and results.csv beside this file.

    python3 bench/results.py [--rounds 5] [--threads 1 2] [NAME...]

Rounds alternate: one of ours, one of each peer that is installed, and so on; what disturbs the machine for a while
disturbs all. Every figure is the median of its rounds. The machine should have nothing else to do.
"""

import argparse
import csv
import io
import os
import platform
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PROGRAMS = ["products", "pendulum-ppo-4x1024", "cartpole-ppo-4x128", "halfcheetah-ppo-1x2048", "a2c-16x5x256"]
# OpenBLAS is to choose its kernels itself: a yardstick that was told to be slow proves nothing.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}
PYTORCH = {"pendulum-ppo-4x1024": 5 * 4096, "cartpole-ppo-4x128": 40 * 512}


def rows(command):
    """The CSV that a command prints, or nothing if it cannot run."""
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True)
    if done.returncode:
        print(" ".join(command), "failed:", done.stderr.strip().splitlines()[-1:], file=sys.stderr)
        return []
    return list(csv.DictReader(io.StringIO(done.stdout)))


def has_pytorch():
    return subprocess.run([sys.executable, "-c", "import torch, numpy"], capture_output=True).returncode == 0


def processor():
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
        return f"{model}, {sum(line.startswith('processor') for line in lines)} processors"
    except (OSError, StopIteration):
        return platform.processor()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    arguments.add_argument("names", nargs="*", default=PROGRAMS)
    given = arguments.parse_args()
    figures = {}
    peers = has_pytorch()
    for name in given.names:
        for _ in range(given.rounds):
            for threads in given.threads if name != "products" else [1]:
                commands = [["./rl", "bench", name, "--rounds", "1", "--threads", str(threads)]]
                if peers and name in PYTORCH:
                    commands.append([sys.executable, "bench/peers/ppo_pytorch.py", name, "--threads", str(threads),
                                     "--total-timesteps", str(PYTORCH[name])])
                for command in commands:
                    for row in rows(command):
                        key = row["benchmark"], row["threads"], row["figure"], row["unit"]
                        figures.setdefault(key, []).append(float(row["median"]))
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    with open(HERE / "results.csv", "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["benchmark", "threads", "figure", "unit", "median", "least", "most", "rounds"])
        for key, samples in figures.items():
            table.writerow([*key, statistics.median(samples), min(samples), max(samples), len(samples)])
    with open(HERE / "RESULTS.md", "w") as file:
        file.write("# Results\n\n"
                   f"Commit {commit.stdout.strip()}, {processor()}, {platform.system()}.\n"
                   f"Written by `python3 bench/results.py --rounds {given.rounds} --threads "
                   f"{' '.join(map(str, given.threads))} {' '.join(given.names)}`; medians of {given.rounds} rounds.\n")
        for name in given.names:
            file.write(f"\n## {name}\n\n| figure | threads | median | least | most | unit |\n| --- | --- | --- | --- | --- | --- |\n")
            for (benchmark, threads, figure, unit), samples in figures.items():
                if benchmark == name:
                    file.write(f"| {figure} | {threads} | {statistics.median(samples):.4g} | {min(samples):.4g} | "
                               f"{max(samples):.4g} | {unit} |\n")


if __name__ == "__main__":
    main()
