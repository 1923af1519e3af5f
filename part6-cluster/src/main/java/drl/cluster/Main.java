package drl.cluster;

import drl.cli.Rl;

/// Chapter 6 from an IDE: the same as `./rl part6-cluster`.
public final class Main {

    private Main() {
    }

    /// Trains PPO with the flags of the command line.
    public static void main(String[] args) {
        Rl.start("part6-cluster", args);
    }
}
