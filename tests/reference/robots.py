"""Gymnasium's robots, version 4, on Debian's MuJoCo: compiled models, first states, a recorded trajectory each."""

import os

import mujoco_engine

mujoco_engine.install()  # before Gymnasium asks for MuJoCo

import gymnasium
import numpy as np

from common import floats, source

LAYOUTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, "part2-rollout", "src", "main",
                       "resources", "drl", "env", "mujoco", "layouts.txt")
RESET_SEEDS = [0, 1, 42, 2**32 + 17, 12345678901234567890]
STEPS = 1000
MARK_EVERY = 25
# An observation of the humanoid has 376 numbers.
OBS_EVERY = {"Humanoid-v4": 25}


def _model(model):
    """Every array that the table of layouts names, flat; colours are each model's own."""
    with open(LAYOUTS, encoding="utf-8") as table:
        names = [line.split()[0] for line in table if line.startswith("mjModel.") and "rgba" not in line]
    return {name: floats(model.field(name[len("mjModel."):]).reshape(-1)) for name in names}


def _state(env):
    return floats(env.unwrapped.state_vector())


def _rounded(values):
    """Twelve digits are more than a float32 holds."""
    return [float("%.12g" % value) for value in np.asarray(values, dtype=np.float64)]


def _initial(env, seed):
    obs, _ = env.reset(seed=seed)
    entry = {"seed": str(seed), "state": _state(env), "obs": _rounded(obs)}
    env.reset()
    entry["next_reset_state"] = _state(env)
    return entry


def _trajectory(env, obs_every, offset):
    """Random actions, a fifth of them beyond the bounds. At each mark the state is set to what it is: that loses what
    an engine remembers besides, and so lets a replay start there."""
    low, high = env.action_space.low, env.action_space.high
    stream = np.random.RandomState(2000 + offset)
    actions = stream.uniform(1.2 * low, 1.2 * high, (STEPS, low.size)).astype(np.float32)
    env.reset(seed=7 + offset)
    entry = {"reset_seed": 7 + offset, "reset_state": _state(env), "mark_every": MARK_EVERY, "obs_every": obs_every,
             "action": floats(actions), "obs": [], "reward": [], "terminated": [], "truncated": [], "resets": [],
             "marks": []}
    for t in range(STEPS):
        if t > 0 and t % MARK_EVERY == 0:
            inside = env.unwrapped
            inside.set_state(inside.data.qpos.copy(), inside.data.qvel.copy())
            entry["marks"].append({"before_step": t, "state": _state(env)})
        obs, reward, terminated, truncated, _ = env.step(actions[t])
        if t % obs_every == obs_every - 1:
            entry["obs"].append(_rounded(obs))
        entry["reward"].append(float(reward))
        entry["terminated"].append(bool(terminated))
        entry["truncated"].append(bool(truncated))
        if terminated or truncated:
            env.reset()
            entry["resets"].append({"after_step": t, "state": _state(env)})
    return entry


def robot(env_id, offset):
    env = gymnasium.make(env_id)
    return {
        "source": source("Gymnasium's %s and its model file on MuJoCo %s" % (env_id, mujoco_engine.VERSION), "robots.py"),
        "tolerance": {
            "model": "1e-9 relative to max(1, |recorded|)",
            "reset": "0",
            "step": "1e-6 relative to max(1, |recorded|); observations are rounded to float32 there and to 12 digits here",
        },
        "env": env_id,
        "mujoco": mujoco_engine.VERSION,
        "frames_per_second": int(round(1 / env.unwrapped.dt)),
        "model": _model(env.unwrapped.model),
        "initial": [_initial(env, seed + offset) for seed in RESET_SEEDS],
        "trajectory": _trajectory(env, OBS_EVERY.get(env_id, 5), offset),
    }
