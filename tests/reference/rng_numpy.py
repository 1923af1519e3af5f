"""The random streams of NumPy's two generators and of Python's own."""

import random

import numpy as np

from common import floats, source

GENERATOR_SEEDS = [0, 1, 42, 2**32 - 1, 2**40 + 3, 2**64 + 5, 2**127 - 1]
LEGACY_SEEDS = [0, 1, 42, 2**32 - 1]
PYTHON_SEEDS = [0, 1, 42, 2**32 - 1, 2**40]


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
                         "after seed(seed), and Python's random.Random(seed)", "rng_numpy.py"),
        "tolerance": "exact (bit equal), except standard_normal/exponential tails and legacy normal: "
                     "1e-15 rel (libm log/sqrt)",
        "generator_pcg64": [
            _generator(seed + offset, 200 if i < 2 else 40) for i, seed in enumerate(GENERATOR_SEEDS)],
        "legacy_mt19937": [_legacy((seed + offset) % 2**32) for seed in LEGACY_SEEDS],
        "python_random": [_python(seed + offset) for seed in PYTHON_SEEDS],
    }
