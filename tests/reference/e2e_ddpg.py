"""The DDPG tutorial as a whole program on Pendulum: two episodes, an update a step.

Run as ``e2e_ddpg.py SEED_OFFSET`` it prints the bare run as JSON; the second run of the sensitivity measurement, which
needs other kernels and so another process, is made that way.
"""

import json
import os
import random
import subprocess
import sys

import gymnasium
import numpy as np
import torch

from common import checksum, distance, floats, named, source
from ddpg import Actor, Agent, Critic, OrnsteinUhlenbeck

HYPER = {"batch_size": 64, "gamma": 0.99, "tau": 0.001, "lr_actor": 0.0001, "lr_critic": 0.001, "weight_decay": 0.01,
         "epsilon": 1.0, "hidden": [400, 300]}
EPISODES = 2
FIRST_STEPS = 20
NOTE = ("reference stores done=terminated|truncated (old gym 4-tuple), so truncation at 200 is treated as terminal; the "
        "OU process is never reset between episodes; the deque is a plain list here (random.sample draws the same "
        "indices); construction order actor, critic")


class Program:
    """The tutorial's main program, its environment seeded at the first reset."""

    def __init__(self, seed):
        random.seed(seed)
        np.random.seed(seed)
        torch.manual_seed(seed)
        self.next_reset_seed = seed
        self.env = gymnasium.make("Pendulum-v1")
        states, actions = self.env.observation_space.shape[0], self.env.action_space.shape[0]
        hidden = tuple(HYPER["hidden"])
        self.agent = Agent(Actor(states, actions, hidden), Critic(states, actions, hidden), HYPER["tau"],
                           HYPER["gamma"], HYPER["lr_actor"], HYPER["lr_critic"], HYPER["weight_decay"])
        self.noise = OrnsteinUhlenbeck(actions)
        self.memory, self.updates = [], 0
        self.reset_obs, self.first_steps = None, []

    def weights(self, *names):
        nets = self.agent.nets()
        return named({name + "." + p: value for name in names for p, value in nets[name].named_parameters()},
                     lambda t: checksum(t, 8))

    def episode(self):
        obs, _ = self.env.reset(seed=self.next_reset_seed)
        self.next_reset_seed = None
        self.reset_obs = self.reset_obs or floats(obs)
        total, steps, losses, done = 0.0, 0, [], False
        while not done:
            action = self._act(obs)
            next_obs, reward, terminated, truncated, _ = self.env.step(action)
            done = terminated or truncated
            total += float(reward)
            steps += 1
            self.memory.append((obs, action, next_obs, reward, done))
            self._note(action, next_obs, reward, done)
            losses += self._train()
            obs = next_obs
        return {"total_reward": total, "steps": steps, "train": losses, "last_obs": floats(obs)}

    def _act(self, obs):
        with torch.no_grad():
            action = self.agent.actor(torch.tensor(obs, dtype=torch.float).reshape(1, -1))
            action += HYPER["epsilon"] * torch.tensor(self.noise.sample(), dtype=torch.float)
            return action.squeeze(0).numpy()

    def _note(self, action, obs, reward, done):
        if len(self.first_steps) < FIRST_STEPS:
            self.first_steps.append({"action": floats(action), "next_obs": floats(obs), "reward": float(reward),
                                     "done": bool(done)})

    def _train(self):
        """The losses, if this update's number is one of those that are written down."""
        if len(self.memory) < HYPER["batch_size"]:
            return []
        state, action, next_state, reward, done = zip(*random.sample(self.memory, HYPER["batch_size"]))
        columns = [torch.tensor(np.array(c), dtype=torch.float) for c in (state, action, next_state, reward)]
        found = self.agent.train(*columns, done)
        self.updates += 1
        if self.updates > 20 and self.updates % 20:
            return []
        return [{"k": self.updates, "critic_loss": found["critic_loss"], "actor_loss": found["actor_loss"]}]


def _run(offset):
    torch.set_num_threads(1)
    seed = 1 + offset
    program = Program(seed)
    content = {"seed": seed, "hyper": HYPER, "initial_weights": program.weights("actor", "critic")}
    content["iterations"] = {str(i): program.episode() for i in range(1, EPISODES + 1)}
    content.update(first_steps=program.first_steps, reset_obs=program.reset_obs,
                   weights_after=program.weights("actor", "critic", "actor_target"), note=NOTE)
    return content


def _sensitivity(run, offset):
    output = subprocess.run([sys.executable, os.path.abspath(__file__), str(offset)], check=True,
                            stdout=subprocess.PIPE, env=dict(os.environ, ATEN_CPU_CAPABILITY="default")).stdout
    other = json.loads(output)
    values = {"initial_weights": distance(run["initial_weights"], other["initial_weights"]),
              "first_20_steps": distance(run["first_steps"], other["first_steps"])}
    for i, iteration in run["iterations"].items():
        values["iteration_" + i] = distance(iteration, other["iterations"][i])
    values.update(scalars=0.0, weights_after=distance(run["weights_after"], other["weights_after"]))
    return {"what": "largest |a-b|/(1+|a|) between this run (AVX2 kernels) and the same program with "
                    "ATEN_CPU_CAPABILITY=default (scalar libm kernels, no FMA); a re-implementation that only differs "
                    "by float rounding should stay within about 10-50x of these", "values": values}


def pendulum(offset):
    content = {"source": source("DDPG seed document (literal, gymnasium API, env seeded)", "e2e_ddpg.py"),
               "tolerance": "see 'sensitivity'"}
    content.update(_run(offset))
    content["sensitivity"] = _sensitivity(content, offset)
    return content


if __name__ == "__main__":
    json.dump(_run(int(sys.argv[1])), sys.stdout)
