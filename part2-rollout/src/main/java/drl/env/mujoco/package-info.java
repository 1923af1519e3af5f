/// The MuJoCo physics engine, called from Java, and Gymnasium's robots on it.
///
/// In reading order: [drl.env.mujoco.HalfCheetah] and what it shares with its family, [drl.env.mujoco.MujocoEnv]; then
/// the binding, [drl.env.mujoco.MjModel], [drl.env.mujoco.MjData] and [drl.env.mujoco.MuJoCo].
package drl.env.mujoco;
