package drl.bench;

/// What a program computes for each step of an environment, counted from its layers' sizes.
///
/// @param flops   multiplications and additions of the networks' products, forward and backward
/// @param updates steps of the optimiser
record Work(double flops, double updates) {

    /// An actor and a critic: a pass through both for acting, and for each epoch another one with its gradients.
    ///
    /// @param actor     widths from observations to outputs
    /// @param critic    the same
    /// @param epochs    updates that each step takes part in
    /// @param minibatch steps in an update
    static Work actorCritic(int[] actor, int[] critic, int epochs, int minibatch) {
        double forward = forward(actor) + forward(critic);
        double inputs = forward(actor[0], actor[1]) + forward(critic[0], critic[1]); // have no gradient
        return new Work(forward + epochs * (3 * forward - inputs), (double) epochs / minibatch);
    }

    /// DDPG's four networks, one update after each step: the targets' pass, the critic's with its gradients, and the actor's
    /// with its own, which come through the critic; and a pass of the actor for acting.
    ///
    /// @param actor  widths from observations to actions
    /// @param critic widths from observations to the value, the action counted where it joins
    /// @param batch  remembered steps in an update
    static Work ddpg(int[] actor, int[] critic, int batch) {
        double pi = forward(actor), q = forward(critic);
        double inputs = forward(actor[0], actor[1]) + 2 * forward(critic[0], critic[1]); // have no gradient
        return new Work(pi + batch * (4 * pi + 6 * q - inputs), 1);
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
