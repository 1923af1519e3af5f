package drl.a2c;

import drl.cli.Rl;

/// Chapter 5 from an IDE: the same as `./rl part5-a2c`.
public final class Main {

    private Main() {
    }

    /// Trains A2C or A3C with the flags of the command line.
    public static void main(String[] args) {
        Rl.start("part5-a2c", args);
    }
}
