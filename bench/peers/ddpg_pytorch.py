"""How many updates a second PyTorch does at the DDPG tutorial's size: batch 64, networks of 400 and 300 units.

    python3 bench/peers/ddpg_pytorch.py --threads 1

An update is what `./rl part4-ddpg` does after every step: draw a batch, compute targets without gradients, a step of the
critic's Adam with weight decay, a step of the actor's, and both target networks follow. The steps of the environment are
left out. Prints the row of `./rl bench`.
"""

import argparse
import copy
import random
import time

import torch
from torch import nn
from torch.nn import functional

from ppo_pytorch import row

BATCH, STATES, ACTIONS, HIDDEN, MEMORY = 64, 3, 1, (400, 300), 10000


class Actor(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(STATES, HIDDEN[0]), nn.Linear(*HIDDEN)
        self.fc3 = nn.Linear(HIDDEN[1], ACTIONS)

    def forward(self, state):
        return 2 * torch.tanh(self.fc3(functional.relu(self.fc2(functional.relu(self.fc1(state))))))


class Critic(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(STATES, HIDDEN[0]), nn.Linear(HIDDEN[0] + ACTIONS, HIDDEN[1])
        self.fc3 = nn.Linear(HIDDEN[1], 1)

    def forward(self, state, action):
        h = functional.relu(self.fc1(state))
        return self.fc3(functional.relu(self.fc2(torch.cat([h, action], dim=1))))


class Update:
    """The fast way to write it: columns in tensors, gathered by index; no gradients but those that are used."""

    def __init__(self):
        self.actor, self.critic = Actor(), Critic()
        self.actor_target, self.critic_target = copy.deepcopy(self.actor), copy.deepcopy(self.critic)
        self.actor_optimizer = torch.optim.Adam(self.actor.parameters(), lr=1e-4)
        self.critic_optimizer = torch.optim.Adam(self.critic.parameters(), lr=1e-3, weight_decay=1e-2)
        self.columns = [torch.randn(MEMORY, n) for n in (STATES, ACTIONS, STATES, 1)] + [torch.ones(MEMORY, 1)]

    def __call__(self):
        rows = torch.tensor(random.sample(range(MEMORY), BATCH))
        state, action, next_state, reward, not_done = (c[rows] for c in self.columns)
        with torch.no_grad():
            target = reward + 0.99 * not_done * self.critic_target(next_state, self.actor_target(next_state))
        self._step(self.critic_optimizer, functional.mse_loss(self.critic(state, action), target))
        self._step(self.actor_optimizer, -self.critic(state, self.actor(state)).mean())
        with torch.no_grad():
            for target_net, net in ((self.actor_target, self.actor), (self.critic_target, self.critic)):
                for follower, leader in zip(target_net.parameters(), net.parameters()):
                    follower.mul_(1 - 1e-3).add_(leader, alpha=1e-3)

    @staticmethod
    def _step(optimizer, loss):
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def measure(rounds, updates):
    update, rates = Update(), []
    for _ in range(50):
        update()
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(updates):
            update()
        rates.append(updates / (time.perf_counter() - start))
    return sorted(rates)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--updates", type=int, default=100, help="updates in a round")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    row("ddpg-64x400x300", args.threads, "updates per second", measure(args.rounds, args.updates))


if __name__ == "__main__":
    main()
