package drl.part1.backend;

import drl.backend.Backend;
import drl.backend.ScalarBackend;
import drl.part1.TestBackends;
import java.util.List;

/// Compares what a kernel leaves behind on the fast backend, for every number of threads, and on that of a GPU, for
/// several orders in which its threads may run, with what it leaves on the plain one.
final class Parity {

    /// One, around every multiple of a vector's length, and odd numbers between.
    static final int[] AWKWARD = {1, 2, 3, 5, 7, 13, 15, 16, 17, 31, 33, 63, 64, 65, 127, 130, 257};

    /// Asks for operands and calls a kernel.
    interface Call {
        void on(KernelRun run);
    }

    private Parity() {
    }

    /// For single operations on floats: some units in the last place.
    static double rounding() {
        return 5e-7;
    }

    /// For sums of `n` products of numbers below 1: float against double. The rounding errors of n additions grow with
    /// √n, and so do the partial sums they are relative to.
    static double sumOf(int n) {
        return 2e-7 * (n + 4);
    }

    /// @param tolerance allowed |difference| / max(1, |expected|); 0 for the same numbers
    static void check(String name, double tolerance, Call call) {
        check(name, tolerance, tolerance, call);
    }

    /// The same with a tolerance of its own for the GPU, which adds in another order.
    static void check(String name, double tolerance, double onDevice, Call call) {
        check(name, tolerance, call, TestBackends.VECTOR);
        check(name, onDevice, call, TestBackends.DEVICE);
    }

    /// @param backends to be compared with the plain one, and with the first of them
    static void check(String name, double tolerance, Call call, List<? extends Backend> backends) {
        List<float[]> expected = run(new ScalarBackend(), call);
        List<float[]> first = null;
        for (Backend backend : backends) {
            List<float[]> actual = run(backend, call);
            compare(name + " on " + backend.description(), expected, actual, tolerance);
            first = first == null ? actual : first;
            compare(name + ", " + backend.description() + " against " + backends.getFirst().description(), first,
                    actual,
                    0);
        }
    }

    private static List<float[]> run(Backend backend, Call call) {
        KernelRun run = new KernelRun(backend);
        call.on(run);
        return run.operands();
    }

    private static void compare(String name, List<float[]> expected, List<float[]> actual, double tolerance) {
        for (int operand = 0; operand < expected.size(); operand++) {
            float[] a = expected.get(operand), b = actual.get(operand);
            for (int i = 0; i < a.length; i++) {
                boolean same = a[i] == b[i]; // no NaN comes from these inputs
                if (!same && !(Math.abs(a[i] - b[i]) <= tolerance * Math.max(1, Math.abs(a[i])))) {
                    throw new AssertionError(
                            name + ": operand " + operand + ", number " + i + ": " + b[i] + " instead of "
                                    + a[i]);
                }
            }
        }
    }
}
