package drl.part1.backend;

import static drl.part1.backend.Parity.sumOf;

import drl.backend.Activation;
import drl.backend.Storage;

/// Forward and backward passes of a layer, in all the ways a network asks for them.
final class LayerCalls {

    /// Rows, inputs and outputs whose product is worth a second thread, and shares that are no multiple of anything.
    static final int[][] LARGE =
            {{2048, 64, 64}, {2100, 3, 65}, {7000, 64, 1}, {7001, 65, 3}, {601, 257, 5}, {121, 64, 65},
                {13, 400, 300}, {30, 130, 129}, {61, 400, 300}, {129, 400, 300}, {1, 700, 600}};

    private LayerCalls() {
    }

    /// Every number of rows with every number of inputs would take minutes; each meets a few of the other.
    static void checkSizes(Activation act, int out) {
        for (int rows : new int[] {1, 2, 3, 4, 5, 6, 7, 12, 13, 119, 120, 121, 127, 241}) {
            check(act, rows, 5, out);
        }
        for (int in : new int[] {1, 2, 3, 4, 15, 16, 17, 31, 33, 64, 65, 130, 300}) {
            check(act, 1, in, out);
            check(act, 8, in, out);
        }
        check(act, 127, 65, out);
    }

    static void checkLarge(int rows, int in, int out) {
        checkWhole(Activation.RELU, rows, in, out);
        checkRandom(Activation.TANH, rows, in, out);
    }

    private static void check(Activation act, int rows, int in, int out) {
        if (act == Activation.IDENTITY || act == Activation.RELU) {
            checkWhole(act, rows, in, out);
        }
        checkRandom(act, rows, in, out);
    }

    private static void checkWhole(Activation act, int rows, int in, int out) {
        Parity.check("linear " + rows + " " + in + " " + out + " " + act + " of whole numbers", 0,
                k -> forwardAndBackward(k, act, rows, in, out, true));
    }

    private static void checkRandom(Activation act, int rows, int in, int out) {
        int longest = Math.max(in, rows); // dx adds up `out` numbers, in vectors; the emulated GPU one after the other
        Parity.check("linear " + rows + " " + in + " " + out + " " + act, sumOf(longest), sumOf(Math.max(longest, out)),
                k -> forwardAndBackward(k, act, rows, in, out, false));
    }

    /// dx set, dx added to, no dx; dx alone.
    static void forwardAndBackward(KernelRun k, Activation act, int rows, int in, int out, boolean whole) {
        Storage x = numbers(k, rows * in, whole), w = numbers(k, in * out, whole), b = numbers(k, out, whole);
        Storage y = numbers(k, rows * out, whole);
        k.backend().linear(x, w, b, act, y, rows, in, out);
        for (int kind = 0; kind < 3; kind++) {
            Storage dy = numbers(k, rows * out, whole), dx = kind == 2 ? null : numbers(k, rows * in, whole);
            Storage dw = numbers(k, in * out, whole), db = numbers(k, out, whole);
            k.backend().linearGrad(x, w, act, y, dy, dx, kind == 0, dw, db, rows, in, out);
        }
        k.backend().linearGrad(x, w, act, y, numbers(k, rows * out, whole), numbers(k, rows * in, whole), true, null,
                null, rows, in, out);
    }

    private static Storage numbers(KernelRun k, int n, boolean whole) {
        return whole ? k.whole(n) : k.random(n);
    }
}
