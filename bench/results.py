"""Runs `./rl bench` and the same programs elsewhere side by side, and writes RESULTS.md, results.csv and the pictures of
how speed scales beside this file.

    python3 bench/results.py [--rounds 5] [--threads 1 2] [NAME...]

Rounds alternate: one of ours, one of each peer that is installed, and so on; what disturbs the machine for a while
disturbs all. Every figure is the median of its rounds. The machine should have nothing else to do.
"""

import argparse
import csv
import os
import platform
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PROGRAMS = ["products", "pendulum-ppo-4x1024", "cartpole-ppo-4x128", "halfcheetah-ppo-1x2048", "ddpg-64x400x300",
            "a2c-16x5x256", "scaling"]
# OpenBLAS is to choose its kernels itself: a yardstick that was told to be slow proves nothing.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}
# DJL's program takes the java of the path where Maven runs on a JDK 25 itself.
if "JAVA_HOME" in ENVIRONMENT:
    ENVIRONMENT["PATH"] = os.path.join(ENVIRONMENT["JAVA_HOME"], "bin") + os.pathsep + ENVIRONMENT.get("PATH", "")
DJL = ["mvn", "-q", "-Pdjl", "-pl", "bench/peers/djl", "-am", "process-classes"]
# The steps that a peer takes: some iterations, where ours takes them all.
PPO_STEPS = {"pendulum-ppo-4x1024": 5 * 4096, "cartpole-ppo-4x128": 40 * 512}


def ours(name, threads, rounds=1):
    pictures = ["--pictures", str(HERE)] if name == "scaling" else []
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


def rows(command, threads):
    """The CSV that a command prints, or nothing if it cannot run."""
    team = {"OPENBLAS_NUM_THREADS": str(threads), "OMP_NUM_THREADS": str(threads)}
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT | team, capture_output=True, text=True)
    if done.returncode:
        print(" ".join(command), "failed:", done.stderr.strip().splitlines()[-1:], file=sys.stderr)
        return []
    table = done.stdout[max(0, done.stdout.find("benchmark,")):].splitlines()
    return [row for row in csv.DictReader(table) if row["samples"]]  # what else Maven may print has no columns


def works(command):
    return subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True).returncode == 0


def installed_peers():
    """Those of the other libraries whose smallest program runs here."""
    peers = []
    if works([sys.executable, "-c", "import torch, numpy"]):
        peers.append(pytorch)
    if works([*DJL, "-Dexec.skip"]):
        peers.append(djl)
    return peers


def processor():
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        about = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
        count = sum(line.startswith("processor") for line in lines)
        return f"{about['model name']} (family {about.get('cpu family')}, model {about.get('model')}), {count} processors"
    except (OSError, KeyError):
        return platform.processor()


def ratios(figures):
    """Adds how many times as fast as each peer we are, from the medians."""
    for (benchmark, threads, figure, unit), samples in list(figures.items()):
        for kind in ("env steps per second", "updates per second"):
            mine = figures.get((benchmark, threads, kind, unit))
            if figure.endswith(kind) and figure != kind and mine:
                ratio = statistics.median(mine) / statistics.median(samples)
                figures[benchmark, threads, f"times as fast as {figure.removesuffix(kind).strip()}", "ratio"] = [ratio]


def measure(names, rounds, threads):
    figures = {}
    peers = installed_peers()
    for name in names:
        if name == "scaling":  # takes its rounds itself: they are for the picture, and have no peer
            for row in rows(ours(name, max(threads), rounds), max(threads)):
                key = row["benchmark"], row["threads"], row["figure"], row["unit"]
                figures[key] = [float(row[part]) for part in ("least", "median", "most")]
            continue
        for _ in range(rounds):
            for count in [1] if name == "products" else threads:
                for command in [ours(name, count), *(peer(name, count) for peer in peers)]:
                    for row in rows(command, count) if command else []:
                        key = row["benchmark"], row["threads"], row["figure"], row["unit"]
                        figures.setdefault(key, []).append(float(row["median"]))
    ratios(figures)
    return figures


def write(figures, given):
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    with open(HERE / "results.csv", "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["benchmark", "threads", "figure", "unit", "median", "least", "most", "rounds"])
        for key, samples in figures.items():
            table.writerow([*key, statistics.median(samples), min(samples), max(samples), len(samples)])
    with open(HERE / "RESULTS.md", "w") as file:
        file.write("# Results\n\n"
                   f"Commit {commit.stdout.strip()}, {processor()}, {platform.system()}.\n"
                   f"Written by `python3 bench/results.py --rounds {given.rounds} --threads "
                   f"{' '.join(map(str, given.threads))} {' '.join(given.names)}`; medians of {given.rounds} rounds.\n")
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


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    arguments.add_argument("names", nargs="*", default=PROGRAMS)
    given = arguments.parse_args()
    write(measure(given.names, given.rounds, given.threads), given)


if __name__ == "__main__":
    main()
