"""One case an operation: inputs, output, upstream gradient, gradients of the inputs."""

import torch
from torch.nn import functional as F

from common import source
from distributions import differentiate


def _cases():
    """Runs the cases in a fixed order: all draw from one stream."""
    cases = []
    randn = torch.randn

    def add(op, function, *inputs, args=None, note=None):
        case = dict({"op": op}, **differentiate(function, inputs))
        if args is not None:
            case["args"] = args
        if note is not None:
            case["note"] = note
        cases.append(case)

    def positive(*shape):
        return torch.rand(*shape) + 0.2

    def followed_by(t, *values):
        return torch.cat([t, torch.tensor(values)])

    _binary(add, randn, positive)
    _products(add, randn)
    _reductions(add, randn)
    _elementwise(add, randn, positive, followed_by)
    _extrema(add, randn)
    _powers(add, randn, positive)
    _indexing(add, randn)
    _shapes(add, randn)
    _composed(add, randn)
    return cases


def _binary(add, randn, positive):
    for op in ("add", "sub", "mul"):
        function = getattr(torch, op)
        for a, b in (((3, 4), (3, 4)), ((3, 4), (4,)), ((3, 1), (1, 4))):
            add(op, function, randn(*a), randn(*b))
        add(op, function, randn(3, 4), torch.tensor(1.7))
        add(op, function, randn(2, 1, 3), randn(4, 1))
    add("div", torch.div, randn(3, 4), positive(3, 4))
    add("div", torch.div, randn(3, 1), positive(4))
    add("div", torch.div, randn(3), torch.tensor(-2.5))
    add("add_scalar", lambda a: a + 1.5, randn(4), args=[1.5])
    add("rsub_scalar", lambda a: 1.0 - a, randn(4), args=[1.0])
    add("mul_scalar", lambda a: a * -0.7, randn(4), args=[-0.7])
    add("div_scalar", lambda a: a / 3.0, randn(4), args=[3.0])
    add("rdiv_scalar", lambda a: 2.0 / a, positive(4), args=[2.0])
    add("neg", torch.neg, randn(4))


def _products(add, randn):
    add("matmul", torch.matmul, randn(3, 4), randn(4, 5))
    add("matmul", torch.matmul, randn(3, 4), randn(4), note="matrix x vector")
    add("matmul", torch.matmul, randn(4), randn(4, 5), note="vector x matrix")
    add("matmul", torch.matmul, randn(4), randn(4), note="dot")
    add("bmm", torch.bmm, randn(2, 3, 4), randn(2, 4, 5))
    add("matmul_broadcast", torch.matmul, randn(2, 3, 4), randn(4, 5))
    add("linear", F.linear, randn(5, 3), randn(4, 3), randn(4), note="x, weight(out,in), bias")


def _reductions(add, randn):
    add("sum", torch.sum, randn(3, 4))
    add("sum_dim", lambda a: a.sum(1), randn(3, 4), args=[1])
    add("sum_dim", lambda a: a.sum(0), randn(3, 4), args=[0])
    add("sum_dim_keepdim", lambda a: a.sum(1, keepdim=True), randn(3, 4), args=[1])
    add("sum_dim", lambda a: a.sum(-1), randn(2, 3, 4), args=[-1])
    add("mean", torch.mean, randn(3, 4))
    add("mean_dim", lambda a: a.mean(0), randn(3, 4), args=[0])
    add("mean_dim_keepdim", lambda a: a.mean(-1, keepdim=True), randn(3, 4), args=[-1])
    add("std", torch.std, randn(7), note="unbiased (n-1)")
    add("var", torch.var, randn(7), note="unbiased")
    add("std_biased", lambda a: a.std(unbiased=False), randn(7))
    add("std_dim", lambda a: a.std(0), randn(5, 3), args=[0])
    add("normalize_adv", lambda a: (a - a.mean()) / (a.std() + 1e-8), randn(9), note="(a-a.mean())/(a.std()+1e-8)")


def _elementwise(add, randn, positive, followed_by):
    add("exp", torch.exp, randn(3, 4))
    add("log", torch.log, positive(3, 4))
    add("log1p", torch.log1p, positive(4))
    add("expm1", torch.expm1, randn(4))
    add("sqrt", torch.sqrt, positive(3, 4))
    add("rsqrt", torch.rsqrt, positive(4))
    add("reciprocal", torch.reciprocal, positive(4))
    add("abs", torch.abs, torch.tensor([-1.5, 0.0, 2.0, -0.0]))
    add("sign", torch.sign, torch.tensor([-1.5, 0.0, 2.0]))
    add("tanh", torch.tanh, randn(3, 4) * 2)
    add("tanh", torch.tanh, torch.tensor([-20.0, -9.0, -1e-4, 0.0, 1e-4, 9.0, 20.0]), note="saturation")
    add("relu", torch.relu, followed_by(randn(6), 0.0, -0.0), note="gradient at 0 is 0")
    add("sigmoid", torch.sigmoid, followed_by(randn(6) * 3, -100.0, 100.0, 0.0))
    add("softplus", F.softplus, followed_by(randn(6) * 3, 25.0, -25.0))
    add("leaky_relu", lambda a: F.leaky_relu(a, 0.01), randn(6), args=[0.01])
    add("elu", F.elu, randn(6))
    add("gelu", F.gelu, randn(6), note="erf form")
    add("silu", F.silu, randn(6))
    add("sin", torch.sin, randn(4))
    add("cos", torch.cos, randn(4))
    add("clamp", lambda a: a.clamp(-0.5, 0.8), followed_by(randn(8), -0.5, 0.8), args=[-0.5, 0.8],
        note="gradient is 1 at the bounds themselves (mask is min<=x<=max)")
    add("clamp_min", lambda a: a.clamp(min=0.1), followed_by(randn(5), 0.1), args=[0.1])
    add("clamp_max", lambda a: a.clamp(max=0.1), followed_by(randn(5), 0.1), args=[0.1])


def _extrema(add, randn):
    a = randn(6)
    b = a + torch.tensor([0.0, 0.0, 1.0, 0.0, -1.0, 0.0])
    add("minimum", torch.minimum, a, b, note="torch.min(a,b): ties share the gradient half and half")
    add("maximum", torch.maximum, a, b, note="ties half and half")
    add("minimum", torch.minimum, randn(3, 4), randn(4))
    add("maximum", torch.maximum, randn(3, 4), randn(3, 1))
    add("max_all", torch.max, randn(3, 4))
    add("min_all", torch.min, randn(3, 4))
    add("max_dim_values", lambda t: t.max(1).values, randn(3, 4), args=[1])
    tied = torch.cat([randn(3, 2), torch.full((3, 2), -9.0)], 1)
    add("min_dim_values", lambda t: t.min(1).values, tied, args=[1],
        note="a tie along a reduced dim: all gradient to one index")
    add("max_all", torch.max, torch.tensor([1.0, 3.0, 3.0, 0.0]),
        note="full-reduction tie: gradient shared evenly (amax semantics)")
    add("amax", lambda t: t.amax(1), torch.tensor([[1.0, 3.0, 3.0], [2.0, 0.0, 1.0]]), args=[1])


def _powers(add, randn, positive):
    add("pow_scalar", lambda a: a ** 2, randn(6), args=[2])
    add("pow_scalar", lambda a: a ** 3, randn(6), args=[3])
    add("pow_scalar", lambda a: a ** 0.5, positive(6), args=[0.5])
    add("pow_scalar", lambda a: a ** -1.5, positive(6), args=[-1.5])
    add("pow_tensor", torch.pow, positive(4), randn(4))
    add("square", torch.square, randn(4))


def _indexing(add, randn):
    def gather(shape, dim, index, note=None):
        add("gather", lambda a: a.gather(dim, torch.tensor(index)), randn(*shape),
            args={"dim": dim, "index": index}, note=note)

    gather((3, 4), 1, [[1], [0], [3]])
    gather((2, 3), 1, [[0, 0, 2], [1, 1, 1]], note="repeated indices accumulate")
    gather((3, 3), 0, [[0, 2, 1]])
    add("index_rows", lambda a: a[torch.tensor([2, 0, 2, 1])], randn(3, 4), args=[2, 0, 2, 1])
    add("index_select", lambda a: a.index_select(1, torch.tensor([3, 1])), randn(3, 4),
        args={"dim": 1, "index": [3, 1]})
    add("cat", lambda a, b: torch.cat([a, b], 0), randn(2, 3), randn(4, 3), args=[0])
    add("cat", lambda a, b: torch.cat([a, b], 1), randn(2, 3), randn(2, 2), args=[1])
    add("stack", lambda a, b: torch.stack([a, b], 1), randn(2, 3), randn(2, 3), args=[1])


def _shapes(add, randn):
    mask = [True, False, True, False]
    add("squeeze", torch.squeeze, randn(3, 1))
    add("squeeze_dim", lambda a: a.squeeze(1), randn(3, 1, 2), args=[1])
    add("unsqueeze", lambda a: a.unsqueeze(1), randn(3), args=[1])
    add("view", lambda a: a.view(2, 6), randn(3, 4), args=[2, 6])
    add("flatten", torch.flatten, randn(3, 4))
    add("t", torch.t, randn(3, 4))
    add("transpose", lambda a: a.transpose(0, 2), randn(2, 3, 4), args=[0, 2])
    add("permute", lambda a: a.permute(2, 0, 1), randn(2, 3, 4), args=[2, 0, 1])
    add("expand", lambda a: a.expand(5, 3), randn(1, 3), args=[5, 3])
    add("narrow", lambda a: a[1:3], randn(4, 2), args=[1, 3])
    add("select", lambda a: a[:, 1], randn(4, 3), args=[1])
    add("where", lambda a, b: torch.where(torch.tensor(mask), a, b), randn(4), randn(4), args=mask)
    add("masked_fill", lambda a: a.masked_fill(torch.tensor(mask), 0.0), randn(4), args=mask)


def _composed(add, randn):
    add("cumsum", lambda a: a.cumsum(0), randn(5))
    add("norm", torch.norm, randn(3, 4))
    add("prod", torch.prod, randn(5))
    add("detach_mul", lambda a: a * a.detach(), randn(4), note="a * stop_gradient(a)")
    add("reuse", lambda a: a * a + a, randn(4))
    add("chain", lambda x, w: torch.tanh(x @ w).pow(2).mean(), randn(3, 4), randn(4, 2))
    add("softmax_gather_log",
        lambda a: a.softmax(-1).gather(1, torch.tensor([[1], [0], [3]])).log().mean(), randn(3, 4))
    lower = randn(3, 3).tril() * 0.3 + 1.5 * torch.eye(3)
    add("triangular_solve_lower",
        lambda a, b: torch.linalg.solve_triangular(a, b, upper=False), lower, randn(3, 2))
    a = randn(3, 3)
    add("cholesky", torch.linalg.cholesky, a @ a.T + torch.eye(3))


def autograd(offset):
    torch.manual_seed(700 + offset)
    return {
        "source": source("torch autograd", "autograd.py"),
        "tolerance": "1e-6 rel + 1e-7 abs",
        "note": "loss=(output*upstream).sum(); every tensor is {shape,data row-major}; grads in order of inputs",
        "cases": _cases(),
    }
