package drl.cli;

import java.util.OptionalDouble;

/// Settings with one component of every usual kind.
record SampleSettings(
        @Flag("environment to train on") String envId,
        @Flag("steps to collect") long totalTimesteps,
        @Flag("environments stepped side by side") int numEnvs,
        @Flag(value = "step size of Adam", aliases = "--lr") double learningRate,
        @Flag("discount factor γ") double gamma,
        @Flag("whether the step size falls to 0") boolean annealLr,
        @Flag("approximate KL divergence that ends an update") OptionalDouble targetKl,
        @Flag("when a finished environment starts again") Autoreset autoreset,
        @Flag("clip margin") float clipCoef) {

    enum Autoreset { SAME_STEP, NEXT_STEP }

    static final SampleSettings PLAIN = new SampleSettings("Pendulum-v1", 1_000_000, 1, 3e-4, 0.99, true,
            OptionalDouble.empty(), Autoreset.SAME_STEP, 0.2f);

    SampleSettings {
        Require.atLeast("totalTimesteps", totalTimesteps, 1);
        Require.atLeast("numEnvs", numEnvs, 1);
        Require.positive("learningRate", learningRate);
        Require.inRange("gamma", gamma, 0, 1);
        Require.that(totalTimesteps % numEnvs == 0, "totalTimesteps (" + totalTimesteps
                + ") must be a multiple of numEnvs (" + numEnvs + "); gamma is of no concern here");
    }

    SampleSettings with(double learningRate, double gamma) {
        return new SampleSettings(envId, totalTimesteps, numEnvs, learningRate, gamma, annealLr, targetKl, autoreset,
                clipCoef);
    }
}
