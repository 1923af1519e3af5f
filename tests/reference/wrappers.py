"""Gymnasium's wrappers over an environment that plays back given observations and rewards."""

import gymnasium
import numpy as np
from gymnasium.wrappers.utils import RunningMeanStd

from common import floats, source

STEPS = 60
MOMENTS_AT = (0, 1, 2, 5, 10, 30, 59)
ACTION_LOW, ACTION_HIGH = [-2.0, -1.0], [2.0, 0.5]


class Playback(gymnasium.Env):
    """Returns step t's recorded numbers whatever the action, which it keeps."""

    def __init__(self, stream):
        self.stream, self.t, self.episode, self.executed = stream, 0, 0, []
        self.observation_space = gymnasium.spaces.Box(-np.inf, np.inf, (3,), np.float32)
        self.action_space = gymnasium.spaces.Box(np.float32(ACTION_LOW), np.float32(ACTION_HIGH))

    def reset(self, seed=None, options=None):
        obs = self.stream["reset_obs"][self.episode]
        self.episode += 1
        return obs.copy(), {}

    def step(self, action):
        t, self.t = self.t, self.t + 1
        self.executed.append(floats(action))
        s = self.stream
        return s["obs"][t].copy(), float(s["reward"][t]), bool(s["terminated"][t]), bool(s["truncated"][t]), {}


def _stream(offset):
    """Observations of three very different scales; both kinds of end; actions beyond their bounds."""
    rng = np.random.RandomState(900 + offset)
    obs = rng.randn(STEPS, 3) * [1.0, 5.0, 0.1] + [0.0, 3.0, -1.0]
    reward = rng.uniform(-16, 0, STEPS)
    terminated, truncated = rng.rand(STEPS) < 0.06, rng.rand(STEPS) < 0.06
    terminated[10] = truncated[25] = True
    truncated &= ~terminated
    return {
        "obs": obs.astype(np.float32), "reward": reward, "terminated": terminated, "truncated": truncated,
        "reset_obs": rng.randn(30, 3).astype(np.float32),
        "actions": rng.uniform(-4, 4, (STEPS, 2)).astype(np.float32),
    }


def _play(env, stream, on_step):
    """Runs the whole stream; ``on_step(t, obs, reward, info)`` sees every step. Returns the resets."""
    obs, _ = env.reset()
    resets = [{"before_step": 0, "obs": floats(obs)}]
    for t, action in enumerate(stream["actions"]):
        obs, reward, terminated, truncated, info = env.step(action)
        on_step(t, obs, reward, info)
        if (terminated or truncated) and t + 1 < STEPS:
            obs, _ = env.reset()
            resets.append({"before_step": t + 1, "obs": floats(obs)})
    return resets


def _normalize_observation(stream):
    env = gymnasium.wrappers.NormalizeObservation(Playback(stream))
    observations, moments = [], []

    def on_step(t, obs, reward, info):
        observations.append(floats(obs))
        if t in MOMENTS_AT:
            rms = env.obs_rms
            moments.append({"t": t, "mean": floats(rms.mean), "var": floats(rms.var), "count": float(rms.count),
                            "dtype": str(rms.mean.dtype)})

    resets = _play(env, stream, on_step)
    return {"resets": resets, "obs": observations, "rms": moments, "epsilon": env.epsilon,
            "rms_initial": {"mean": 0, "var": 1, "count": 0.0001}}


def _normalize_reward(stream, gamma):
    env = gymnasium.wrappers.NormalizeReward(Playback(stream), gamma=gamma)
    rewards, discounted, moments = [], [], []

    def on_step(t, obs, reward, info):
        rewards.append(float(reward))
        discounted.append(float(env.discounted_reward[0]))
        if t in MOMENTS_AT:
            rms = env.return_rms
            moments.append({"t": t, "mean": float(rms.mean), "var": float(rms.var), "count": float(rms.count),
                            "discounted": discounted[-1]})

    _play(env, stream, on_step)
    return {"reward": rewards, "discounted_reward": discounted, "rms": moments, "epsilon": env.epsilon}


def _episode(t, info):
    return {"t": t, "r": float(info["episode"]["r"]), "l": int(info["episode"]["l"])}


def _episode_statistics(stream):
    episodes = []
    _play(gymnasium.wrappers.RecordEpisodeStatistics(Playback(stream)), stream,
          lambda t, obs, reward, info: episodes.append(_episode(t, info)) if "episode" in info else None)
    return episodes


def _clip_action(stream):
    playback = Playback(stream)
    _play(gymnasium.wrappers.ClipAction(playback), stream, lambda *step: None)
    return {"executed": playback.executed}


def _cleanrl_stack(stream):
    """The wrappers of CleanRL's continuous PPO, in its order."""
    w = gymnasium.wrappers
    playback = Playback(stream)
    env = w.RecordEpisodeStatistics(w.FlattenObservation(playback))
    env = w.NormalizeObservation(w.ClipAction(env))
    env = w.TransformObservation(env, lambda obs: np.clip(obs, -10, 10), env.observation_space)
    env = w.TransformReward(w.NormalizeReward(env, gamma=0.99), lambda reward: np.clip(reward, -10, 10))
    observations, rewards, episodes = [], [], []

    def on_step(t, obs, reward, info):
        observations.append(floats(obs))
        rewards.append(float(reward))
        if "episode" in info:
            episodes.append(_episode(t, info))

    resets = _play(env, stream, on_step)
    return {"resets": resets, "obs": observations, "reward": rewards, "episodes": episodes,
            "executed_first5": playback.executed[:5]}


class Float64NormalizeObservation(gymnasium.ObservationWrapper):
    """The same normalisation with float64 statistics, as in Gym and in Gymnasium before 1.0."""

    def __init__(self, env):
        super().__init__(env)
        self.rms = RunningMeanStd(shape=env.observation_space.shape, dtype=np.float64)

    def observation(self, observation):
        self.rms.update(np.array([observation], dtype=np.float64))
        return (observation - self.rms.mean) / np.sqrt(self.rms.var + 1e-8)


def _float64_variant(stream):
    observations = []
    resets = _play(Float64NormalizeObservation(Playback(stream)), stream,
                   lambda t, obs, reward, info: observations.append(floats(obs)))
    return {"note": "Gym and Gymnasium before 1.0 kept obs_rms in float64; Gymnasium 1.x keeps float32",
            "resets": [reset["obs"] for reset in resets], "obs": observations}


def wrappers(offset):
    stream = _stream(offset)
    listed = {name: array.tolist() if array.dtype in (bool, np.float64) else floats(array)
              for name, array in stream.items()}
    listed.update(action_low=ACTION_LOW, action_high=ACTION_HIGH,
                  note="after terminated or truncated: reset() (takes the next reset_obs), then go on")
    return {
        "source": source("gymnasium.wrappers on a playback environment", "wrappers.py"),
        "tolerance": "normalize_observation 1e-5 (float32 running statistics in Gymnasium 1.x; float64 variant 1e-12); "
                     "normalize_reward 1e-12; episode stats 1e-12; clip exact",
        "stream": listed,
        "normalize_observation": _normalize_observation(stream),
        "normalize_reward_gamma0.99": _normalize_reward(stream, 0.99),
        "normalize_reward_gamma0.9": _normalize_reward(stream, 0.9),
        "clip_action": _clip_action(stream),
        "record_episode_statistics": _episode_statistics(stream),
        "cleanrl_stack": _cleanrl_stack(stream),
        "normalize_observation_float64_variant": _float64_variant(stream),
    }
