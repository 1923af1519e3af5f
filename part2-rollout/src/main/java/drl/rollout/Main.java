package drl.rollout;

import drl.cli.Rl;

/// Chapter 2 from an IDE: the same as `./rl part2-rollout`.
public final class Main {

    private Main() {
    }

    /// Collects a batch with the flags of the command line.
    public static void main(String[] args) {
        Rl.start("part2-rollout", args);
    }
}
