"""Initialisation, forward and backward passes of whole networks, and the weights behind the checksums."""

import math

import torch

from common import checksum, floats, gradients, named, parameters, source, tensor
from nets import ContinuousAgent, FeedForwardNN

TOLERANCE = "1e-6 relative + 1e-7 absolute for single float32 ops and small nets; 1e-5 rel after 10 Adam steps"
LOSS = "-(adv*logprob).mean()+0.5*((value-ret)^2).mean()-0.01*entropy.mean()"


def _brief(t):
    return checksum(t, 20)


def _listed_up_to(limit):
    return lambda t: tensor(t) if t.numel() <= limit else _brief(t)


def _linear(seed, inputs, outputs):
    torch.manual_seed(seed)
    layer = torch.nn.Linear(inputs, outputs)
    return {
        "seed": seed, "in": inputs, "out": outputs,
        "weight": _listed_up_to(200)(layer.weight),
        "bias": _listed_up_to(32)(layer.bias),
        "next_rand": torch.rand(1).item(),
        "bound": 1 / math.sqrt(inputs),
    }


def _orthogonal(seed, rows, cols, gain):
    torch.manual_seed(seed)
    normal = torch.randn(rows, cols)
    torch.manual_seed(seed)
    weight = torch.nn.init.orthogonal_(torch.empty(rows, cols), gain)
    write = _listed_up_to(200)
    return {
        "seed": seed, "rows": rows, "cols": cols, "gain": gain,
        "normal_matrix": write(normal), "weight": write(weight),
        "next_rand": torch.rand(1).item(),
    }


def _agent_h64(seed):
    torch.manual_seed(seed)
    agent = ContinuousAgent(3, 1)
    return {
        "seed": seed,
        "note": "construction order: critic layers, then actor_mean layers; every linear layer first draws its "
                "default weight and bias, then its orthogonal weight draws rows*cols normals",
        "params": named(parameters(agent), _brief),
        "next_rand": torch.rand(1).item(),
    }


def _seeded(seed, build, write):
    torch.manual_seed(seed)
    return {"seed": seed, "params": named(parameters(build()), write)}


def init(offset):
    seeds = [1 + offset, 2 + offset]
    sizes = [(3, 8), (8, 8), (8, 1), (1, 1), (3, 64), (64, 64), (4, 400)]
    root2 = math.sqrt(2)
    shapes = [(8, 3, root2), (8, 8, root2), (1, 8, 1.0), (2, 8, 0.01), (3, 8, 0.01),
              (64, 3, root2), (64, 64, root2), (1, 64, 0.01)]
    return {
        "source": source("torch.nn.Linear, torch.nn.init.orthogonal_", "nn.py"),
        "tolerance": "linear_default: exact or 1 ulp (uniform draws scaled in float64, rounded to float32). "
                     "orthogonal: 1e-6 abs (QR rounding) once the normal matrix agrees; the file also gives the normal "
                     "matrix",
        "linear_default": [_linear(s, i, o) for s in seeds for i, o in sizes],
        "orthogonal": [_orthogonal(s, r, c, g) for s in seeds for r, c, g in shapes],
        "feedforwardnn_3_64_64_1": [_seeded(s, lambda: FeedForwardNN(3, 1), _brief) for s in seeds],
        "cleanrl_agent_3_1_h64": [_agent_h64(s) for s in seeds],
        "cleanrl_agent_3_2_h8": [_seeded(s, lambda: ContinuousAgent(3, 2, 8), tensor) for s in seeds],
    }


def _feedforward(seed, hidden, write):
    torch.manual_seed(seed)
    network = FeedForwardNN(3, 1, hidden)
    x, target = torch.randn(6, 3), torch.randn(6, 1)
    output = network(x)
    loss = torch.nn.functional.mse_loss(output, target)
    loss.backward()
    return {
        "seed": seed, "in": 3, "out": 1, "hidden": hidden,
        "params": named(parameters(network), write),
        "x": tensor(x), "target": tensor(target), "output": tensor(output),
        "mse_loss": loss.item(),
        "grads": named(gradients(network), write),
    }


def _agent(seed, hidden, write):
    torch.manual_seed(seed)
    agent = ContinuousAgent(3, 2, hidden)
    with torch.no_grad():
        agent.actor_logstd.copy_(torch.tensor([[-0.3, 0.2]]))
    obs, actions, adv, ret = torch.randn(6, 3), torch.randn(6, 2), torch.randn(6), torch.randn(6)
    distribution = agent.distribution(obs)
    logprob = distribution.log_prob(actions).sum(1)
    entropy = distribution.entropy().sum(1)
    value = agent.critic(obs)
    loss = -(adv * logprob).mean() + 0.5 * ((value.view(-1) - ret) ** 2).mean() - 0.01 * entropy.mean()
    loss.backward()
    entry = {
        "seed": seed, "obs_dim": 3, "act_dim": 2, "hidden": hidden,
        "params": named(parameters(agent), write),
        "obs": tensor(obs), "actions": tensor(actions), "adv": floats(adv), "ret": floats(ret),
        "mean": tensor(distribution.mean), "logprob": floats(logprob), "entropy": floats(entropy),
        "value": tensor(value),
        "loss_def": LOSS, "loss": loss.item(),
        "grads": named(gradients(agent), write),
    }
    norm = torch.nn.utils.clip_grad_norm_(agent.parameters(), 0.5)
    entry["clip_grad_norm_0.5"] = {"total_norm": norm.item(), "grads_after": named(gradients(agent), write)}
    return entry


def nets(offset):
    wide = _feedforward(164 + offset, 64, _brief)
    wide["note"] = ("torch.manual_seed(seed); FeedForwardNN(3,1); x=torch.randn(6,3); target=torch.randn(6,1). "
                    "Parameters as checksums; in full in nn_weights64*.json")
    return {
        "source": source("torch.nn forward and backward", "nn.py"),
        "tolerance": TOLERANCE,
        "feedforward_h8": _feedforward(108 + offset, 8, tensor),
        "cleanrl_agent_h8": _agent(208 + offset, 8, tensor),
        "feedforward_h64": wide,
        "cleanrl_agent_h64": _agent(264 + offset, 64, _brief),
    }


def weights64(offset):
    torch.manual_seed(164 + offset)
    return {
        "source": source("full weights of nn_nets feedforward_h64", "nn.py"),
        "tolerance": "exact",
        "feedforward_h64_params": named(parameters(FeedForwardNN(3, 1))),
    }


def weights64_agent(offset):
    torch.manual_seed(264 + offset)
    params = parameters(ContinuousAgent(3, 2))

    def of(prefix):
        return named({name: p for name, p in params.items() if name.startswith(prefix)})

    return {
        "source": source("full weights of nn_nets cleanrl_agent_h64", "nn.py"),
        "tolerance": "exact",
        "cleanrl_agent_h64_actor_params (logstd then set to [-0.3,0.2])": of("actor_mean."),
        "cleanrl_agent_h64_critic_params": of("critic."),
    }
