package drl.ddpg;

import drl.cli.Rl;

/// Chapter 4 from an IDE: the same as `./rl part4-ddpg`.
public final class Main {

    private Main() {
    }

    /// Trains DDPG with the flags of the command line.
    public static void main(String[] args) {
        Rl.start("part4-ddpg", args);
    }
}
