/// Environments around environments: each changes one thing that passes through.
///
/// For continuous control they are stacked in this order, from the inside out: [drl.env.wrapper.TimeLimit] (already
/// there), [drl.env.wrapper.FlattenObservation], [drl.env.wrapper.RecordEpisodeStatistics],
/// [drl.env.wrapper.ClipAction], [drl.env.wrapper.NormalizeObservation], [drl.env.wrapper.ClipObservation],
/// [drl.env.wrapper.NormalizeReward], [drl.env.wrapper.ClipReward].
package drl.env.wrapper;
