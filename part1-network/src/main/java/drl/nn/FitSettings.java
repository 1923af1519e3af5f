package drl.nn;

import drl.backend.Activation;
import drl.cli.Flag;
import drl.cli.Require;

/// The settings of the curve fit.
///
/// @param steps        updates, each from all points
/// @param points       samples of the curve
/// @param noise        standard deviation of what is added to each sample
/// @param hidden       units of each of the two hidden layers
/// @param activation   of the hidden layers
/// @param learningRate Adam's, at the start
/// @param annealLr     whether the learning rate falls linearly to 0
record FitSettings(
        @Flag("updates, each from all points") int steps,
        @Flag("samples of the curve") int points,
        @Flag("standard deviation of the noise on each sample") double noise,
        @Flag("units of each of the two hidden layers") int hidden,
        @Flag("function of the hidden units; identity draws straight lines only") Activation activation,
        @Flag(value = "learning rate of Adam, at the start", aliases = "--lr") double learningRate,
        @Flag("let the learning rate fall linearly to 0") boolean annealLr) {

    static final FitSettings DEFAULTS = new FitSettings(2000, 256, 0.1, 64, Activation.TANH, 0.01, true);

    /// @throws IllegalArgumentException if a value is out of range
    FitSettings {
        Require.inRange("steps", steps, 1, 10_000_000);
        Require.inRange("points", points, 2, 100_000);
        Require.inRange("noise", noise, 0, 10);
        Require.inRange("hidden", hidden, 1, Linear.MOST_UNITS);
        Require.that(learningRate > 0 && learningRate <= 1, "learningRate must be in (0, 1], got " + learningRate);
    }
}
