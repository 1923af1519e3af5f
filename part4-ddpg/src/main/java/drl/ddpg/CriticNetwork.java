package drl.ddpg;

import drl.backend.Activation;
import drl.nn.Linear;
import drl.nn.Module;
import drl.random.TorchRandom;
import drl.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// The critic Q: what an action in a state is worth, as one number. In the paper the action joins at the second layer,
/// beside what the first has made of the state; other implementations put it beside the state itself.
public final class CriticNetwork implements Module {

    private final Linear fc1;
    private final Linear fc2;
    private final Linear fc3;
    private final int numState;
    private final boolean actionFirst;

    /// @param numState    the length of an observation (O)
    /// @param numAction   the numbers in an action (A)
    /// @param actionLayer the layer whose input the action joins, 1 or 2
    /// @param random      draws the weights, layer after layer
    public CriticNetwork(int numState, int numAction, int hidden1Size, int hidden2Size, int actionLayer,
            NetworkInit init, TorchRandom random) {
        this.numState = numState;
        actionFirst = actionLayer == 1;
        fc1 = new Linear(numState + (actionFirst ? numAction : 0), hidden1Size, Activation.RELU, random);
        fc2 = new Linear(hidden1Size + (actionFirst ? 0 : numAction), hidden2Size, Activation.RELU, random);
        fc3 = new Linear(hidden2Size, 1, Activation.IDENTITY, random);
        init.draw(fc1, fc2, fc3, random);
    }

    /// Q(s, a): states (B, O) and actions (B, A) → values (B, 1).
    // exercise: ALG STEP 1, two networks: Q(s, a), the action beside the input of its layer
    public Tensor forward(Tensor state, Tensor action) {
        Tensor h = actionFirst ? fc1.forward(state, action) : fc1.forward(state);
        h = actionFirst ? fc2.forward(h) : fc2.forward(h, action);
        return fc3.forward(h);
    }

    /// Q(s, a) for one who asks how the value depends on the action: its own weights count as constants. That spares the
    /// backward pass most of its work, because no gradient is computed for them, nor for the state.
    public Tensor frozen(Tensor state, Tensor action) {
        Tensor h = actionFirst ? fc1.frozen(state, action) : fc1.frozen(state);
        h = actionFirst ? fc2.frozen(h) : fc2.frozen(h, action);
        return fc3.frozen(h);
    }

    /// Q of states and actions side by side (B, O + A).
    @Override
    public Tensor forward(Tensor stateAndAction) {
        int width = stateAndAction.shape().cols();
        return forward(stateAndAction.narrow(1, 0, numState), stateAndAction.narrow(1, numState, width));
    }

    @Override
    public SequencedMap<String, Module> children() {
        SequencedMap<String, Module> named = new LinkedHashMap<>();
        named.put("fc1", fc1);
        named.put("fc2", fc2);
        named.put("fc3", fc3);
        return named;
    }

    /// `3-400+1-300-1`: the action joins where the plus sign is.
    @Override
    public String toString() {
        int h1 = fc1.bias().size(), h2 = fc2.bias().size();
        int more = (actionFirst ? fc1.weight().shape().dim(0) : numState + fc2.weight().shape().dim(0) - h1) - numState;
        return actionFirst ? numState + "+" + more + "-" + h1 + "-" + h2 + "-1"
                : numState + "-" + h1 + "+" + more + "-" + h2 + "-1";
    }
}
