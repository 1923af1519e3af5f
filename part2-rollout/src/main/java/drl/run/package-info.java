/// What stands around an algorithm and is the same for all: the run's folder, metrics, progress, checkpoints, resuming.
///
/// A new program implements [drl.run.TrainingProgram] and [drl.run.Training].
package drl.run;
