"""The DDPG tutorial's noise, networks and update, and what they give on inputs of our own."""

import copy
import random

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from common import checksum, floats, gradients, named, parameters, source, tensor

SETTINGS = {"gamma": 0.99, "lr_actor": 0.0001, "lr_critic": 0.001, "weight_decay_critic": 0.01}
STEPS = 3
BATCH = 10
INIT_NOTE = ("np.random.seed(seed); torch.manual_seed(seed); Actor then Critic built as in the seed document with hidden "
             "8/6 (numpy uniform +-1/sqrt(out_features) for fc1, fc2 weights; torch uniform_ for fc3 weight and default "
             "biases); %stargets = copy + 0.05*randn")
UPDATE_NOTE = ("target q values are NOT detached in the seed code but target nets' gradients are never used; "
               "actor_loss.backward() leaves gradient in critic, cleared by the next zero_grad")


def _fan_out(weight):
    """The tutorial's mistake: the first length of a (out, in) weight is the number of outputs."""
    bound = 1 / np.sqrt(weight.shape[0])
    return torch.tensor(np.random.uniform(-bound, bound, size=tuple(weight.shape)), dtype=torch.float)


class _Network(nn.Module):
    """Three layers, PyTorch's defaults first, then the hidden weights from NumPy's stream and the last from PyTorch's."""

    def __init__(self, sizes, last):
        super().__init__()
        for number, (inputs, outputs) in enumerate(sizes, start=1):
            setattr(self, "fc%d" % number, nn.Linear(inputs, outputs))
        for layer in (self.fc1, self.fc2):
            layer.weight.data = _fan_out(layer.weight)
        self.fc3.weight.data.uniform_(-last, last)


class Actor(_Network):
    def __init__(self, states, actions, hidden):
        super().__init__([(states, hidden[0]), hidden, (hidden[1], actions)], 3e-3)

    def forward(self, state):
        return torch.tanh(self.fc3(functional.relu(self.fc2(functional.relu(self.fc1(state))))))


class Critic(_Network):
    def __init__(self, states, actions, hidden):
        super().__init__([(states, hidden[0]), (hidden[0] + actions, hidden[1]), (hidden[1], 1)], 3e-4)

    def forward(self, state, action):
        h = functional.relu(self.fc1(state))
        return self.fc3(functional.relu(self.fc2(torch.cat([h, action], dim=1))))


class OrnsteinUhlenbeck:
    """x drifts back to mu and is pushed by NumPy's legacy normals; sigma may fall in a straight line."""

    def __init__(self, size, theta=0.15, mu=0.0, sigma=0.2, dt=1e-2, x0=None, sigma_min=None, n_steps_annealing=1000):
        self.theta, self.mu, self.sigma, self.dt = theta, mu, sigma, dt
        self.x = np.zeros(size) if x0 is None else np.array(x0)
        self.lowest = sigma if sigma_min is None else sigma_min
        self.slope = 0 if sigma_min is None else -float(sigma - sigma_min) / float(n_steps_annealing)
        self.steps = 0

    def sample(self, normals=None):
        """@param normals: receives the normals drawn"""
        sigma = max(self.lowest, self.slope * float(self.steps) + self.sigma)
        normal = np.random.normal(size=self.x.shape)
        self.x = self.x + self.theta * (self.mu - self.x) * self.dt + sigma * np.sqrt(self.dt) * normal
        self.steps += 1
        if normals is not None:
            normals.append(floats(normal))
        return self.x


def soft_update(target, source_parameters, tau):
    for follower, leader in zip(target, source_parameters):
        follower.data.copy_(follower.data * (1.0 - tau) + leader.data * tau)


class Agent:
    """Four networks, two optimizers, and the update, with the gradients as the tutorial leaves them."""

    def __init__(self, actor, critic, tau, gamma, lr_actor, lr_critic, weight_decay_critic):
        self.actor, self.critic, self.tau, self.gamma = actor, critic, tau, gamma
        self.actor_target, self.critic_target = copy.deepcopy(actor), copy.deepcopy(critic)
        self.actor_optimizer = torch.optim.Adam(actor.parameters(), lr=lr_actor)
        self.critic_optimizer = torch.optim.Adam(critic.parameters(), lr=lr_critic, weight_decay=weight_decay_critic)

    def nets(self):
        return {name: getattr(self, name) for name in ("actor", "critic", "actor_target", "critic_target")}

    def train(self, state, action, next_state, reward, done):
        """One update; returns everything it computed on the way."""
        reward = reward.reshape(-1, 1)
        not_done = torch.tensor([not d for d in done], dtype=torch.float).reshape(-1, 1)
        values = self.critic(state, action)
        next_values = self.critic_target(next_state, self.actor_target(next_state))
        targets = reward + self.gamma * next_values * not_done
        critic_loss = functional.mse_loss(values, targets)
        self.critic_optimizer.zero_grad()
        critic_loss.backward()
        critic_gradients = gradients(self.critic)
        self.critic_optimizer.step()

        actor_loss = -self.critic(state, self.actor(state)).mean()
        self.actor_optimizer.zero_grad()
        actor_loss.backward()
        actor_gradients = gradients(self.actor)
        self.actor_optimizer.step()

        soft_update(self.actor_target.parameters(), self.actor.parameters(), self.tau)
        soft_update(self.critic_target.parameters(), self.critic.parameters(), self.tau)
        return {"qvalue": values, "next_qvalue": next_values, "target_qvalue": targets,
                "critic_loss": critic_loss.item(), "critic_grads": critic_gradients,
                "actor_loss": actor_loss.item(), "actor_grads": actor_gradients}


def _noise(offset):
    entries = []
    for params in ({"size": 1}, {"size": 2, "theta": 0.3, "mu": 0.5, "sigma": 0.4, "dt": 0.05},
                   {"size": 1, "sigma": 0.3, "sigma_min": 0.05, "n_steps_annealing": 20}, {"size": 1, "x0": [1.5]}):
        np.random.seed(5 + offset)
        process, normals = OrnsteinUhlenbeck(**params), []
        x = [floats(process.sample(normals)) for _ in range(40)]
        entries.append({"params": params, "numpy_seed": 5 + offset, "normals": normals, "x": x})
    return entries


def _seeded(seed, states, actions, hidden):
    np.random.seed(seed)
    torch.manual_seed(seed)
    return Actor(states, actions, hidden), Critic(states, actions, hidden)


def _update(seed, states, actions, tau, widened):
    """Three updates of small networks. Their last layers are almost zero; `widened` ones make larger losses."""
    actor, critic = _seeded(seed, states, actions, (8, 6))
    if widened:
        actor.fc3.weight.data *= 100
        critic.fc3.weight.data *= 1000
    agent = Agent(actor, critic, tau, **SETTINGS)
    for target in (agent.actor_target, agent.critic_target):
        for p in target.parameters():
            p.data.add_(0.05 * torch.randn_like(p))
    entry = {"seed": seed, "init": INIT_NOTE % ("then actor.fc3.weight*=100, critic.fc3.weight*=1000; " if widened else ""),
             "gamma": SETTINGS["gamma"], "tau": tau}
    entry.update({name: SETTINGS[name] for name in ("lr_actor", "lr_critic", "weight_decay_critic")})
    entry.update({name + "0": named(parameters(net)) for name, net in agent.nets().items()})
    entry["steps"] = [_step(agent, states, actions) for _ in range(STEPS)]
    entry["note"] = UPDATE_NOTE
    return entry


def _step(agent, states, actions):
    state, action = torch.randn(BATCH, states), torch.rand(BATCH, actions) * 2 - 1
    next_state, reward = torch.randn(BATCH, states), torch.randn(BATCH)
    done = (torch.rand(BATCH) < 0.3).tolist()
    found = agent.train(state, action, next_state, reward, done)
    step = {"state": tensor(state), "action": tensor(action), "next_state": tensor(next_state),
            "reward": floats(reward), "done": done}
    for name, value in found.items():
        step[name] = named(value) if isinstance(value, dict) else \
            floats(value.reshape(-1)) if isinstance(value, torch.Tensor) else value
    step.update({name: named(parameters(net)) for name, net in agent.nets().items()})
    return step


def _soft_updates():
    """On PyTorch's stream as it stands behind the updates."""
    entries = []
    for tau in (0.001, 0.05, 1.0):
        target, leader = torch.randn(5), torch.randn(5)
        before = floats(target)
        soft_update([target], [leader], tau)
        entries.append({"tau": tau, "target": before, "source": floats(leader), "new_target": floats(target)})
    return entries


def _actions(offset):
    np.random.seed(31 + offset)
    torch.manual_seed(31 + offset)
    actor, noise = Actor(3, 1, (8, 6)), OrnsteinUhlenbeck(1)
    states = np.random.RandomState(3 + offset).randn(10, 3).astype(np.float32)
    actions = []
    for state in states:
        action = actor(torch.tensor(state).reshape(1, -1))
        action = action + torch.tensor(noise.sample(), dtype=torch.float)
        actions.append(floats(action.reshape(-1)))
    return {"seed": 31 + offset, "actor": named(parameters(actor)), "epsilon": 1.0, "states": floats(states),
            "actions": actions, "note": "np.random is consumed first by init_weight(fc1), init_weight(fc2), then one "
                                        "legacy normal per action"}


def _indices(offset):
    random.seed(41 + offset)
    return {"python_seed": 41 + offset, "len": 500, "batch_size": 64,
            "three_batches": [random.sample(range(500), 64) for _ in range(3)]}


def _full_size(offset):
    actor, critic = _seeded(1 + offset, 3, 1, (400, 300))

    def brief(t):
        return checksum(t, 20)

    return {"seed": 1 + offset, "actor": named(parameters(actor), brief), "critic": named(parameters(critic), brief)}


def parts(offset):
    updates = [_update(21 + offset, 3, 1, 0.001, False), _update(22 + offset, 4, 2, 0.05, True)]
    return {"source": source("literal DDPG seed document code (hidden sizes 8/6)", "ddpg.py"),
            "tolerance": "OU 1e-14; nets 1e-6 rel + 1e-7 abs",
            "ou": _noise(offset), "soft_update": _soft_updates(), "train_step": updates,
            "get_action": _actions(offset), "replay_sample_indices": _indices(offset),
            "full_size_init": _full_size(offset)}
