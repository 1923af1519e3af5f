package drl.ppo;

import drl.cli.Rl;

/// Chapter 3 from an IDE: the same as `./rl part3-ppo`.
public final class Main {

    private Main() {
    }

    /// Trains PPO with the flags of the command line.
    public static void main(String[] args) {
        Rl.start("part3-ppo", args);
    }
}
