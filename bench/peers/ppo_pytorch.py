"""PPO on Pendulum-v1 or CartPole-v1 in PyTorch, with the settings of a program of `./rl bench`.

The environments are NumPy code that steps all of them at once, which is faster than Gymnasium; the rest is what one
writes in PyTorch: a graph for each minibatch, one Adam, no compilation.

Prints the rows of `./rl bench` for the loop's speed:

    python3 bench/peers/ppo_pytorch.py pendulum-ppo-4x1024 --total-timesteps 20480
"""

import argparse
import time

import numpy as np
import torch
from torch import nn


class Pendulum:
    """Gymnasium's Pendulum-v1, n of them."""

    obs_dim, act_dim, limit, discrete = 3, 1, 200, False

    def __init__(self, n, rng):
        self.rng, self.state, self.t = rng, np.zeros((n, 2)), 0
        self.reset()

    def reset(self):
        self.state[:] = self.rng.uniform([-np.pi, -1], [np.pi, 1], self.state.shape)
        self.t = 0
        return self.obs()

    def obs(self):
        theta, speed = self.state.T
        return np.stack([np.cos(theta), np.sin(theta), speed], 1).astype(np.float32)

    def step(self, action):
        theta, speed = self.state.T
        torque = np.clip(action[:, 0], -2, 2)
        angle = (theta + np.pi) % (2 * np.pi) - np.pi
        reward = -(angle**2 + 0.1 * speed**2 + 0.001 * torque**2)
        speed = np.clip(speed + (15 * np.sin(theta) + 3 * torque) * 0.05, -8, 8)
        self.state[:, 0], self.state[:, 1] = theta + speed * 0.05, speed
        self.t += 1
        cut = self.t == self.limit
        done = np.full(len(theta), float(cut), np.float32)
        return (self.reset() if cut else self.obs()), reward, done


class CartPole:
    """Gymnasium's CartPole-v1, n of them."""

    obs_dim, act_dim, limit, discrete = 4, 2, 500, True

    def __init__(self, n, rng):
        self.rng, self.state, self.t = rng, rng.uniform(-0.05, 0.05, (n, 4)), np.zeros(n, int)

    def obs(self):
        return self.state.astype(np.float32)

    def step(self, action):
        x, v, theta, w = self.state.T
        force = np.where(action == 1, 10.0, -10.0)
        cos, sin = np.cos(theta), np.sin(theta)
        temp = (force + 0.05 * w**2 * sin) / 1.1
        angular = (9.8 * sin - cos * temp) / (0.5 * (4 / 3 - 0.1 * cos**2 / 1.1))
        linear = temp - 0.05 * angular * cos / 1.1
        self.state = np.stack([x + 0.02 * v, v + 0.02 * linear, theta + 0.02 * w, w + 0.02 * angular], 1)
        self.t += 1
        over = (np.abs(self.state[:, 0]) > 2.4) | (np.abs(self.state[:, 2]) > 12 * np.pi / 180) | (self.t >= self.limit)
        self.state[over] = self.rng.uniform(-0.05, 0.05, (over.sum(), 4))
        self.t[over] = 0
        return self.obs(), np.ones(len(over)), over.astype(np.float32)


PROGRAMS = {
    "pendulum-ppo-4x1024": dict(env=Pendulum, envs=4, steps=1024, minibatches=16, epochs=2, gamma=0.9, lr=1e-3, ent=0,
                                act=nn.ReLU),
    "cartpole-ppo-4x128": dict(env=CartPole, envs=4, steps=128, minibatches=4, epochs=4, gamma=0.99, lr=2.5e-4, ent=0.01,
                               act=nn.Tanh),
}


def network(sizes, act, gain):
    layers = []
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        last = i == len(sizes) - 2
        layer = nn.Linear(a, b)
        nn.init.orthogonal_(layer.weight, gain if last else 2**0.5)
        nn.init.zeros_(layer.bias)
        layers += [layer] if last else [layer, act()]
    return nn.Sequential(*layers)


class Agent(nn.Module):
    def __init__(self, env, act):
        super().__init__()
        self.discrete = env.discrete
        self.critic = network([env.obs_dim, 64, 64, 1], act, 1.0)
        self.actor = network([env.obs_dim, 64, 64, env.act_dim], act, 0.01)
        self.logstd = nn.Parameter(torch.zeros(1, env.act_dim))

    def forward(self, obs, action=None):
        out = self.actor(obs)
        if self.discrete:
            pi = torch.distributions.Categorical(logits=out)
            action = pi.sample() if action is None else action
            return action, pi.log_prob(action), pi.entropy(), self.critic(obs)[:, 0]
        pi = torch.distributions.Normal(out, self.logstd.exp().expand_as(out))
        action = pi.sample() if action is None else action
        return action, pi.log_prob(action).sum(1), pi.entropy().sum(1), self.critic(obs)[:, 0]


def train(name, total):
    p = PROGRAMS[name]
    env = p["env"](p["envs"], np.random.default_rng(1))
    agent = Agent(env, p["act"])
    adam = torch.optim.Adam(agent.parameters(), p["lr"], eps=1e-5)
    T, N = p["steps"], p["envs"]
    obs, done, marks = torch.from_numpy(env.obs()), torch.zeros(N), []
    for _ in range(total // (T * N)):
        rows = []
        for _ in range(T):
            with torch.no_grad():
                action, logprob, _, value = agent(obs)
            following, reward, over = env.step(action.numpy())
            rows.append((obs, action, logprob, torch.from_numpy(np.asarray(reward, np.float32)), value, done))
            obs, done = torch.from_numpy(following), torch.from_numpy(over)
        b_obs, b_act, b_logprob, b_rew, b_val, b_done = (torch.stack(column) for column in zip(*rows))
        with torch.no_grad():
            following, last, adv = agent.critic(obs)[:, 0], torch.zeros(N), torch.zeros(T, N)
            for t in reversed(range(T)):
                alive = 1 - (done if t == T - 1 else b_done[t + 1])
                next_value = following if t == T - 1 else b_val[t + 1]
                delta = b_rew[t] + p["gamma"] * next_value * alive - b_val[t]
                last = delta + p["gamma"] * 0.95 * alive * last
                adv[t] = last
        data = [x.reshape(T * N, *x.shape[2:]) for x in (b_obs, b_act, b_logprob, adv, b_val, adv + b_val)]
        for _ in range(p["epochs"]):
            for part in torch.randperm(T * N).chunk(p["minibatches"]):
                o, a, old, A, v, r = (x[part] for x in data)
                _, logprob, entropy, value = agent(o, a)
                ratio = (logprob - old).exp()
                A = (A - A.mean()) / (A.std() + 1e-8)
                policy_loss = torch.max(-A * ratio, -A * ratio.clamp(0.8, 1.2)).mean()
                clipped = v + (value - v).clamp(-0.2, 0.2)
                value_loss = 0.5 * torch.max((value - r) ** 2, (clipped - r) ** 2).mean()
                loss = policy_loss - p["ent"] * entropy.mean() + 0.5 * value_loss
                adam.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(agent.parameters(), 0.5)
                adam.step()
        marks.append(time.perf_counter())
    return sorted(T * N / (b - a) for a, b in zip(marks, marks[1:]))  # the first iteration warms up


def row(program, threads, figure, rates):
    """Prints what `./rl bench` prints for a figure."""
    print("benchmark,threads,figure,unit,median,least,most,samples")
    print(f"{program},{threads},PyTorch {torch.__version__} {figure},1/s,"
          f"{np.median(rates):.0f},{rates[0]:.0f},{rates[-1]:.0f},{len(rates)}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("program", choices=PROGRAMS)
    arguments.add_argument("--total-timesteps", type=int, default=20480)
    arguments.add_argument("--threads", type=int, default=1)
    given = arguments.parse_args()
    torch.set_num_threads(given.threads)
    torch.manual_seed(1)
    row(given.program, given.threads, "env steps per second", train(given.program, given.total_timesteps))


if __name__ == "__main__":
    main()
