package drl.nn;

import drl.cli.Rl;

/// Chapter 1 from an IDE: the same as `./rl part1-network`.
public final class Main {

    private Main() {
    }

    /// Fits a curve with the flags of the command line.
    public static void main(String[] args) {
        Rl.start("part1-network", args);
    }
}
