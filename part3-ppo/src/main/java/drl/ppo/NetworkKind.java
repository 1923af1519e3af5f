package drl.ppo;

import drl.backend.Activation;
import drl.nn.Init;
import drl.nn.Linear;
import drl.random.TorchRandom;
import java.util.List;
import java.util.Optional;

/// Two ways to build an agent's networks. Layers are drawn and named in the order and by the names of the originals, whose
/// activation is the one to take where no other is asked for.
public enum NetworkKind {
    /// Two hidden layers of tanh and a linear one on top, with orthogonal weights and zero biases: what OpenAI's
    /// baselines made the custom for PPO. Hidden layers are scaled by √2, the last one by a gain of its own, which
    /// decides how far from 0 the untrained outputs are.
    CLEANRL(Activation.TANH) {
        @Override
        Networks separate(int in, int hidden, int out, Activation act, TorchRandom random) {
            List<String> names = List.of("0", "2", "4");
            LayerStack critic = new LayerStack(names, orthogonal(in, hidden, act, random),
                    orthogonal(hidden, hidden, act, random), last(hidden, 1, VALUE_GAIN, random));
            LayerStack actor = new LayerStack(names, orthogonal(in, hidden, act, random),
                    orthogonal(hidden, hidden, act, random), last(hidden, out, ACTOR_GAIN, random));
            return new Networks(Optional.empty(), actor, critic);
        }

        @Override
        Networks sharing(int in, int hidden, int out, Activation act, TorchRandom random) {
            LayerStack backbone = new LayerStack(List.of("0", "2"), orthogonal(in, hidden, act, random),
                    orthogonal(hidden, hidden, act, random));
            LayerStack critic = new LayerStack(List.of("0"), last(hidden, 1, VALUE_GAIN, random));
            LayerStack actor = new LayerStack(List.of("0"), last(hidden, out, ACTOR_GAIN, random));
            return new Networks(Optional.of(backbone), actor, critic);
        }
    },
    /// Two layers of ReLU that find features and two more that decide, with PyTorch's own initial weights: the model
    /// "MyPPO".
    MYPPO(Activation.RELU) {
        @Override
        Networks separate(int in, int hidden, int out, Activation act, TorchRandom random) {
            List<String> names = List.of("0.1", "0.3", "1", "3");
            LayerStack actor = new LayerStack(names, new Linear(in, hidden, act, random),
                    new Linear(hidden, hidden, act, random), new Linear(hidden, hidden, act, random),
                    linear(hidden, out, random));
            LayerStack critic = new LayerStack(names, new Linear(in, hidden, act, random),
                    new Linear(hidden, hidden, act, random), new Linear(hidden, hidden, act, random),
                    linear(hidden, 1, random));
            return new Networks(Optional.empty(), actor, critic);
        }

        @Override
        Networks sharing(int in, int hidden, int out, Activation act, TorchRandom random) {
            List<String> names = List.of("1", "3");
            LayerStack backbone = new LayerStack(names, new Linear(in, hidden, act, random),
                    new Linear(hidden, hidden, act, random));
            LayerStack actor = new LayerStack(names, new Linear(hidden, hidden, act, random), linear(hidden, out, random));
            LayerStack critic = new LayerStack(names, new Linear(hidden, hidden, act, random), linear(hidden, 1, random));
            return new Networks(Optional.of(backbone), actor, critic);
        }
    };

    private static final double VALUE_GAIN = 1;
    private static final double ACTOR_GAIN = 0.01; // near 0: at first, any action is tried alike

    private final Activation activation;

    NetworkKind(Activation activation) {
        this.activation = activation;
    }

    /// What the original's hidden units apply to their sums.
    Activation activation() {
        return activation;
    }

    /// Actor and critic with nothing in common.
    ///
    /// @param in  numbers of an observation
    /// @param out numbers that the actor gives
    /// @param act what hidden units apply to their sums
    abstract Networks separate(int in, int hidden, int out, Activation act, TorchRandom random);

    /// Actor and critic on the same features.
    ///
    /// @param in  numbers of an observation
    /// @param out numbers that the actor gives
    /// @param act what hidden units apply to their sums
    abstract Networks sharing(int in, int hidden, int out, Activation act, TorchRandom random);

    private static Linear orthogonal(int in, int out, Activation act, TorchRandom random) {
        return orthogonal(new Linear(in, out, act, random), Math.sqrt(2), random);
    }

    private static Linear last(int in, int out, double gain, TorchRandom random) {
        return orthogonal(linear(in, out, random), gain, random);
    }

    private static Linear orthogonal(Linear layer, double gain, TorchRandom random) {
        return layer.init(Init.orthogonal(gain), Init.constant(0), random);
    }

    private static Linear linear(int in, int out, TorchRandom random) {
        return new Linear(in, out, Activation.IDENTITY, random);
    }
}
