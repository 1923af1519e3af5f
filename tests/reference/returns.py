"""Rewards-to-go, generalised advantage estimation, and the returns of the other two tutorials."""

import numpy as np
import torch

from common import floats, source

GAE_NOTE = ("dones[t]=1 means obs[t] is the first obs after an episode end (CleanRL convention); "
            "next_done belongs to the obs after the last step")
CUMULATIVE_NOTE = ("quirks kept: at a terminal step the reward itself is dropped (0); the actors' buffers are "
                   "concatenated, so the return runs over their borders; std is biased (np.std)+1e-6")


def rewards_to_go(episodes, gamma):
    """Discounted sum of the rewards from each step to its episode's end, in the order of the batch."""
    result = []
    for rewards in episodes:
        running, backwards = 0.0, []
        for reward in reversed(rewards):
            running = reward + running * gamma
            backwards.append(running)
        result.extend(reversed(backwards))
    return result


def _rewards_to_go(episodes, gamma):
    rtgs = rewards_to_go(episodes, gamma)
    return {"gamma": gamma, "batch_rews": episodes, "rtgs_float64": rtgs,
            "rtgs_float32": floats(torch.tensor(rtgs, dtype=torch.float32))}


def gae(rewards, values, dones, next_value, next_done, gamma, lam):
    """Advantages, backwards: a step whose successor is a new episode's first neither bootstraps nor carries on."""
    advantages = torch.zeros_like(rewards)
    carried = 0
    following_value, following_done = next_value.reshape(-1), next_done
    for t in reversed(range(len(rewards))):
        continues = 1.0 - following_done
        delta = rewards[t] + gamma * following_value * continues - values[t]
        carried = delta + gamma * lam * continues * carried
        advantages[t] = carried
        following_value, following_done = values[t], dones[t]
    return advantages


def _gae(stream, gamma, lam, steps, envs, done_probability):
    def tensor(array):
        return torch.tensor(array, dtype=torch.float32)

    rewards, values = tensor(stream.randn(steps, envs)), tensor(stream.randn(steps, envs))
    dones = tensor(stream.rand(steps, envs) < done_probability)
    next_done = tensor(stream.rand(envs) < done_probability)
    next_value = tensor(stream.randn(1, envs))
    advantages = gae(rewards, values, dones, next_value, next_done, gamma, lam)
    return {
        "gamma": gamma, "lambda": lam, "num_steps": steps, "num_envs": envs,
        "rewards": floats(rewards), "values": floats(values), "dones": floats(dones),
        "next_done": floats(next_done), "next_value": floats(next_value),
        "advantages": floats(advantages), "returns": floats(advantages + values), "note": GAE_NOTE,
    }


def _cumulative(rewards, terminated, gamma):
    """MyPPO's cumulative rewards, and the same normalised."""
    running, raw = 0.0, [0.0] * len(rewards)
    for t in reversed(range(len(rewards))):
        running = 0.0 if terminated[t] else rewards[t] + gamma * running
        raw[t] = running
    mean, std = float(np.mean(raw)), float(np.std(raw)) + 1e-6
    return {
        "gamma": gamma, "rewards": list(rewards), "terminated": list(terminated), "cumulative_raw": raw,
        "avg_rew": mean, "cumulative_normalised": [(value - mean) / std for value in raw], "note": CUMULATIVE_NOTE,
    }


def _a2c(stream, gamma, steps, envs):
    """Bootstrapped returns; a mask of 0 cuts the sum after its step."""
    next_value = torch.tensor(stream.randn(envs, 1), dtype=torch.float32)
    rewards = torch.tensor(stream.randn(steps, envs, 1), dtype=torch.float32)
    masks = torch.tensor(stream.rand(steps, envs, 1) > 0.2, dtype=torch.float32)
    running, returns = next_value, torch.zeros_like(rewards)
    for t in reversed(range(steps)):
        running = rewards[t] + gamma * running * masks[t]
        returns[t] = running
    return {
        "gamma": gamma, "num_steps": steps, "num_envs": envs, "next_value": floats(next_value),
        "rewards": floats(rewards), "masks": floats(masks), "returns": floats(returns),
    }


def returns(offset):
    stream = np.random.RandomState(1 + offset)
    content = {
        "source": source("rewards-to-go (PPO tutorial), GAE (CleanRL), cumulative rewards (MyPPO), returns (A2C); "
                         "float32 torch except where named", "returns.py"),
        "tolerance": "rewards_to_go float64 exact to 1e-13; others 1e-6 (float32)",
        "rewards_to_go": [
            _rewards_to_go([stream.uniform(-2, 1, n).tolist() for n in lengths], gamma)
            for gamma in (0.95, 0.99) for lengths in ((1,), (5,), (3, 1, 7), (4, 9, 2, 6))],
        "gae": [_gae(stream, *setting) for setting in (
            (0.99, 0.95, 8, 1, 0.0), (0.99, 0.95, 8, 1, 0.3), (0.99, 0.95, 16, 4, 0.2),
            (0.9, 0.8, 12, 2, 0.5), (0.99, 1.0, 10, 1, 0.2), (0.99, 0.0, 10, 1, 0.3))],
        "myppo_cumulative": [],
    }
    content["rewards_to_go"].append(_rewards_to_go([[1.0] * 200], 0.95))
    for gamma in (0.99, 0.95):
        ends = (stream.rand(20) < 0.15).tolist()
        content["myppo_cumulative"].append(_cumulative([1.0] * 20, ends, gamma))
        rewards = stream.randn(40).tolist()
        ends = (stream.rand(40) < 0.05).tolist()
        content["myppo_cumulative"].append(_cumulative(rewards, ends, gamma))
    content["a2c_returns"] = [_a2c(stream, *setting) for setting in ((0.99, 5, 4), (0.99, 5, 16), (0.9, 3, 1))]
    return content
