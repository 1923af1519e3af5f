"""The two kinds of network in the references."""

import math

import torch
from torch import nn


class FeedForwardNN(nn.Module):
    """Three linear layers with ReLU between them, PyTorch's default initialisation."""

    def __init__(self, inputs, outputs, hidden=64):
        super().__init__()
        self.layer1 = nn.Linear(inputs, hidden)
        self.layer2 = nn.Linear(hidden, hidden)
        self.layer3 = nn.Linear(hidden, outputs)

    def forward(self, x):
        x = torch.relu(self.layer1(x))
        x = torch.relu(self.layer2(x))
        return self.layer3(x)


def orthogonal(inputs, outputs, gain):
    """Linear layer, orthogonal weight, zero bias. The default initialisation is drawn first and overwritten."""
    layer = nn.Linear(inputs, outputs)
    nn.init.orthogonal_(layer.weight, gain)
    nn.init.zeros_(layer.bias)
    return layer


def _tanh_network(inputs, outputs, hidden, last_gain):
    root2 = math.sqrt(2)
    return nn.Sequential(
        orthogonal(inputs, hidden, root2), nn.Tanh(),
        orthogonal(hidden, hidden, root2), nn.Tanh(),
        orthogonal(hidden, outputs, last_gain))


class ContinuousAgent(nn.Module):
    """CleanRL's continuous agent: critic drawn before actor, one log standard deviation an action, state-free."""

    def __init__(self, obs_dim, act_dim, hidden=64):
        super().__init__()
        self.critic = _tanh_network(obs_dim, 1, hidden, 1.0)
        self.actor_mean = _tanh_network(obs_dim, act_dim, hidden, 0.01)
        self.actor_logstd = nn.Parameter(torch.zeros(1, act_dim))

    def distribution(self, obs):
        mean = self.actor_mean(obs)
        return torch.distributions.Normal(mean, self.actor_logstd.expand_as(mean).exp())
