"""Values and gradients of distributions and losses; loss = sum(output*upstream)."""

import torch
from torch.distributions import Categorical, MultivariateNormal, Normal, kl_divergence
from torch.nn import functional as F

from common import floats, source, tensor


def differentiate(function, inputs):
    """Inputs, output, the upstream gradient (drawn, or 1 for a scalar output) and the gradients of the inputs."""
    inputs = [t.detach().clone().requires_grad_() for t in inputs]
    output = function(*inputs)
    upstream = torch.randn(output.shape) if output.dim() else torch.tensor(1.0)
    (output * upstream).sum().backward()
    return {
        "inputs": [tensor(t) for t in inputs],
        "output": tensor(output),
        "upstream": tensor(upstream),
        "grads": [tensor(t.grad) for t in inputs],
    }


def _described(text, entry):
    return dict(entry, inputs_are=text)


def _std(*shape, spread=0.5):
    return (spread * torch.randn(*shape)).exp()


def _losses():
    x = torch.randn(5, 4) * 3
    entries = {
        "softmax": differentiate(lambda t: t.softmax(-1), [x]),
        "log_softmax": differentiate(lambda t: t.log_softmax(-1), [x]),
        "softmax_large": differentiate(
            lambda t: t.softmax(-1), [torch.tensor([[1000.0, 999.0, -1000.0], [-1e4, -1e4, -1e4]])]),
        "log_softmax_large": differentiate(
            lambda t: t.log_softmax(-1), [torch.tensor([[1000.0, 999.0, -1000.0], [80.0, -80.0, 0.0]])]),
        "logsumexp": differentiate(lambda t: t.logsumexp(-1), [x]),
        "mse": differentiate(F.mse_loss, [torch.randn(5, 2), torch.randn(5, 2)]),
        "mse_broadcast_5x1_vs_5": dict(
            differentiate(F.mse_loss, [torch.randn(5, 1), torch.randn(5)]),
            note="torch broadcasts (5,1) against (5) to 5x5 (a known trap, only a warning)"),
        "smooth_l1": differentiate(F.smooth_l1_loss, [torch.randn(6) * 2, torch.randn(6)]),
    }
    return entries


def _categorical():
    actions = torch.tensor([0, 3, 1, 2, 2])
    logits = torch.randn(5, 4) * 2
    probs = logits.softmax(-1)

    def log_prob(**kind):
        return Categorical(**kind).log_prob(actions)

    entries = {
        "actions": actions.tolist(),
        "categorical_logits_log_prob": differentiate(lambda t: log_prob(logits=t), [logits]),
        "categorical_logits_entropy": differentiate(lambda t: Categorical(logits=t).entropy(), [logits]),
        "categorical_probs_log_prob": dict(
            differentiate(lambda t: log_prob(probs=t), [probs]),
            note="probs are normalised first (p/p.sum), log of clamp(p, eps, 1-eps), eps=1.1920929e-07"),
        "categorical_probs_entropy": differentiate(lambda t: Categorical(probs=t).entropy(), [probs]),
        "categorical_probs_unnormalised_log_prob": differentiate(lambda t: log_prob(probs=t), [probs * 3]),
    }
    extreme = [[1.0, 0.0], [0.5, 0.5], [1e-09, 1.0]]
    certain = Categorical(torch.tensor(extreme))
    entries["categorical_probs_extreme"] = {
        "probs": extreme,
        "log_prob_0": floats(certain.log_prob(torch.tensor([0, 0, 0]))),
        "log_prob_1": floats(certain.log_prob(torch.tensor([1, 1, 1]))),
        "entropy": floats(certain.entropy()),
    }
    return entries


def _normal():
    value = torch.randn(5, 2)
    return {
        "normal_log_prob": _described("mean, std, value", differentiate(
            lambda mean, std, v: Normal(mean, std).log_prob(v), [torch.randn(5, 2), _std(5, 2), value])),
        "normal_log_prob_logstd": _described("mean(5,2), logstd(1,2) expanded, value", differentiate(
            lambda mean, logstd, v: Normal(mean, logstd.expand_as(mean).exp()).log_prob(v).sum(1),
            [torch.randn(5, 2), torch.randn(1, 2) * 0.3, value])),
        "normal_entropy": _described("std", differentiate(
            lambda std: Normal(torch.zeros(5, 2), std).entropy(), [_std(5, 2)])),
    }


def _multivariate():
    entries = {}
    for n in (1, 2, 3):
        covariance = torch.eye(n) * 0.5
        name = "mvn_%dd_cov0.5I_" % n
        entries[name + "log_prob"] = _described("mean, value", differentiate(
            lambda mean, v: MultivariateNormal(mean, covariance).log_prob(v), [torch.randn(6, n), torch.randn(6, n)]))
        entries[name + "entropy"] = MultivariateNormal(torch.zeros(n), covariance).entropy().item()
    a = torch.randn(3, 3)
    covariance = a @ a.T * 0.3 + 0.2 * torch.eye(3)
    entries["mvn_3d_full_log_prob"] = _described("mean(6,3), cov(3,3), value(6,3)", differentiate(
        lambda mean, cov, v: MultivariateNormal(mean, cov).log_prob(v),
        [torch.randn(6, 3), covariance, torch.randn(6, 3)]))
    entries["mvn_3d_full_entropy"] = _described("cov", differentiate(
        lambda cov: MultivariateNormal(torch.zeros(3), cov).entropy(), [covariance]))
    entries["mvn_3d_full_cholesky"] = tensor(torch.linalg.cholesky(covariance))
    return entries


def _divergences():
    return {
        "kl_categorical": differentiate(
            lambda p, q: kl_divergence(Categorical(logits=p), Categorical(logits=q)),
            [torch.randn(5, 4), torch.randn(5, 4)]),
        "kl_normal": _described("mean1,std1,mean2,std2", differentiate(
            lambda m1, s1, m2, s2: kl_divergence(Normal(m1, s1), Normal(m2, s2)),
            [torch.randn(5), _std(5, spread=0.3), torch.randn(5), _std(5, spread=0.3)])),
    }


def distributions(offset):
    torch.manual_seed(600 + offset)
    content = {
        "source": source("torch.distributions, torch.nn.functional", "distributions.py"),
        "tolerance": "1e-6 rel + 1e-7 abs (full covariance gradient 1e-5)",
    }
    for part in (_losses, _categorical, _normal, _multivariate, _divergences):
        content.update(part())
    return content
