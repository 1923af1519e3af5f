"""The PPO tutorial as a whole program on Pendulum: three iterations, every number that matters written down.

Run as ``e2e_ppo.py main|tutorial SEED_OFFSET`` it prints the bare run as JSON; the second run of the
sensitivity measurement, which needs other kernels and so another process, is made that way.
"""

import json
import os
import subprocess
import sys

import gymnasium
import numpy as np
import torch
from torch.distributions import MultivariateNormal

from common import checksum, distance, floats, named, source
from losses import ppo_losses
from nets import FeedForwardNN
from returns import rewards_to_go

NAMES = ("timesteps_per_batch", "max_timesteps_per_episode", "n_updates_per_iteration", "lr", "gamma", "clip")
VARIANTS = {"main": (2048, 200, 10, 0.0003, 0.99, 0.2), "tutorial": (4800, 1600, 5, 0.005, 0.95, 0.2)}
ITERATIONS = 3
FIRST_STEPS = 20


def _brief(t):
    return checksum(t, 8)


class Program:
    """Actor, critic, one Adam each, and an environment whose first reset alone is seeded."""

    def __init__(self, variant, seed):
        self.settings = dict(zip(NAMES, VARIANTS[variant]))
        self.next_reset_seed = seed
        torch.manual_seed(seed)
        self.env = gymnasium.make("Pendulum-v1")
        observations, actions = self.env.observation_space.shape[0], self.env.action_space.shape[0]
        self.actor, self.critic = FeedForwardNN(observations, actions), FeedForwardNN(observations, 1)
        lr = self.settings["lr"]
        self.actor_optimizer = torch.optim.Adam(self.actor.parameters(), lr=lr)
        self.critic_optimizer = torch.optim.Adam(self.critic.parameters(), lr=lr)
        self.covariance = torch.diag(torch.full((actions,), 0.5))
        self.reset_obs, self.first_steps = None, []

    def weights(self):
        both = {"actor." + name: p for name, p in self.actor.named_parameters()}
        both.update({"critic." + name: p for name, p in self.critic.named_parameters()})
        return named(both, _brief)

    def _reset(self):
        obs, _ = self.env.reset(seed=self.next_reset_seed)
        self.next_reset_seed = None
        if self.reset_obs is None:
            self.reset_obs = floats(obs)
        return obs

    @torch.no_grad()
    def _act(self, obs):
        # One observation at a time, not a batch of one: matrix-vector and matrix-matrix kernels round differently.
        policy = MultivariateNormal(self.actor(torch.tensor(obs, dtype=torch.float)), self.covariance)
        action = policy.sample()
        return action.numpy(), policy.log_prob(action).item()

    def _note(self, action, log_prob, obs, reward, done):
        if len(self.first_steps) < FIRST_STEPS:
            self.first_steps.append({"action": floats(action), "logprob": log_prob, "next_obs": floats(obs),
                                     "reward": float(reward), "done": bool(done)})

    def _rollout(self):
        """Whole episodes until the batch is full; the last one may run over."""
        observations, actions, log_probs, episodes = [], [], [], []
        while len(observations) < self.settings["timesteps_per_batch"]:
            obs, rewards, done = self._reset(), [], False
            while not done and len(rewards) < self.settings["max_timesteps_per_episode"]:
                observations.append(obs)
                action, log_prob = self._act(obs)
                obs, reward, terminated, truncated, _ = self.env.step(action)
                done = terminated or truncated
                actions.append(action)
                log_probs.append(log_prob)
                rewards.append(float(reward))
                self._note(action, log_prob, obs, reward, done)
            episodes.append(rewards)
        columns = (observations, actions, log_probs, rewards_to_go(episodes, self.settings["gamma"]))
        return [torch.tensor(np.array(c), dtype=torch.float) for c in columns], episodes

    def iterate(self):
        (obs, acts, log_probs, rtgs), episodes = self._rollout()
        values = self.critic(obs).squeeze().detach()
        advantages = rtgs - values
        advantages = (advantages - advantages.mean()) / (advantages.std() + 1e-10)
        arrays = {"obs": obs, "acts": acts, "log_probs": log_probs, "rtgs": rtgs,
                  "advantages_normalised": advantages, "V": values}
        rollout = {"n": len(obs), "batch_lens": [len(e) for e in episodes],
                   "episode_returns": [float(np.sum(e)) for e in episodes]}
        rollout.update(named(arrays, _brief))
        return {"rollout": rollout, "minibatches": [
            self._update(obs, acts, log_probs, rtgs, advantages)
            for _ in range(self.settings["n_updates_per_iteration"])]}

    def _update(self, obs, acts, old_log_probs, rtgs, advantages):
        """One pass over the whole batch; the two losses share no parameter."""
        log_probs = MultivariateNormal(self.actor(obs), self.covariance).log_prob(acts)
        actor_loss, critic_loss = ppo_losses(
            log_probs, old_log_probs, advantages, self.critic(obs).squeeze(), rtgs, self.settings["clip"])
        for optimizer, loss in ((self.actor_optimizer, actor_loss), (self.critic_optimizer, critic_loss)):
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        return {"actor_loss": actor_loss.item(), "critic_loss": critic_loss.item()}


def _run(variant, offset):
    torch.set_num_threads(1)
    seed = 1 + offset
    program = Program(variant, seed)
    content = {"seed": seed, "hyperparameters": program.settings, "initial_weights": program.weights()}
    content["iterations"] = {str(i): program.iterate() for i in range(1, ITERATIONS + 1)}
    content.update(first_steps=program.first_steps, reset_obs=program.reset_obs, weights_after=program.weights(),
                   cpu_capability=torch.__config__.show().split("CPU capability usage: ")[1].split("\n")[0])
    return content


def _sensitivity(run, variant, offset):
    output = subprocess.run([sys.executable, os.path.abspath(__file__), variant, str(offset)], check=True,
                            stdout=subprocess.PIPE, env=dict(os.environ, ATEN_CPU_CAPABILITY="default")).stdout
    other = json.loads(output)
    values = {"initial_weights": distance(run["initial_weights"], other["initial_weights"]),
              "first_20_steps": distance(run["first_steps"], other["first_steps"])}
    for i, iteration in run["iterations"].items():
        for part in ("rollout", "minibatches"):
            values["iteration_%s_%s" % (i, part)] = distance(iteration[part], other["iterations"][i][part])
    values["scalars"] = 0.0
    values["weights_after"] = distance(run["weights_after"], other["weights_after"])
    return {"what": "largest |a-b|/(1+|a|) between this run and the same program with ATEN_CPU_CAPABILITY=default "
                    "(scalar libm kernels, no FMA); an implementation that differs by float rounding alone should "
                    "stay within about 10-50x of these", "values": values}


def pendulum(variant, offset):
    content = {"source": source("the PPO tutorial on Pendulum-v1, %s hyper-parameters, first reset seeded, later "
                                "resets not, first %d iterations" % (variant, ITERATIONS), "e2e_ppo.py"),
               "tolerance": "see 'sensitivity'"}
    content.update(_run(variant, offset))
    content["sensitivity"] = _sensitivity(content, variant, offset)
    return content


if __name__ == "__main__":
    json.dump(_run(sys.argv[1], int(sys.argv[2])), sys.stdout)
