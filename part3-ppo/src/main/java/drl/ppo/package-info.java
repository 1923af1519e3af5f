/// Proximal policy optimisation.
///
/// Start with [drl.ppo.PPO#learn], the tutorial's eight steps; then read [drl.ppo.VectorPPO], PPO as practitioners run it.
package drl.ppo;
