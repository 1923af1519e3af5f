"""The actor-critic tutorial: single updates on made-up numbers, and the whole program on CartPole.

Run as ``a2c.py SEED_OFFSET`` it prints the bare run of the program as JSON; the second run of the sensitivity
measurement, which needs other kernels and so another process, is made that way.
"""

import json
import os
import subprocess
import sys

import torch
from torch import nn
from torch.distributions import Categorical

from common import checksum, distance, floats, gradients, named, parameters, source

GAMMA, VALUE_WEIGHT, ENTROPY_WEIGHT = 0.99, 0.5, 0.001
ENVS, STEPS, HIDDEN, UPDATES, FIRST_STEPS = 16, 5, 256, 40, 10
NOTE = ("In the tutorial log_probs has shape (n) and advantage (n,1), so that log_probs*advantage broadcasts to (n,n): "
        "'literal' keeps this (actor_loss = -mean over the outer product), 'fixed_shapes' has log_prob.unsqueeze(1). "
        "Adam with its default learning rate 1e-3; no clipping; the entropy is summed over steps. States are made up.")


class ActorCritic(nn.Module):
    def __init__(self, inputs, outputs, hidden):
        super().__init__()
        self.Actor = nn.Sequential(nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, outputs), nn.Softmax(dim=1))
        self.Critic = nn.Sequential(nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, 1))

    def forward(self, x):
        return Categorical(self.Actor(x)), self.Critic(x)


def compute_returns(next_value, rewards, masks):
    running, returns = next_value, []
    for reward, mask in zip(reversed(rewards), reversed(masks)):
        running = reward + GAMMA * running * mask
        returns.append(running)
    return returns[::-1]


class Segment:
    """A few steps in several environments, and the loss over them."""

    def __init__(self):
        self.dists, self.actions, self.log_probs, self.values, self.rewards, self.masks = ([] for _ in range(6))
        self.entropy = 0

    def add(self, dist, value, action, reward, mask):
        self.dists.append(dist)
        self.actions.append(action)
        self.log_probs.append(dist.log_prob(action))
        self.values.append(value)
        self.rewards.append(reward.unsqueeze(1))
        self.masks.append(mask.unsqueeze(1))
        self.entropy = self.entropy + dist.entropy().mean()

    def loss(self, next_value, literal):
        log_probs, values = torch.cat(self.log_probs), torch.cat(self.values)
        returns = torch.cat(compute_returns(next_value, self.rewards, self.masks)).detach()
        advantage = returns - values
        log_probs_used = log_probs if literal else log_probs.unsqueeze(1)
        actor_loss = -(log_probs_used * advantage.detach()).mean()
        critic_loss = advantage.pow(2).mean()
        loss = actor_loss + VALUE_WEIGHT * critic_loss - ENTROPY_WEIGHT * self.entropy
        return {"returns": returns, "values": values, "advantage": advantage, "log_probs": log_probs,
                "actor_loss": actor_loss, "critic_loss": critic_loss, "loss": loss}


def _flat(values):
    return floats(values.reshape(-1))


def _update(model, optimizer, envs, steps, literal):
    segment, states = Segment(), []
    for _ in range(steps):
        state = torch.randn(envs, 4) * 0.5
        states.append(state)
        dist, value = model(state)
        action = dist.sample()
        segment.add(dist, value, action, torch.randn(envs), (torch.rand(envs) > 0.2).float())
    next_state = torch.randn(envs, 4) * 0.5
    next_value = model(next_state)[1]
    losses = segment.loss(next_value, literal)
    optimizer.zero_grad()
    losses["loss"].backward()
    grads = named(gradients(model))
    optimizer.step()
    content = {
        "states": floats(torch.stack(states)), "actions": torch.stack(segment.actions).tolist(),
        "rewards": floats(torch.stack(segment.rewards).squeeze(-1)),
        "masks": floats(torch.stack(segment.masks).squeeze(-1)), "next_state": floats(next_state),
        "returns": _flat(losses["returns"])}
    if literal:
        content.update(
            probs=floats(torch.stack([d.probs for d in segment.dists])), next_value=floats(next_value),
            log_probs=_flat(losses["log_probs"]), entropy_sum=segment.entropy.item(), values=_flat(losses["values"]),
            advantage=_flat(losses["advantage"]))
    content["actor_loss_seed_literal" if literal else "actor_loss"] = losses["actor_loss"].item()
    content.update(critic_loss=losses["critic_loss"].item(), loss=losses["loss"].item(), grads=grads,
                   params_after=named(parameters(model)))
    return content


def _model(seed, hidden):
    torch.manual_seed(seed)
    model = ActorCritic(4, 2, hidden)
    return model, torch.optim.Adam(model.parameters()), named(parameters(model))


def _literal(seed, envs, hidden, steps):
    model, optimizer, params0 = _model(seed, hidden)
    return {"seed": seed, "num_envs": envs, "hidden": hidden, "num_steps": steps,
            "lr": optimizer.defaults["lr"], "params0": params0,
            "updates": [_update(model, optimizer, envs, steps, True) for _ in range(2)]}


def _fixed(seed):
    model, optimizer, params0 = _model(seed, 8)
    return dict({"seed": seed, "params0": params0}, **_update(model, optimizer, 4, STEPS, False))


def updates(offset):
    return {"source": source("one or two updates of the actor-critic tutorial on given numbers", "a2c.py"),
            "tolerance": "1e-6 rel + 1e-7 abs",
            "literal": [_literal(51 + offset, 4, 8, 5), _literal(52 + offset, 3, 8, 2)],
            "fixed_shapes": _fixed(61 + offset), "note": NOTE}


class Envs:
    """CartPole side by side in one process, reset in the step in which an episode ends; environment i has seed + i."""

    def __init__(self, seed):
        import gymnasium
        # CartPole-v0 is CartPole-v1 with a limit of 200 steps.
        self.envs = [gymnasium.make("CartPole-v1", max_episode_steps=200) for _ in range(ENVS)]
        self.obs = self._stack([env.reset(seed=seed + i)[0] for i, env in enumerate(self.envs)])

    @staticmethod
    def _stack(rows):
        return torch.stack([torch.from_numpy(row) for row in rows])

    def step(self, actions):
        rows, rewards, dones = [], [], []
        for env, action in zip(self.envs, actions.tolist()):
            obs, reward, terminated, truncated, _ = env.step(action)
            done = terminated or truncated
            rows.append(env.reset()[0] if done else obs)
            rewards.append(float(reward))
            dones.append(done)
        self.obs = self._stack(rows)
        return torch.tensor(rewards), dones


def _run(offset):
    torch.set_num_threads(1)
    seed = 1 + offset
    torch.manual_seed(seed)
    model = ActorCritic(4, 2, HIDDEN)
    optimizer = torch.optim.Adam(model.parameters())
    content = {
        "seed": seed,
        "hyper": {"num_envs": ENVS, "hidden": HIDDEN, "num_steps": STEPS, "lr": optimizer.defaults["lr"],
                  "gamma": GAMMA, "env": "CartPole-v0 (limit 200)"},
        "initial_weights": named(parameters(model), lambda t: checksum(t, 8)), "first_steps": [], "iterations": {}}
    envs = Envs(seed)
    content["reset_obs"] = floats(envs.obs)
    for update in range(1, UPDATES + 1):
        segment, ended = Segment(), 0
        for _ in range(STEPS):
            dist, value = model(envs.obs)
            action = dist.sample()
            rewards, dones = envs.step(action)
            segment.add(dist, value, action, rewards, 1 - torch.tensor(dones, dtype=torch.float))
            ended += sum(dones)
            if len(content["first_steps"]) < FIRST_STEPS:
                content["first_steps"].append({"actions": action.tolist(), "next_obs_env0": floats(envs.obs[0]),
                                               "dones": dones})
        losses = segment.loss(model(envs.obs)[1], True)
        optimizer.zero_grad()
        losses["loss"].backward()
        optimizer.step()
        content["iterations"][str(update)] = {
            "actor_loss": losses["actor_loss"].item(), "critic_loss": losses["critic_loss"].item(),
            "entropy_sum": segment.entropy.item(), "loss": losses["loss"].item(), "n_done": ended}
    content["weights_after"] = named(parameters(model), lambda t: checksum(t, 8))
    return content


def _sensitivity(run, offset):
    output = subprocess.run([sys.executable, os.path.abspath(__file__), str(offset)], check=True,
                            stdout=subprocess.PIPE, env=dict(os.environ, ATEN_CPU_CAPABILITY="default")).stdout
    other = json.loads(output)
    values = {"initial_weights": distance(run["initial_weights"], other["initial_weights"]),
              "first_20_steps": distance(run["first_steps"], other["first_steps"])}
    for i, iteration in run["iterations"].items():
        values["iteration_" + i] = distance(iteration, other["iterations"][i])
    values["scalars"] = 0.0
    values["weights_after"] = distance(run["weights_after"], other["weights_after"])
    return {"what": "largest |a-b|/(1+|a|) between this run and the same program with ATEN_CPU_CAPABILITY=default "
                    "(scalar libm kernels, no FMA); an implementation that differs by float rounding alone should "
                    "stay within about 10-50x of these", "values": values}


def cartpole(offset):
    content = {"source": source("the actor-critic tutorial, literal, environments seeded, first %d updates" % UPDATES,
                                "a2c.py"), "tolerance": "see 'sensitivity'"}
    content.update(_run(offset))
    content["note"] = ("literal, with the (n)x(n,1) broadcast in actor_loss; SubprocVecEnv replaced by environments in "
                       "this process that reset in the same step, environment i seeded with seed+i")
    content["sensitivity"] = _sensitivity(content, offset)
    return content


if __name__ == "__main__":
    json.dump(_run(int(sys.argv[1])), sys.stdout)
