"""Optimizers on given gradients, a small regression, and gradient clipping."""

import torch

from common import named, parameters, source, tensor
from nets import FeedForwardNN
from nn import TOLERANCE

SETTINGS = [
    ("adam_eps1e-8", "Adam", {"lr": 0.0003}),
    ("adam_eps1e-5", "Adam", {"lr": 0.00025, "eps": 1e-05}),
    ("adam_l2_1e-2", "Adam", {"lr": 0.001, "weight_decay": 0.01}),
    ("adam_lr0.005", "Adam", {"lr": 0.005}),
    ("adam_maximize", "Adam", {"lr": 0.00025, "maximize": True}),
    ("adam_betas", "Adam", {"lr": 0.001, "betas": [0.8, 0.95], "eps": 1e-06}),
    ("sgd", "SGD", {"lr": 0.05}),
    ("sgd_momentum", "SGD", {"lr": 0.05, "momentum": 0.9, "weight_decay": 0.001}),
    ("rmsprop", "RMSprop", {"lr": 0.0007, "alpha": 0.99, "eps": 1e-05}),
]


def _tensors(tensors):
    return [tensor(t) for t in tensors]


def _given_gradients(offset):
    torch.manual_seed(300 + offset)
    initial = [torch.randn(4, 3), torch.randn(5)]
    # Sizes from 0 to 10 and back: a zero gradient must keep the moments decaying, a large one must not overflow.
    gradients = [[torch.randn(4, 3) * 10.0 ** (step % 3 - 1), torch.randn(5) * 0.1 * (step % 4)]
                 for step in range(10)]
    entries = []
    for name, kind, kwargs in SETTINGS:
        params = [p.clone().requires_grad_() for p in initial]
        optimizer = getattr(torch.optim, kind)(params, **kwargs)
        entry = {
            "name": name, "class": kind, "kwargs": kwargs, "params0": _tensors(initial),
            "grads": "same as the first entry" if entries else [_tensors(step) for step in gradients],
        }
        for step, given in enumerate(gradients, start=1):
            for p, gradient in zip(params, given):
                p.grad = gradient.clone()
            optimizer.step()
            if step in (1, 2, 10):
                entry["after_%d" % step] = _tensors(params)
        if kind == "Adam":
            for moment in ("exp_avg", "exp_avg_sq"):
                entry[moment + "_10"] = _tensors(optimizer.state[p][moment] for p in params)
        entries.append(entry)
    return entries


def _train(initial, x, y, max_norm=None, **kwargs):
    network = FeedForwardNN(3, 1, 8)
    network.load_state_dict(initial)
    optimizer = torch.optim.Adam(network.parameters(), **kwargs)
    run, losses, norms = {}, [], []
    for step in range(1, 11):
        loss = torch.nn.functional.mse_loss(network(x), y)
        optimizer.zero_grad()
        loss.backward()
        if max_norm is not None:
            norms.append(torch.nn.utils.clip_grad_norm_(network.parameters(), max_norm).item())
        optimizer.step()
        losses.append(loss.item())
        if step in (1, 2, 10):
            run["params_after_%d" % step] = named(parameters(network))
    run["losses"] = losses
    if norms:
        run["grad_norms_before_clip"] = norms
    return run


def _regression(offset):
    torch.manual_seed(400 + offset)
    network = FeedForwardNN(3, 1, 8)
    x, y = torch.randn(16, 3), torch.randn(16, 1) * 2
    initial = {name: t.clone() for name, t in network.state_dict().items()}
    return {
        "x": tensor(x), "y": tensor(y), "params0": named(initial),
        "runs": {
            "lr0.005_eps1e-8": _train(initial, x, y, lr=0.005),
            "lr3e-4_eps1e-5_clip0.5": _train(initial, x, y, max_norm=0.5, lr=3e-4, eps=1e-5),
            "lr1e-3_wd1e-2": _train(initial, x, y, lr=1e-3, weight_decay=1e-2),
        },
    }


def _clipping(offset):
    torch.manual_seed(500 + offset)
    entries = []
    for max_norm in (0.5, 1.0, 100.0):
        params = [torch.zeros(3, 2, requires_grad=True), torch.zeros(4, requires_grad=True)]
        for p in params:
            p.grad = torch.randn(p.shape)
        before = _tensors(p.grad for p in params)
        norm = torch.nn.utils.clip_grad_norm_(params, max_norm)
        entries.append({"max_norm": max_norm, "grads": before, "total_norm": norm.item(),
                        "after": _tensors(p.grad for p in params)})
    return entries


def optim(offset):
    return {
        "source": source("torch.optim, torch.nn.utils.clip_grad_norm_", "optim.py"),
        "tolerance": TOLERANCE,
        "given_gradients": _given_gradients(offset),
        "train_ffnn_h8": _regression(offset),
        "clip_grad_norm": _clipping(offset),
        "note": "torch's Adam: step_size=lr/bias_corr1; denom=sqrt(v)/sqrt(bias_corr2)+eps; weight_decay is L2 added "
                "to the gradient (not AdamW); maximize negates the gradient; clip coefficient "
                "min(1, max_norm/(norm+1e-6))",
    }
