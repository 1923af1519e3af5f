"""The random streams: NumPy's two generators, Python's own, and PyTorch's CPU generator."""

import random

import numpy as np
import torch
from torch.distributions import Categorical, MultivariateNormal, Normal

from common import checksum, floats, source, tensor

GENERATOR_SEEDS = [0, 1, 42, 2**32 - 1, 2**40 + 3, 2**64 + 5, 2**127 - 1]
LEGACY_SEEDS = [0, 1, 42, 2**32 - 1]
PYTHON_SEEDS = [0, 1, 42, 2**32 - 1, 2**40]
TORCH_SEEDS = [0, 1, 42, 2**32 + 5]


def _ints(array):
    return [int(v) for v in array]


def _strings(array):
    return [str(int(v)) for v in array]


def _generator(seed, normals):
    """numpy.random.Generator over PCG64; every stream starts from a fresh one."""
    sequence = np.random.SeedSequence(seed)
    state = np.random.PCG64(np.random.SeedSequence(seed)).state["state"]

    def g():
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed)))

    low, high = [-np.pi, -1.0], [np.pi, 1.0]
    entry = {
        "seed": str(seed),
        "seed_sequence_generate_state_4_uint64": _strings(sequence.generate_state(4, np.uint64)),
        "seed_sequence_generate_state_8_uint32": _ints(sequence.generate_state(8, np.uint32)),
        "seed_sequence_pool": _ints(sequence.pool),
        "pcg64_state": str(state["state"]),
        "pcg64_inc": str(state["inc"]),
        "raw_uint64": _strings(g().bit_generator.random_raw(8)),
        "random": floats(g().random(20)),
        "random_float32": floats(g().random(20, dtype=np.float32)),
        "uniform_-0.05_0.05": floats(g().uniform(-0.05, 0.05, 20)),
        "uniform_vector_bounds": {"low": low, "high": high, "value": floats(g().uniform(low, high))},
        "standard_normal": floats(g().standard_normal(normals)),
        "standard_exponential": floats(g().standard_exponential(20)),
        "normal_1.5_0.25": floats(g().normal(1.5, 0.25, 10)),
        "integers_0_2": _ints(g().integers(0, 2, 40)),
        "integers_0_10": _ints(g().integers(0, 10, 40)),
        "integers_-5_1000003": _ints(g().integers(-5, 1000003, 20)),
        "integers_0_2**40": _ints(g().integers(0, 2**40, 10)),
    }
    scalar = g()
    entry["integers_scalar_calls_0_2"] = [int(scalar.integers(0, 2)) for _ in range(20)]
    entry["permutation_10"] = _ints(g().permutation(10))
    entry["permutation_100"] = _ints(g().permutation(100))
    shuffled = np.arange(20)
    g().shuffle(shuffled)
    entry["shuffle_arange_20"] = _ints(shuffled)
    entry["choice_10_size5_noreplace"] = _ints(g().choice(10, 5, replace=False))
    entry["choice_10_size8"] = _ints(g().choice(10, 8))
    m = g()
    entry["mixed"] = {
        "ops": "random(); integers(7); standard_normal(); uniform(-1,1); integers(7); random()",
        "values": [m.random(), int(m.integers(7)), m.standard_normal(), m.uniform(-1, 1),
                   int(m.integers(7)), m.random()],
    }
    return entry


def _shuffles(seed):
    """Shuffles an index array once, and the same array a second time without reseeding."""
    result = {}
    for n in (1, 2, 3, 10, 100, 512, 2048):
        np.random.seed(seed)
        array = np.arange(n)
        np.random.shuffle(array)
        entry = {"once": _ints(array)}
        np.random.shuffle(array)
        if n == 2048:
            entry["note"] = "second shuffle of the same array, first 50"
            entry["twice_first50"] = _ints(array[:50])
        else:
            entry["twice_in_place"] = _ints(array)
        result[str(n)] = entry
    return result


def _legacy(seed):
    """The global numpy.random functions (MT19937) after numpy.random.seed."""
    np.random.seed(seed)
    _, key, position = np.random.get_state()[:3]
    entry = {"seed": seed, "mt19937_key_first8": _ints(key[:8]), "mt19937_pos": int(position)}

    def fresh(draw):
        np.random.seed(seed)
        return draw()

    r = np.random
    entry["raw_uint32_tomaxint_like"] = fresh(lambda: _ints(r.randint(0, 2**32, 12, dtype=np.uint32)))
    entry["random_sample"] = fresh(lambda: floats(r.random_sample(20)))
    entry["uniform_-0.5_0.5"] = fresh(lambda: floats(r.uniform(-0.5, 0.5, 10)))
    entry["normal"] = fresh(lambda: floats(r.normal(size=41)))
    entry["normal_scalar_calls_3"] = fresh(lambda: [r.normal() for _ in range(3)])
    entry["normal_size1_calls_3"] = fresh(lambda: [float(r.normal(size=1)[0]) for _ in range(3)])
    entry["randn_after_random"] = fresh(lambda: [r.randn(), r.random_sample(), r.randn(), r.randn()])
    entry["randint_0_10"] = fresh(lambda: _ints(r.randint(0, 10, 30)))
    entry["randint_0_2"] = fresh(lambda: _ints(r.randint(0, 2, 30)))
    entry["shuffle_arange"] = _shuffles(seed)
    items = list(range(12))
    np.random.seed(seed)
    np.random.shuffle(items)
    entry["shuffle_python_list_12"] = items
    entry["permutation_15"] = fresh(lambda: _ints(r.permutation(15)))
    p = [0.1, 0.2, 0.3, 0.4]
    entry["choice_4_p"] = {"p": p, "value": fresh(lambda: _ints(r.choice(4, 20, p=p)))}
    return entry


def _python(seed):
    def fresh():
        return random.Random(seed)

    entry = {"seed": seed}
    r = fresh()
    entry["random"] = [r.random() for _ in range(10)]
    r = fresh()
    entry["getrandbits32"] = [r.getrandbits(32) for _ in range(10)]
    for n, k in ((100, 10), (20, 10), (1000, 64), (64, 64), (10000, 64)):
        entry["sample_range%d_k%d" % (n, k)] = fresh().sample(range(n), k)
    r = fresh()
    entry["randrange_10"] = [r.randrange(10) for _ in range(10)]
    items = list(range(20))
    fresh().shuffle(items)
    entry["shuffle_20"] = items
    r = fresh()
    entry["uniform_-1_1"] = [r.uniform(-1, 1) for _ in range(5)]
    return entry


def numpy_and_python(offset):
    return {
        "source": source("numpy.random.Generator(PCG64(SeedSequence(seed))), the global numpy.random (MT19937) "
                         "after seed(seed), and Python's random.Random(seed)", "rng.py"),
        "tolerance": "exact (bit equal), except standard_normal/exponential tails and legacy normal: "
                     "1e-15 rel (libm log/sqrt)",
        "generator_pcg64": [
            _generator(seed + offset, 200 if i < 2 else 40) for i, seed in enumerate(GENERATOR_SEEDS)],
        "legacy_mt19937": [_legacy((seed + offset) % 2**32) for seed in LEGACY_SEEDS],
        "python_random": [_python(seed + offset) for seed in PYTHON_SEEDS],
    }


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
    entry["random_int64_5"] = after(lambda: _strings(torch.empty(5, dtype=torch.int64).random_()))
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
        "source": source("torch.manual_seed(seed), CPU generator, kernels for " + capability, "rng.py"),
        "tolerance": "rand/uniform/randperm/randint: exact. randn of fewer than 16 numbers: 1 ulp of float32 "
                     "(computed in float64 then rounded). randn of 16 or more: 2e-6 abs (float32 log/cos/sin; the "
                     "AVX2 path uses polynomial log/sin/cos, the 'default' file uses libm)",
        "cpu_capability": capability,
        "streams": [_torch(seed + offset) for seed in TORCH_SEEDS],
    }
