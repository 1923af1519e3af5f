/// The advantage actor-critic, synchronous, [drl.a2c.A2C], where one learner waits for all environments, and asynchronous,
/// [drl.a2c.A3C], where workers share parameters without a lock and nobody waits.
///
/// Both are put together from the same parts: [drl.a2c.ActorCritic], the two networks; [drl.a2c.NStepRollout], which
/// plays; [drl.a2c.Returns]; [drl.a2c.ActorCriticLoss].
package drl.a2c;
