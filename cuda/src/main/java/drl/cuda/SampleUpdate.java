package drl.cuda;

import drl.backend.Activation;
import drl.backend.Backend;
import drl.nn.Adam;
import drl.nn.FeedForwardNN;
import drl.random.TorchRandom;
import drl.tensor.Shape;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// One PPO update as chapter 3 makes it, on made-up numbers: actor and critic of two layers, the clipped loss, gradient
/// clipping and Adam, over a minibatch of observations of 17 numbers and actions of 6.
final class SampleUpdate implements AutoCloseable {

    private static final int OBSERVATIONS = 17;
    private static final int ACTIONS = 6;

    private final FeedForwardNN actor;
    private final FeedForwardNN critic;
    private final Adam optimizer;
    private final Tape tape;
    private final Tensor obs;
    private final Tensor actions;
    private final Tensor logProbs;
    private final Tensor advantages;
    private final Tensor returns;

    SampleUpdate(Backend backend, int batch, int width, Activation activation) {
        TorchRandom random = new TorchRandom(1);
        tape = new Tape(backend, true);
        Backend before = Backend.defaultBackend();
        Backend.setDefault(backend);
        try (var _ = tape.step()) { // new tensors go by the default, and copies into them by the tape
            actor = new FeedForwardNN(OBSERVATIONS, new int[] {width, width}, ACTIONS, activation, random);
            critic = new FeedForwardNN(OBSERVATIONS, new int[] {width, width}, 1, activation, random);
            List<Tensor> parameters = new ArrayList<>(actor.parameters().values());
            parameters.addAll(critic.parameters().values());
            optimizer = new Adam(parameters, 3e-4);
            obs = wave(batch, OBSERVATIONS);
            actions = wave(batch, ACTIONS);
            logProbs = Tensor.full(-6, batch);
            advantages = wave(batch);
            returns = wave(batch);
        } finally {
            Backend.setDefault(before);
        }
    }

    private static Tensor wave(int... shape) {
        float[] values = new float[Shape.of(shape).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(0.37 * i);
        }
        return Tensor.of(values, shape);
    }

    /// Enqueues one update.
    void run() {
        try (var _ = tape.step()) {
            int batch = obs.shape().dim(0);
            Tensor error = actions.sub(actor.forward(obs));
            Tensor ratio = error.square().sum(1).mul(-0.5f).sub(logProbs).exp();
            Tensor gain = advantages.neg();
            Tensor policyLoss = gain.mul(ratio).max(gain.mul(ratio.clamp(0.8f, 1.2f))).mean();
            Tensor valueLoss = critic.forward(obs).view(batch).sub(returns).square().mean();
            optimizer.zeroGrad();
            policyLoss.add(valueLoss.mul(0.5f)).backward();
            optimizer.clipGradNorm(0.5);
            optimizer.step();
        }
    }

    /// Computes actions on the current tape.
    Tensor act() {
        return actor.forward(obs);
    }

    @Override
    public void close() {
        tape.free();
    }
}
