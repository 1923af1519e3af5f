package drl.nn;

import drl.random.TorchRandom;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.nio.file.Path;

/// Fits a network 1 → hidden → hidden → 1 to points by gradient descent. [#train] is the loop that every later chapter
/// trains its networks with.
final class CurveFit {

    private final FitSettings settings;
    private final FeedForwardNN network;
    private final Adam optimizer;
    private final Schedule learningRate;
    private final Tape tape = new Tape();
    private final Tape noGrad = Tape.withoutGradients();
    private final Tensor x; // (n, 1)
    private final Tensor y; // (n, 1)

    /// @param random draws the weights
    CurveFit(FitSettings settings, Samples samples, TorchRandom random) {
        this.settings = settings;
        int[] hidden = {settings.hidden(), settings.hidden()};
        network = new FeedForwardNN(1, hidden, 1, settings.activation(), random);
        optimizer = new Adam(network.parameters().values(), settings.learningRate());
        learningRate = settings.annealLr() ? Schedule.linear(settings.learningRate(), 0)
                : Schedule.constant(settings.learningRate());
        x = column(samples.x());
        y = column(samples.y());
    }

    /// Goes on until `steps` steps are done in all.
    // exercise: Step 10, a training loop: forward, zero the gradients, backward, step
    void train(int steps) {
        for (long step = optimizer.steps(); step < steps; step++) {
            optimizer.learningRate(learningRate.at((double) step / settings.steps()));
            try (var _ = tape.step()) {
                Tensor loss = Loss.mse(network.forward(x), y);

                optimizer.zeroGrad();
                loss.backward();
                optimizer.step();
            }
        }
    }

    /// The mean squared error over the points, as the network is now.
    double loss() {
        try (var _ = noGrad.step()) {
            return Loss.mse(network.forward(x), y).item();
        }
    }

    /// The network's heights at other places (m).
    double[] predict(double[] places) {
        double[] heights = new double[places.length];
        try (var _ = noGrad.step()) {
            float[] output = network.forward(column(places)).toArray();
            for (int i = 0; i < heights.length; i++) {
                heights[i] = output[i];
            }
        }
        return heights;
    }

    /// Writes the network to a safetensors file; `network.load(StateDict.read(file), "")` reads it into another of the same
    /// widths.
    void save(Path file) {
        StateDict state = new StateDict();
        network.save(state, "");
        state.note("program", "part1-network");
        state.note("network", network + ", " + settings.activation());
        state.write(file);
    }

    private static Tensor column(double[] numbers) {
        float[] rounded = new float[numbers.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) numbers[i];
        }
        return Tensor.of(rounded, rounded.length, 1);
    }
}
