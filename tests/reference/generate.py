#!/usr/bin/env python3
"""Regenerates the reference numbers that the Java tests read. See README.md beside this file."""

import argparse
import fnmatch
import importlib
import os
import platform
import subprocess
import sys

KERNELS = "ATEN_CPU_CAPABILITY"

# Before NumPy and PyTorch are loaded. One thread: sums are then added in a fixed order. AVX2: PyTorch would
# take wider kernels where it finds them, and round differently.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
if platform.machine().lower() in ("x86_64", "amd64"):
    os.environ.setdefault(KERNELS, "avx2")

# Name of the file -> module, function, arguments before the seed offset.
FILES = {
    "rng_numpy": ("rng_numpy", "numpy_and_python"),
    "rng_torch_avx2": ("rng_torch", "torch_cpu"),
    "rng_torch_default": ("rng_torch", "torch_cpu"),
    "nn_init": ("nn", "init"),
    "nn_nets": ("nn", "nets"),
    "nn_weights64": ("nn", "weights64"),
    "nn_weights64_agent": ("nn", "weights64_agent"),
    "nn_optim": ("optim", "optim"),
    "nn_distributions": ("distributions", "distributions"),
    "nn_autograd": ("autograd", "autograd"),
    "envs_cartpole": ("envs", "cartpole"),
    "envs_pendulum": ("envs", "pendulum"),
    "envs_acrobot": ("envs", "acrobot"),
    "envs_mountaincar": ("envs", "mountaincar"),
    "envs_mountaincar_continuous": ("envs", "mountaincar_continuous"),
    "mujoco_ant": ("robots", "robot", "Ant-v4"),
    "mujoco_half_cheetah": ("robots", "robot", "HalfCheetah-v4"),
    "mujoco_hopper": ("robots", "robot", "Hopper-v4"),
    "mujoco_humanoid": ("robots", "robot", "Humanoid-v4"),
    "mujoco_inverted_pendulum": ("robots", "robot", "InvertedPendulum-v4"),
    "mujoco_pusher": ("robots", "robot", "Pusher-v4"),
    "mujoco_walker2d": ("robots", "robot", "Walker2d-v4"),
    "algo_returns": ("returns", "returns"),
    "algo_ppo_losses": ("losses", "ppo"),
    "algo_wrappers": ("wrappers", "wrappers"),
    "algo_a2c": ("a2c", "updates"),
    "algo_ddpg": ("ddpg", "parts"),
    "e2e_ppoforbeginners_pendulum_main": ("e2e_ppo", "pendulum", "main"),
    "e2e_ppoforbeginners_pendulum_tutorial": ("e2e_ppo", "pendulum", "tutorial"),
    "e2e_ddpg_pendulum": ("e2e_ddpg", "pendulum"),
    "e2e_a2c_cartpole": ("a2c", "cartpole"),
}
# PyTorch chooses its kernels once, when it loads: a file that needs other kernels needs a process of its own.
NEEDED_KERNELS = {"rng_torch_avx2": "avx2", "rng_torch_default": "default"}


def make(name, seed_offset, folder, suffix):
    """Makes one file in this process."""
    # Imported late: the random streams and the networks can be made without Gymnasium.
    import torch
    from common import save
    torch.set_num_threads(1)
    module, function, *arguments = FILES[name]
    content = getattr(importlib.import_module(module), function)(*arguments, seed_offset)
    return save(folder, name + suffix, content)


def make_elsewhere(name, kernels, args):
    command = [sys.executable, os.path.abspath(__file__), "--only", name, "--out", args.out,
               "--seed-offset", str(args.seed_offset), "--suffix", args.suffix]
    subprocess.run(command, check=True, env=dict(os.environ, **{KERNELS: kernels}))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default="reference", metavar="DIR", help="folder to write to (default: reference)")
    parser.add_argument("--only", action="append", default=[], metavar="NAME",
                        help="file to make, without suffix and .json; * and ? allowed; may be repeated")
    parser.add_argument("--seed-offset", type=int, default=0, metavar="N",
                        help="add N to every seed: same layout, fresh numbers (default: 0)")
    parser.add_argument("--suffix", default="_a", help="end of the file names (default: _a)")
    parser.add_argument("--list", action="store_true", help="list the names and stop")
    args = parser.parse_args()
    if args.seed_offset < 0:
        parser.error("--seed-offset must be 0 or more, not %d" % args.seed_offset)
    if args.list:
        print("\n".join(FILES))
        return
    for pattern in args.only:
        if not fnmatch.filter(FILES, pattern):
            parser.error("no file is named %s; --list shows the names" % pattern)
    os.makedirs(args.out, exist_ok=True)
    for name in FILES:
        if args.only and not any(fnmatch.fnmatch(name, pattern) for pattern in args.only):
            continue
        kernels = NEEDED_KERNELS.get(name)
        if kernels and os.environ.get(KERNELS) != kernels:
            make_elsewhere(name, kernels, args)
        else:
            print(make(name, args.seed_offset, args.out, args.suffix), flush=True)


if __name__ == "__main__":
    main()
