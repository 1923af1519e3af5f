"""A2C on CartPole-v0 in PyTorch, with the settings of `./rl bench a2c-16x5x256`: 16 environments, 5 steps an update, one
hidden layer of 256, no tests.

The environments are NumPy code that steps all of them at once, which is faster than Gymnasium. Prints the row of
`./rl bench` for the loop's speed:

    python3 bench/peers/a2c_pytorch.py --total-timesteps 80000
"""

import argparse
import time

import numpy as np
import torch
from torch import nn

from ppo_pytorch import CartPole, row

ENVS, STEPS, HIDDEN, GAMMA, ENTROPY = 16, 5, 256, 0.99, 0.001


class CartPoleV0(CartPole):
    limit = 200


def network(outputs):
    return nn.Sequential(nn.Linear(CartPole.obs_dim, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, outputs))


def train(total):
    env = CartPoleV0(ENVS, np.random.default_rng(1))
    critic, actor = network(1), network(CartPole.act_dim)
    adam = torch.optim.Adam([*critic.parameters(), *actor.parameters()], 1e-3)
    obs, marks = torch.from_numpy(env.obs()), []
    for update in range(total // (ENVS * STEPS)):
        logprobs, values, rewards, masks, entropy = [], [], [], [], 0
        for _ in range(STEPS):
            dist = torch.distributions.Categorical(logits=actor(obs))
            action = dist.sample()
            values.append(critic(obs)[:, 0])
            logprobs.append(dist.log_prob(action))
            entropy = entropy + dist.entropy().mean()
            following, reward, over = env.step(action.numpy())
            obs = torch.from_numpy(following)
            rewards.append(torch.from_numpy(reward.astype(np.float32)))
            masks.append(torch.from_numpy(1 - over))
        with torch.no_grad():
            last, returns = critic(obs)[:, 0], []
            for reward, mask in zip(reversed(rewards), reversed(masks)):
                last = reward + GAMMA * last * mask
                returns.insert(0, last)
        advantage = torch.cat(returns) - torch.cat(values)
        loss = (-(torch.cat(logprobs) * advantage.detach()).mean() + 0.5 * advantage.pow(2).mean()
                - ENTROPY * entropy / STEPS)
        adam.zero_grad()
        loss.backward()
        adam.step()
        if update % 100 == 99:
            marks.append(time.perf_counter())
    return sorted(100 * ENVS * STEPS / (b - a) for a, b in zip(marks, marks[1:]))  # the first hundred warm up


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--total-timesteps", type=int, default=80000)
    arguments.add_argument("--threads", type=int, default=1)
    given = arguments.parse_args()
    torch.set_num_threads(given.threads)
    torch.manual_seed(1)
    row("a2c-16x5x256", given.threads, "env steps per second", train(given.total_timesteps))


if __name__ == "__main__":
    main()
