/// Many environments that step side by side, so that a network decides for all of them in one pass.
///
/// [drl.env.vector.SyncVectorEnv] steps them one after the other, [drl.env.vector.ThreadedVectorEnv] on several threads
/// with the same results. Around either, [drl.env.vector.NormalizeVectorEnv] keeps one set of statistics for all.
package drl.env.vector;
