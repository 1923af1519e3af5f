package drl.bench;

/// What a program computes for each step of an environment, counted from its layers' sizes.
///
/// @param flops   multiplications and additions of the networks' products, forward and backward
/// @param updates steps of the optimiser
record Work(double flops, double updates) {

    /// PPO with an actor and a critic of two hidden layers.
    ///
    /// @param obsDim    numbers of an observation
    /// @param actDim    outputs of the actor
    /// @param hidden    width of the hidden layers
    /// @param epochs    passes over each step
    /// @param minibatch steps in an update
    static Work ppo(int obsDim, int actDim, int hidden, int epochs, int minibatch) {
        double forward = forward(obsDim, hidden, hidden, actDim) + forward(obsDim, hidden, hidden, 1);
        double inputGrads = forward - 2 * forward(obsDim, hidden); // nobody asks for the observations' gradient
        return new Work(forward + epochs * (2 * forward + inputGrads), (double) epochs / minibatch);
    }

    /// A pass of one row through layers of these widths.
    static double forward(int... widths) {
        double flops = 0;
        for (int i = 1; i < widths.length; i++) {
            flops += 2.0 * widths[i - 1] * widths[i];
        }
        return flops;
    }
}
