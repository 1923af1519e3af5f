#!/usr/bin/env python3
"""Speed of A2C on CartPole-v0, the tutorial's program in PyTorch against ./rl part5-a2c, in turns on this machine.

    bench_a2c.py [--rounds 3] [--seconds 10]

Both: 16 environments in one process and one thread, 5 steps an update, 256 hidden units, no tests. The Python side is
given the bare environments, without Gymnasium's checking wrappers. Of the Java side counts the second half of a run, as
logged in its metrics.csv: compiled, records and checkpoints included. Prints one line a round and the medians.
"""

import argparse
import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np  # noqa: E402  (after the number of threads is fixed)
import torch  # noqa: E402

from a2c import ENVS, HIDDEN, STEPS, ActorCritic, Segment  # noqa: E402

LIMIT = 200
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class BareEnvs:
    """CartPoles without wrappers, with a time limit of our own, reset in the step in which an episode ends."""

    def __init__(self, seed):
        from gymnasium.envs.classic_control.cartpole import CartPoleEnv
        self.envs = [CartPoleEnv() for _ in range(ENVS)]
        self.left = [LIMIT] * ENVS
        self.obs = np.stack([env.reset(seed=seed + i)[0] for i, env in enumerate(self.envs)])

    def step(self, actions):
        masks = np.ones(ENVS, dtype=np.float32)
        for i, env in enumerate(self.envs):
            obs, _, terminated, _, _ = env.step(actions[i])
            self.left[i] -= 1
            if terminated or self.left[i] == 0:
                obs, _ = env.reset()
                self.left[i] = LIMIT
                masks[i] = 0
            self.obs[i] = obs
        return masks


def python_steps_per_second(seconds):
    torch.set_num_threads(1)
    torch.manual_seed(1)
    model = ActorCritic(4, 2, HIDDEN)
    optimizer = torch.optim.Adam(model.parameters())
    envs, rewards = BareEnvs(1), torch.ones(ENVS)
    updates, start = 0, None
    while start is None or time.perf_counter() - start < seconds:
        if updates == 100:  # warm
            start = time.perf_counter()
        segment = Segment()
        for _ in range(STEPS):
            dist, value = model(torch.from_numpy(envs.obs.copy()))
            action = dist.sample()
            masks = envs.step(action.tolist())
            segment.add(dist, value, action, rewards, torch.from_numpy(masks))
        with torch.no_grad():
            next_value = model(torch.from_numpy(envs.obs.copy()))[1]
        loss = segment.loss(next_value, True)["loss"]
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        updates += 1
    return (updates - 101) * ENVS * STEPS / (time.perf_counter() - start)


def java_steps_per_second(steps):
    with tempfile.TemporaryDirectory() as runs:
        subprocess.run([os.path.join(ROOT, "rl"), "part5-a2c", "--faithful", "--test-freq", "0", "--total-timesteps",
                        str(steps), "--eval-episodes", "0", "--quiet", "--runs-dir", runs, "--run-name", "bench"],
                       check=True)
        with open(os.path.join(runs, "bench", "metrics.csv"), encoding="utf-8") as rows:
            ends = [(int(row["global_step"]), float(row["wall_time_s"])) for row in csv.DictReader(rows)
                    if row["name"] == "charts/SPS"]
    (from_step, from_time), (to_step, to_time) = ends[len(ends) // 2], ends[-1]
    return (to_step - from_step) / (to_time - from_time)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="how often each side is measured")
    parser.add_argument("--seconds", type=float, default=10, help="of the Python side, in each round")
    parser.add_argument("--steps", type=int, default=8_000_000, help="of the Java side, in each round")
    args = parser.parse_args()
    pairs = []
    for i in range(args.rounds):
        pairs.append((python_steps_per_second(args.seconds), java_steps_per_second(args.steps)))
        print("round %d: PyTorch %.0f, Java %.0f env steps/s, ratio %.1f" % (i + 1, *pairs[-1],
                                                                          pairs[-1][1] / pairs[-1][0]), flush=True)
    python, java = (statistics.median(side) for side in zip(*pairs))
    print("median:  PyTorch %.0f, Java %.0f env steps/s, ratio %.1f" % (python, java, java / python))


if __name__ == "__main__":
    sys.exit(main())
