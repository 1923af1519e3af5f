"""Shared helpers: how a tensor, a checksum and a whole file are written."""

import json
import math
import os
import platform

import numpy as np
import torch


def versions():
    """One line naming the libraries that made the numbers, appended to every file's ``source``."""
    try:
        import gymnasium
        gym = "gymnasium " + gymnasium.__version__
    except ImportError:
        gym = "no gymnasium"
    return "python %s, numpy %s, torch %s, %s" % (
        platform.python_version(), np.__version__, torch.__version__, gym)


def source(text, script):
    return "%s; by tests/reference/%s | %s" % (text, script, versions())


def floats(values):
    """A nested list of Python floats (a float32 widens exactly to float64, so nothing is lost)."""
    if isinstance(values, torch.Tensor):
        values = values.detach().numpy()
    return np.asarray(values).astype(np.float64).tolist()


def tensor(t):
    """``{"shape", "data"}``, data flat and row-major."""
    t = t.detach() if isinstance(t, torch.Tensor) else torch.from_numpy(np.array(t))
    return {"shape": list(t.shape), "data": floats(t.reshape(-1))}


def checksum(t, first):
    """Float64 sums of a tensor too large to list, and its first few values."""
    t = t.detach() if isinstance(t, torch.Tensor) else torch.from_numpy(np.array(t))
    flat = t.reshape(-1).double().numpy()
    return {
        "shape": list(t.shape),
        "sum": float(flat.sum()),
        "abs_sum": float(np.abs(flat).sum()),
        "sq_sum": float((flat * flat).sum()),
        "first": flat[:first].tolist(),
    }


def named(tensors, write=tensor):
    """Writes each entry of a name -> tensor mapping."""
    return {name: write(t) for name, t in tensors.items()}


def parameters(module):
    return dict(module.named_parameters())


def gradients(module):
    return {name: p.grad.clone() for name, p in module.named_parameters()}


def _numbers(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [n for v in value for n in _numbers(v)]
    return [float(value)]


def distance(a, b):
    """How far two recordings of one layout are apart: the largest |x - y|/(1 + |x|)."""
    return max(abs(x - y) / (1 + abs(x)) for x, y in zip(_numbers(a), _numbers(b)))


def _finite(value):
    if isinstance(value, dict):
        return {str(k): _finite(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(v) for v in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")
    return value


def save(folder, name, content):
    """Writes ``name.json`` beside itself first and renames it then: a file is whole or absent."""
    path = os.path.join(folder, name + ".json")
    with open(path + ".tmp", "w", encoding="utf-8") as out:
        json.dump(_finite(content), out, separators=(",", ":"), ensure_ascii=False)
    os.replace(path + ".tmp", path)
    return path
