/// Policies that play, and what is kept of it: batches of episodes, rewards-to-go, generalised advantages, evaluation.
///
/// Read [drl.rollout.Rollout], then [drl.rollout.RewardsToGo] and [drl.rollout.Gae].
package drl.rollout;
