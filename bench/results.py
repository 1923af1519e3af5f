"""Runs `./rl bench` and the same programs elsewhere side by side, and writes what this machine's processor does into a
folder of its own in results: RESULTS.md, results.csv and the pictures of how speed scales. RESULTS.md beside this file
compares the processors that have a folder.

    python3 bench/results.py [--rounds 5] [--threads 1 2] [--rltools PROGRAM] [NAME...]

Rounds alternate: one of ours, one of each peer that is installed, and so on; what disturbs the machine for a while
disturbs all. Every figure is the median of its rounds. The machine should have nothing else to do.
"""

import argparse
import csv
import ctypes
import functools
import os
import platform
import re
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PROCESSORS = HERE / "results"
PROGRAMS = ["products", "pendulum-ppo-4x1024", "cartpole-ppo-4x128", "halfcheetah-ppo-1x2048", "ddpg-64x400x300",
            "a2c-16x5x256", "scaling"]
# What the comparison of processors shows.
HEADLINES = re.compile("(whole command|peak resident memory|env steps per second|updates per second)$|times as fast as |"
                       ".* against OpenBLAS$")
# OpenBLAS is to choose its kernels itself: a yardstick that was told to be slow proves nothing.
for name in [name for name in os.environ if name.startswith("OPENBLAS_")]:
    del os.environ[name]
ENVIRONMENT = dict(os.environ)
# What it falls back to where it is older than the processor: kernels from before there was AVX.
FALLBACKS = {"Prescott", "Core2", "Nehalem", "Generic", "Unknown"}
# DJL's program takes the java of the path where Maven runs on a JDK 25 itself.
if "JAVA_HOME" in ENVIRONMENT:
    ENVIRONMENT["PATH"] = os.path.join(ENVIRONMENT["JAVA_HOME"], "bin") + os.pathsep + ENVIRONMENT.get("PATH", "")
DJL = ["mvn", "-q", "-Pdjl", "-pl", "bench/peers/djl", "-am", "process-classes"]
# The steps that a peer takes: some iterations, where ours takes them all.
PPO_STEPS = {"pendulum-ppo-4x1024": 5 * 4096, "cartpole-ppo-4x128": 40 * 512}


def newest_known_kernels():
    """The kernels for OpenBLAS to be told to use, or None where it finds some by itself that know the processor."""
    try:
        library = ctypes.CDLL("libopenblas.so.0")
        flags = Path("/proc/cpuinfo").read_text().split()
    except OSError:
        return None
    library.openblas_get_corename.restype = ctypes.c_char_p
    if library.openblas_get_corename().decode() not in FALLBACKS:
        return None
    return "SkylakeX" if "avx512bw" in flags else "Haswell" if "avx2" in flags else None


KERNELS = newest_known_kernels()
if KERNELS:
    ENVIRONMENT["OPENBLAS_CORETYPE"] = KERNELS


def ours(name, threads, rounds=1):
    pictures = ["--pictures", str(folder())] if name == "scaling" else []
    return ["./rl", "bench", name, "--rounds", str(rounds), "--threads", str(threads), *pictures]


def pytorch(name, threads):
    """The program in PyTorch, or None where there is none."""
    if name in PPO_STEPS:
        script = ["ppo_pytorch.py", name, "--total-timesteps", str(PPO_STEPS[name])]
    elif name == "ddpg-64x400x300":
        script = ["ddpg_pytorch.py"]
    elif name == "a2c-16x5x256":
        script = ["a2c_pytorch.py"]
    else:
        return None
    return [sys.executable, str(HERE / "peers" / script[0]), *script[1:], "--threads", str(threads)]


def djl(name, threads):
    """The program in Java with DJL and PyTorch's libraries, or None where there is none."""
    if name not in PPO_STEPS:
        return None
    return [*DJL, f"-Dprogram={name}", f"-Dsteps={PPO_STEPS[name]}", f"-Dthreads={threads}"]


def rltools(program, name, threads):
    """RLtools' example, compiled as README.md says, or None where it is another program."""
    if name != "pendulum-ppo-4x1024" or threads != 1:
        return None
    return [sys.executable, str(HERE / "peers" / "ppo_rltools.py"), program]


def rows(command, threads):
    """The CSV that a command prints, or nothing if it cannot run."""
    team = {"OPENBLAS_NUM_THREADS": str(threads), "OMP_NUM_THREADS": str(threads)}
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT | team, capture_output=True, text=True)
    if done.returncode:
        print(" ".join(command), "failed:", done.stderr.strip().splitlines()[-1:], file=sys.stderr)
        return []
    table = done.stdout[max(0, done.stdout.find("benchmark,")):].splitlines()
    return [row for row in csv.DictReader(table) if row["samples"]]  # what else Maven may print has no columns


def key(row):
    """What names a figure among all of them."""
    return row["benchmark"], row["threads"], row["figure"], row["unit"]


def works(command):
    return subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True).returncode == 0


def installed_peers(given):
    """Those of the other libraries whose smallest program runs here."""
    peers = [functools.partial(rltools, given.rltools)] if given.rltools else []
    if works([sys.executable, "-c", "import torch, numpy"]):
        peers.append(pytorch)
    if works([*DJL, "-Dexec.skip"]):
        peers.append(djl)
    return peers


def processor():
    """What the system says of the processor, and how many there are."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        about = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
        count = sum(line.startswith("processor") for line in lines)
        return f"{about['model name']} (family {about.get('cpu family')}, model {about.get('model')}), {count} processors"
    except (OSError, KeyError):
        return platform.processor()


def folder():
    """The folder of this machine's processor: `amd-epyc-family-25-model-1-2-processors`."""
    name = re.sub(r"\((R|TM)\)", "", processor(), flags=re.IGNORECASE)
    return PROCESSORS / re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")


def ratios(figures):
    """Adds how many times as fast as each peer we are, from the medians."""
    for (benchmark, threads, figure, unit), samples in list(figures.items()):
        for kind in ("env steps per second", "updates per second"):
            mine = figures.get((benchmark, threads, kind, unit))
            if figure.endswith(kind) and figure != kind and mine:
                ratio = statistics.median(mine) / statistics.median(samples)
                figures[benchmark, threads, f"times as fast as {figure.removesuffix(kind).strip()}", "ratio"] = [ratio]


def measure(given):
    figures = {}
    rounds, threads, peers = given.rounds, given.threads, installed_peers(given)
    for name in given.names:
        if name == "scaling":  # takes its rounds itself: they are for the picture, and have no peer
            for row in rows(ours(name, max(threads), rounds), max(threads)):
                figures[key(row)] = [float(row[part]) for part in ("least", "median", "most")]
            continue
        for _ in range(rounds):
            for count in [1] if name == "products" else threads:
                for command in [ours(name, count), *(peer(name, count) for peer in peers)]:
                    for row in rows(command, count) if command else []:
                        figures.setdefault(key(row), []).append(float(row["median"]))
    ratios(figures)
    return figures


def write(figures, given):
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    with open(folder() / "results.csv", "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["benchmark", "threads", "figure", "unit", "median", "least", "most", "rounds"])
        for figure, samples in figures.items():
            table.writerow([*figure, statistics.median(samples), min(samples), max(samples), len(samples)])
    with open(folder() / "RESULTS.md", "w") as file:
        file.write(f"# {processor()}\n\n"
                   f"Commit {commit.stdout.strip()}, {platform.system()}. "
                   f"Written by `python3 bench/results.py --rounds {given.rounds} --threads "
                   f"{' '.join(map(str, given.threads))}{' --rltools PROGRAM' if given.rltools else ''} "
                   f"{' '.join(given.names)}`; medians of {given.rounds} rounds.\n")
        if KERNELS:
            file.write(f"\nThe OpenBLAS that is installed does not know this processor: it was told to use its kernels for "
                       f"{KERNELS}, also below PyTorch and RLtools.\n")
        for name in given.names:
            file.write(f"\n## {name}\n\n")
            if name == "scaling":
                file.write("![Steps a second over environments](scaling-environments.png)\n\n"
                           "![Steps a second over units](scaling-units.png)\n\n")
            file.write("| figure | threads | median | least | most | unit |\n| --- | --- | --- | --- | --- | --- |\n")
            for (benchmark, threads, figure, unit), samples in figures.items():
                if benchmark == name:
                    file.write(f"| {figure} | {threads} | {statistics.median(samples):.4g} | {min(samples):.4g} | "
                               f"{max(samples):.4g} | {unit} |\n")


def compare():
    """Writes the page that sets the processors side by side."""
    pages = sorted(PROCESSORS.glob("*/RESULTS.md"))
    columns = []
    for page in pages:
        with open(page.with_name("results.csv")) as file:
            columns.append({key(row): float(row["median"]) for row in csv.DictReader(file)})
    titles = [page.read_text().partition("\n")[0].removeprefix("# ") for page in pages]
    links = [f"[{title}]({page.relative_to(HERE)})" for title, page in zip(titles, pages)]
    headlines = dict.fromkeys(figure for column in columns for figure in column if HEADLINES.match(figure[2]))
    with open(HERE / "RESULTS.md", "w") as file:
        file.write("# Results\n\nMedians, a column for each processor that was measured, at the commit that its page "
                   "names. Machines are shared, some more than others: compare with the peers of the same column.\n")
        for name in PROGRAMS:
            mine = sorted((figure for figure in headlines if figure[0] == name), key=lambda figure: figure[1])
            if not mine:
                continue
            file.write(f"\n## {name}\n\n| figure | threads | {' | '.join(links)} | unit |\n"
                       f"| --- | --- | {'--- | ' * len(pages)}--- |\n")
            for figure in mine:
                cells = [f"{column[figure]:.4g}" if figure in column else "" for column in columns]
                file.write(f"| {figure[2]} | {figure[1]} | {' | '.join(cells)} | {figure[3]} |\n")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    arguments.add_argument("--rltools", metavar="PROGRAM", type=os.path.abspath)
    arguments.add_argument("names", nargs="*", default=PROGRAMS)
    given = arguments.parse_args()
    folder().mkdir(parents=True, exist_ok=True)
    write(measure(given), given)
    compare()


if __name__ == "__main__":
    main()
