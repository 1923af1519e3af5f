"""The classic-control environments: first states, recorded trajectories, truncation."""

import numpy as np
import gymnasium

from common import floats, source

RESET_SEEDS = [0, 1, 2, 3, 42, 123, 2**32 + 17, 2**63 - 1, 12345678901234567890]
STEPS = 300


class Actions:
    """The random actions of all five environments: one numpy.random.RandomState, read in file order.

    Each environment's file can be made alone, so the stream is replayed up to its place. The recorded
    files had drawn 306 more words between Acrobot and MountainCar; they are skipped to stay on their stream.
    """

    def __init__(self, offset):
        stream = np.random.RandomState(1000 + offset)
        self.cartpole = stream.randint(0, 2, STEPS)
        self.pendulum32 = stream.uniform(-3, 3, (STEPS, 1)).astype(np.float32)
        self.pendulum64 = stream.uniform(-2, 2, (STEPS, 1))
        self.acrobot = stream.randint(0, 3, STEPS)
        stream.randint(0, 2**32, 306, dtype=np.uint32)
        self.mountaincar = stream.randint(0, 3, STEPS)
        self.mountaincar_continuous = stream.uniform(-1.3, 1.3, (STEPS, 1)).astype(np.float32)


def _state(env):
    return floats(env.unwrapped.state)


def _initial(env, seed):
    obs, _ = env.reset(seed=seed)
    entry = {"seed": seed, "state": _state(env), "obs": floats(obs)}
    obs, _ = env.reset()
    entry.update(next_reset_state=_state(env), next_reset_obs=floats(obs))
    return entry


def _trajectory(env_id, label, seed, steps, policy):
    """Steps with ``policy(t, state)`` -> action; an ended episode is followed by an unseeded reset."""
    env = gymnasium.make(env_id)
    obs, _ = env.reset(seed=seed)
    entry = {"label": label, "reset_seed": seed, "reset_obs": floats(obs), "reset_state": _state(env)}
    columns = {name: [] for name in ("action", "obs", "reward", "terminated", "truncated", "state")}
    entry.update(columns, resets=[])
    for t in range(steps):
        action = policy(t, np.array(env.unwrapped.state, dtype=np.float64))
        obs, reward, terminated, truncated, _ = env.step(action)
        listed = floats(action) if isinstance(action, np.ndarray) else int(action)
        row = (listed, floats(obs), float(reward), bool(terminated), bool(truncated), _state(env))
        for column, value in zip(columns.values(), row):
            column.append(value)
        if terminated or truncated:
            obs, _ = env.reset()
            entry["resets"].append({"after_step": t, "obs": floats(obs), "state": _state(env)})
    return entry


def _truncation(env_id, seed, action):
    """One action repeated until the episode ends."""
    env = gymnasium.make(env_id)
    env.reset(seed=seed)
    steps, total, ended = 0, 0.0, False
    while not ended:
        obs, reward, terminated, truncated, _ = env.step(action)
        steps, total, ended = steps + 1, total + float(reward), terminated or truncated
    return {
        "seed": seed,
        "constant_action": floats(action) if isinstance(action, np.ndarray) else action,
        "steps": steps,
        "terminated": bool(terminated),
        "truncated": bool(truncated),
        "final_obs": floats(obs),
        "final_state": _state(env),
        "reward_sum_float64": total,
    }


def _file(env_id, offset, tolerance, note=None):
    content = {
        "source": source("gymnasium.make(id), with the wrappers it adds (time limit among them)", "envs.py"),
        "tolerance": {"state": tolerance, "obs": "1e-6", "initial": "exact"},
        "env": env_id,
        "initial": [_initial(gymnasium.make(env_id), seed + offset) for seed in RESET_SEEDS],
    }
    if note:
        content["note"] = note
    return content


SMOOTH = "1e-12 abs (float64 arithmetic; sin/cos may differ by 1 ulp between libms and grow in chaotic environments)"


def cartpole(offset):
    env_id, actions = "CartPole-v1", Actions(offset)
    content = _file(env_id, offset,
                    "trajectory 0 (short episodes): 1e-10 abs open loop. trajectory 1 (500-step balanced episode): the "
                    "upright pole is unstable, so 1 ulp in sin/cos grows like exp(4*t) and open-loop replay diverges "
                    "to O(1) after ~450 steps; compare ONE STEP AT A TIME (start each step from the recorded previous "
                    "state: 1e-14 abs) or open loop only for the first 150 steps (1e-9)")

    def balance(t, state):
        if t % 7 == 3:
            return int(actions.cartpole[t % STEPS])
        position, velocity, angle, angular_velocity = state
        return int(angle + 0.3 * angular_velocity + 0.02 * position + 0.05 * velocity > 0)

    content["trajectories"] = [
        _trajectory(env_id, "random actions", 1 + offset, STEPS, lambda t, s: int(actions.cartpole[t])),
        _trajectory(env_id, "balancing heuristic with some random actions; reaches truncation at 500",
                    2 + offset, 520, balance),
    ]
    return content


def pendulum(offset):
    env_id, actions = "Pendulum-v1", Actions(offset)
    content = _file(env_id, offset, SMOOTH,
                    "actions are float32 in trajectory 0 (NumPy 1.x widens a float32 scalar to float64 exactly, so all "
                    "maths is float64; under NumPy 2 the torque terms would be float32), float64 in trajectory 1. "
                    "obs=[cos th, sin th, thdot] float32; state=[th, thdot] float64, th is not wrapped")
    content["trajectories"] = [
        _trajectory(env_id, "uniform(-3,3) float32: clipped to +-2", 1 + offset, STEPS,
                    lambda t, s: actions.pendulum32[t]),
        _trajectory(env_id, "uniform(-2,2) float64", 2 + offset, STEPS, lambda t, s: actions.pendulum64[t]),
    ]
    return content


def acrobot(offset):
    env_id, actions = "Acrobot-v1", Actions(offset)
    content = _file(env_id, offset, "1e-9 abs (RK4, chaotic; error grows)")
    content["trajectories"] = [
        _trajectory(env_id, "random actions", 1 + offset, STEPS, lambda t, s: int(actions.acrobot[t])),
        _trajectory(env_id, "pump: torque along second joint velocity", 3 + offset, STEPS,
                    lambda t, s: 2 if s[3] > 0 else 0),
    ]
    content["truncation_probe"] = _truncation(env_id, offset, 1)
    return content


def mountaincar(offset):
    env_id, actions = "MountainCar-v0", Actions(offset)
    content = _file(env_id, offset, SMOOTH)
    content["trajectories"] = [
        _trajectory(env_id, "random actions", 1 + offset, STEPS, lambda t, s: int(actions.mountaincar[t])),
        _trajectory(env_id, "pump: reaches the goal", 2 + offset, STEPS, lambda t, s: 2 if s[1] >= 0 else 0),
    ]
    content["truncation_probe"] = _truncation(env_id, offset, 1)
    return content


def mountaincar_continuous(offset):
    env_id, actions = "MountainCarContinuous-v0", Actions(offset)
    content = _file(env_id, offset, "1e-6 (float32 state)",
                    "the state is rounded to float32 after every step, the reset state is float64; actions are "
                    "float32; NumPy 1.x computes velocity += force*power - 0.0025*cos(3*position) in float64")
    content["trajectories"] = [
        _trajectory(env_id, "uniform(-1.3,1.3) float32: force clipped to +-1, reward uses the unclipped action",
                    1 + offset, STEPS, lambda t, s: actions.mountaincar_continuous[t]),
        _trajectory(env_id, "pump: reaches the goal", 2 + offset, STEPS,
                    lambda t, s: np.array([1.0 if s[1] >= 0 else -1.0], dtype=np.float32)),
    ]
    content["truncation_probe"] = _truncation(env_id, offset, np.array([0.0], dtype=np.float32))
    return content
