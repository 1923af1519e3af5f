#!/usr/bin/env python3
"""Regenerates the reference numbers that the Java tests read. See README.md beside this file."""

import argparse
import fnmatch
import os
import subprocess
import sys

# One thread, and set before NumPy and PyTorch are loaded: sums are then added in a fixed order.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import torch  # noqa: E402

from common import save  # noqa: E402

KERNELS = "ATEN_CPU_CAPABILITY"


def _files():
    """File name (without the suffix) -> (function of the seed offset, kernels it must run with)."""
    import autograd
    import distributions
    import envs
    import losses
    import nn
    import optim
    import returns
    import rng
    import wrappers
    files = {
        "rng_numpy": (rng.numpy_and_python, None),
        "rng_torch_avx2": (rng.torch_cpu, "avx2"),
        "rng_torch_default": (rng.torch_cpu, "default"),
    }
    for name in ("init", "nets", "weights64", "weights64_agent"):
        files["nn_" + name] = (getattr(nn, name), None)
    for module in (optim, distributions, autograd):
        files["nn_" + module.__name__] = (getattr(module, module.__name__), None)
    for name in ("cartpole", "pendulum", "acrobot", "mountaincar", "mountaincar_continuous"):
        files["envs_" + name] = (getattr(envs, name), None)
    files["algo_returns"] = (returns.returns, None)
    files["algo_ppo_losses"] = (losses.ppo, None)
    files["algo_wrappers"] = (wrappers.wrappers, None)
    return files


def _start(name, kernels, args):
    """PyTorch chooses its kernels once, when it loads: other kernels need another process."""
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
    files = _files()
    if args.list:
        print("\n".join(files))
        return
    wanted = [name for name in files if not args.only or any(fnmatch.fnmatch(name, p) for p in args.only)]
    if not wanted:
        parser.error("no file is named %s; --list shows the names" % " or ".join(args.only))
    torch.set_num_threads(1)
    os.makedirs(args.out, exist_ok=True)
    for name in wanted:
        make, kernels = files[name]
        if kernels and os.environ.get(KERNELS) != kernels:
            _start(name, kernels, args)
        else:
            print(save(args.out, name + args.suffix, make(args.seed_offset)), flush=True)


if __name__ == "__main__":
    main()
