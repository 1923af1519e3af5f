"""The random streams of PyTorch's CPU generator."""

import torch
from torch.distributions import Categorical, MultivariateNormal, Normal

from common import checksum, floats, source, tensor

SEEDS = [0, 1, 42, 2**32 + 5]


def _randn(fresh):
    result = {}
    for n in (1, 2, 3, 8, 15, 16, 17, 31, 32, 64, 100, 4096):
        fresh()
        x = torch.randn(n)
        if n == 4096:
            listed = dict(checksum(x, 24), last20=floats(x[-20:]))
        else:
            listed = floats(x)
        result[str(n)] = {"x": listed, "then_randn3": floats(torch.randn(3))}
    return result


def _plain_streams(fresh):
    """Draws straight from the generator; ``fresh`` seeds it before each field."""
    def after(draw):
        fresh()
        return draw()

    entry = {"rand": {}}
    for n in (1, 15, 16, 17, 64, 100, 4096):
        x = after(lambda: torch.rand(n))
        entry["rand"][str(n)] = checksum(x, 24) if n == 4096 else floats(x)
    entry["rand_float64_10"] = floats(after(lambda: torch.rand(10, dtype=torch.float64)))
    entry["randn"] = _randn(fresh)
    entry["randn_float64"] = {
        str(n): floats(after(lambda: torch.randn(n, dtype=torch.float64))) for n in (3, 16, 20)}
    entry["randn_1_repeat9"] = after(lambda: [torch.randn(1).item() for _ in range(9)])
    entry["randn_1_then_rand_then_randn"] = after(lambda: (
        floats(torch.randn(1)) + floats(torch.rand(1)) + floats(torch.randn(2)) + floats(torch.rand(1))))
    entry["randn_1_then_randn_16_then_randn_1"] = after(lambda: {
        "a": floats(torch.randn(1)), "b": floats(torch.randn(16)), "c": floats(torch.randn(1))})
    entry["uniform_-0.003_0.003_20"] = floats(after(lambda: torch.empty(20).uniform_(-0.003, 0.003)))
    for n in (5, 20):
        entry["normal_1.5_0.25_%d" % n] = floats(after(lambda: torch.empty(n).normal_(1.5, 0.25)))
    mean, std = torch.tensor([0.0, 1.0, 2.0]), torch.tensor([1.0, 0.5, 0.25])
    entry["normal_meanstd_tensor"] = {
        "mean": floats(mean), "std": floats(std), "value": floats(after(lambda: torch.normal(mean, std)))}
    entry["exponential_10"] = floats(after(lambda: torch.empty(10).exponential_()))
    entry["randperm"] = {str(n): after(lambda: torch.randperm(n).tolist()) for n in (1, 5, 10, 64, 512)}
    entry["randint_0_10_20"] = after(lambda: torch.randint(0, 10, (20,)).tolist())
    entry["random_int64_5"] = after(lambda: [str(v) for v in torch.empty(5, dtype=torch.int64).random_().tolist()])
    return entry


def _multinomial_streams(fresh):
    probs = torch.tensor([[0.1, 0.2, 0.3, 0.4], [0.25, 0.25, 0.25, 0.25], [0.7, 0.1, 0.1, 0.1]])
    fresh()
    one = [torch.multinomial(probs, 1, True).reshape(-1).tolist() for _ in range(8)]
    fresh()
    ten = torch.multinomial(probs, 10, True).tolist()
    fresh()
    three = torch.multinomial(probs, 3, False).tolist()
    return {
        "multinomial_1": {"probs": floats(probs), "draws_8x3": one},
        "multinomial_10_replacement": {"value": ten},
        "multinomial_3_noreplacement": {"value": three},
    }


def _distribution_streams(fresh):
    def samples(distribution, count, write):
        fresh()
        return [write(distribution.sample()) for _ in range(count)]

    def indices(t):
        return t.tolist()

    mean, std = torch.tensor([0.5, -1.0, 2.0]), torch.tensor([1.0, 0.3, 2.5])
    entry = {"dist_normal": {
        "mean": floats(mean), "std": floats(std), "samples_6": samples(Normal(mean, std), 6, floats)}}
    grid = Normal(torch.full((4, 6), 0.25), torch.full((4, 6), 0.5))
    entry["dist_normal_4x6"] = {"mean": 0.25, "std": 0.5, "sample": samples(grid, 1, tensor)[0]}
    narrow = MultivariateNormal(torch.tensor([0.5]), torch.diag(torch.tensor([0.5])))
    draws = samples(narrow, 10, floats)
    entry["dist_mvn_1d_cov0.5"] = {"mean": [0.5], "samples_10": [value for draw in draws for value in draw]}
    mean = [0.1, -0.2, 0.3]
    cov = torch.tensor([[0.5, 0.2, -0.1], [0.2, 0.8, 0.05], [-0.1, 0.05, 0.3]])
    full = MultivariateNormal(torch.tensor(mean), cov)
    entry["dist_mvn_3d_full"] = {"mean": mean, "cov": floats(cov), "samples_5": samples(full, 5, floats)}
    logits = torch.tensor([[0.3, -0.7], [2.0, 1.0], [-1.0, -1.0], [0.0, 0.5]])
    entry["dist_categorical_logits_4x2"] = {
        "logits": floats(logits), "samples_10": samples(Categorical(logits=logits), 10, indices)}
    probs = [0.2, 0.5, 0.3]
    entry["dist_categorical_probs_3"] = {
        "probs": probs, "samples_20": samples(Categorical(torch.tensor(probs)), 20, indices)}
    rows = Categorical(torch.tensor(probs).expand(16, 3))
    entry["dist_categorical_probs_16x3"] = {"samples_3": samples(rows, 3, indices)}
    return entry


def _torch(seed):
    def fresh():
        torch.manual_seed(seed)

    fresh()
    entry = {"seed": str(seed), "initial_seed": str(torch.initial_seed())}
    entry.update(_plain_streams(fresh))
    entry.update(_multinomial_streams(fresh))
    entry.update(_distribution_streams(fresh))
    return entry


def torch_cpu(offset):
    """Streams of whichever kernels this process runs: ATEN_CPU_CAPABILITY must be set before it starts."""
    capability = torch.__config__.show().split("CPU capability usage: ")[1].split("\n")[0]
    return {
        "source": source("torch.manual_seed(seed), CPU generator, kernels for " + capability, "rng_torch.py"),
        "tolerance": "rand/uniform/randperm/randint: exact. randn of fewer than 16 numbers: 1 ulp of float32 "
                     "(computed in float64 then rounded). randn of 16 or more: 2e-6 abs (float32 log/cos/sin; the "
                     "AVX2 path uses polynomial log/sin/cos, the 'default' file uses libm)",
        "cpu_capability": capability,
        "streams": [_torch(seed + offset) for seed in SEEDS],
    }
