package drl.part1.backend;

import static drl.part1.backend.Parity.AWKWARD;
import static drl.part1.backend.Parity.rounding;
import static drl.part1.backend.Parity.sumOf;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import drl.backend.Activation;
import drl.backend.AdamStep;
import drl.backend.Binary;
import drl.backend.Expand;
import drl.backend.Reduction;
import drl.backend.RmsPropStep;
import drl.backend.SgdStep;
import drl.backend.Storage;
import drl.backend.Unary;
import drl.part1.backend.Parity.Call;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// Every kernel of the fast backend against its plain statement, over awkward sizes.
@Tag("part1")
class KernelParityTests {

    /// Values enough for two threads and more to have a part of them each.
    private static final int SHARED = 1 << 15;

    private final List<DynamicNode> tests = new ArrayList<>();

    /// A kernel over `n` values.
    interface Sized {
        void call(KernelRun run, int n);
    }

    private void check(String name, Sized kernel) {
        tests.add(dynamicTest(name, () -> {
            for (int n : AWKWARD) {
                Parity.check(name + ", " + n, rounding(), run -> kernel.call(run, n));
            }
        }));
    }

    /// The gradient of what was repeated is a sum of up to `repeats`·n numbers. The plain backend and the fast one add them
    /// up in float, one after the other; the GPU does so in double, and is as far from them as they are from the truth.
    private void checkSums(String name, int repeats, Sized kernel) {
        tests.add(dynamicTest(name, () -> {
            for (int n : AWKWARD) {
                Parity.check(name + ", " + n, rounding(), repeats == 0 ? rounding() : sumOf(repeats * n),
                        run -> kernel.call(run, n));
            }
        }));
    }

    private void check(String name, double tolerance, Call call) {
        tests.add(dynamicTest(name, () -> Parity.check(name, tolerance, call)));
    }

    @TestFactory
    List<DynamicNode> elementByElement() {
        check("fill", (k, n) -> k.backend().fill(k.random(n), 2.5f));
        check("fill, shared out", (k, n) -> k.backend().fill(k.random(n + SHARED), 2.5f));
        check("copy", (k, n) -> k.backend().copy(k.random(n), k.random(n)));
        check("affine", (k, n) -> k.backend().affine(k.random(n), 0.7f, -0.2f, k.random(n)));
        check("axpy", (k, n) -> k.backend().axpy(-0.7f, k.random(n), k.random(n)));
        check("axpby", (k, n) -> k.backend().axpby(0.3f, k.random(n), -0.6f, k.random(n)));
        check("clamp", (k, n) -> k.backend().clamp(k.random(n), -0.5f, 0.25f, k.random(n)));
        check("clampGrad", (k, n) -> k.backend().clampGrad(k.whole(n), -2, 3, k.random(n), k.random(n)));
        for (Unary f : Unary.values()) {
            check("unary " + f, (k, n) -> k.backend().unary(f, 1.5f, k.positive(n), k.random(n)));
            check("unaryGrad " + f, (k, n) -> {
                Storage x = k.positive(n), y = k.random(n);
                k.backend().unary(f, 1.5f, x, y);
                k.backend().unaryGrad(f, 1.5f, x, y, k.random(n), k.random(n));
            });
        }
        for (Unary f : List.of(Unary.EXP, Unary.TANH, Unary.SIGMOID, Unary.RELU, Unary.SQUARE)) {
            check("unary " + f + " around zero", (k, n) -> k.backend().unary(f, 0, k.whole(n), k.random(n)));
        }
        return tests;
    }

    @TestFactory
    List<DynamicNode> twoOperands() {
        for (Binary f : Binary.values()) {
            for (Expand ea : Expand.values()) {
                for (Expand eb : Expand.values()) {
                    if (ea == Expand.FULL || eb == Expand.FULL
                            || ea != eb && ea != Expand.SCALAR && eb != Expand.SCALAR) {
                        boolean sums = ea != Expand.FULL || eb != Expand.FULL;
                        checkSums(f + " " + ea + " " + eb, sums ? 3 : 0, (k, n) -> combine(k, f, ea, eb, 3, n));
                        checkSums(f + " " + ea + " " + eb + ", tall", sums ? 1 : 0,
                                (k, n) -> combine(k, f, ea, eb, n, 1));
                    }
                }
            }
        }
        return tests;
    }

    private static void combine(KernelRun k, Binary f, Expand ea, Expand eb, int rows, int cols) {
        Storage a = operand(k, f, ea, rows, cols), b = operand(k, f, eb, rows, cols);
        Storage y = k.random(rows * cols), dy = k.random(rows * cols);
        k.backend().binary(f, a, ea, b, eb, y, cols);
        k.backend().binaryGrad(f, a, ea, b, eb, y, dy, k.random(a.size()), k.random(b.size()), cols);
        k.backend().binaryGrad(f, a, ea, b, eb, y, dy, k.random(a.size()), null, cols);
        k.backend().binaryGrad(f, a, ea, b, eb, y, dy, null, k.random(b.size()), cols);
    }

    private static Storage operand(KernelRun k, Binary f, Expand e, int rows, int cols) {
        int n = switch (e) {
            case FULL -> rows * cols;
            case ROW -> cols;
            case COLUMN -> rows;
            case SCALAR -> 1;
        };
        return f == Binary.DIV || f == Binary.POW ? k.positive(n) : k.whole(n); // whole numbers tie in MIN and MAX
    }

    @TestFactory
    List<DynamicNode> reductions() {
        for (Reduction r : Reduction.values()) {
            check("reduce " + r, (k, n) -> k.backend().reduce(r, k.random(n), k.random(1), 1, n, 1));
            check("reduce " + r + " rows", (k, n) -> k.backend().reduce(r, k.random(3 * n), k.random(3), 3, n, 1));
            check("reduce " + r + " columns", (k, n) -> k.backend().reduce(r, k.random(n * 5), k.random(5), 1, n, 5));
            check("reduce " + r + " inside", (k, n) -> k.backend().reduce(r, k.random(12 * n), k.random(12), 4, n, 3));
            for (boolean share : new boolean[] {true, false}) {
                check("reduceGrad " + r + (share ? ", ties share" : ""), (k, n) -> {
                    Storage x = k.whole(6 * n), y = k.random(6);
                    k.backend().reduce(r, x, y, 2, n, 3);
                    k.backend().reduceGrad(r, share, x, y, k.random(6), k.random(6 * n), 2, n, 3);
                });
            }
        }
        check("softmax", (k, n) -> k.backend().softmax(k.random(3 * n), k.random(3 * n), 3, n));
        check("logSoftmax", (k, n) -> k.backend().logSoftmax(k.random(3 * n), k.random(3 * n), 3, n));
        check("softmaxGrad", (k, n) -> {
            Storage y = k.random(3 * n);
            k.backend().softmax(k.random(3 * n), y, 3, n);
            k.backend().softmaxGrad(y, k.random(3 * n), k.random(3 * n), 3, n);
        });
        check("logSoftmaxGrad", (k, n) -> {
            Storage y = k.random(3 * n);
            k.backend().logSoftmax(k.random(3 * n), y, 3, n);
            k.backend().logSoftmaxGrad(y, k.random(3 * n), k.random(3 * n), 3, n);
        });
        return tests;
    }

    @TestFactory
    List<DynamicNode> arrangement() {
        for (boolean add : new boolean[] {true, false}) {
            check("copyStrided transposed" + (add ? ", added" : ""),
                    (k, n) -> k.backend().copyStrided(k.random(3 * n), 0,
                            new int[] {1, 3}, k.random(3 * n), 0, new int[] {n, 1}, new int[] {3, n}, add));
            check("copyStrided repeated" + (add ? ", added" : ""), (k, n) -> k.backend().copyStrided(k.random(n), 0,
                    new int[] {0, 1}, k.random(5 * n), n, new int[] {n, 1}, new int[] {4, n}, add));
        }
        check("copyToRow",
                (k, n) -> k.backend().copyToRow(k.random(n), k.random(3 * (n + 2)), 1, n + 2, 2));
        check("select",
                (k, n) -> k.backend().select(k.random(2 * n * 3), k.indices(7, n), k.random(2 * 7 * 3), 2, n, 3, 7));
        check("select long rows",
                (k, n) -> k.backend().select(k.random(2 * n * 11), k.indices(7, n), k.random(2 * 7 * 11), 2, n, 11, 7));
        check("selectGrad",
                (k, n) -> k.backend().selectGrad(k.indices(7, n), k.random(2 * 7 * 3), k.random(2 * n * 3), 2, n,
                        3, 7));
        check("gather",
                (k, n) -> k.backend().gather(k.random(2 * n * 3), k.indices(2 * 4 * 3, n), k.random(2 * 4 * 3), 2, n,
                        3, 4));
        check("gatherGrad",
                (k, n) -> k.backend().gatherGrad(k.indices(2 * 4 * 3, n), k.random(2 * 4 * 3), k.random(2 * n * 3),
                        2, n, 3, 4));
        return tests;
    }

    @TestFactory
    List<DynamicNode> optimisers() {
        check("clipNorm, short", (k, n) -> k.backend().clipNorm(k.random(n), 1000, k.random(1)));
        check("clipNorm, long", (k, n) -> k.backend().clipNorm(k.random(n), 0.05f, k.random(1)));
        check("clipNorm, short, shared out", (k, n) -> k.backend().clipNorm(k.random(n + SHARED), 1000, k.random(1)));
        check("clipNorm, long, shared out", (k, n) -> k.backend().clipNorm(k.random(n + SHARED), 0.05f, k.random(1)));
        for (boolean maximize : new boolean[] {true, false}) {
            check("sgd" + (maximize ? ", climbing" : ""), (k, n) -> k.backend()
                    .sgd(new SgdStep(0.1, 0, 0.01, maximize, true), k.random(n), k.random(n), null));
            check("sgd with momentum" + (maximize ? ", climbing" : ""), (k, n) -> {
                Storage params = k.random(n), velocity = k.random(n);
                k.backend().sgd(new SgdStep(0.1, 0.9, 0.01, maximize, true), params, k.random(n), velocity);
                k.backend().sgd(new SgdStep(0.1, 0.9, 0.01, maximize, false), params, k.random(n), velocity);
            });
            check("adam" + (maximize ? ", climbing" : ""), (k, n) -> {
                Storage params = k.random(n), m = k.values(new float[n]), v = k.values(new float[n]);
                k.backend().adam(new AdamStep(0.1, 0.9, 0.999, 1e-8, 0.01, maximize, 1), params, k.random(n), m, v);
                k.backend().adam(new AdamStep(0.1, 0.9, 0.999, 1e-8, 0.01, maximize, 2), params, k.random(n), m, v);
            });
        }
        check("adam where gradients stay zero", (k, n) -> {
            Storage params = k.random(n), zeros = k.values(new float[n]), m = k.values(tiny(n)), v = k.values(tiny(n));
            k.backend().adam(new AdamStep(0.1, 0.9, 0.999, 1e-8, 0, false, 1), params, zeros, m, v);
        });
        check("rmsprop where gradients stay zero", (k, n) -> {
            Storage params = k.random(n), squares = k.values(tiny(n));
            k.backend().rmsprop(new RmsPropStep(0.1, 0.9, 1e-5, 0), params, k.values(new float[n]), squares);
        });
        check("rmsprop", (k, n) -> {
            Storage params = k.random(n), squares = k.values(new float[n]);
            k.backend().rmsprop(new RmsPropStep(0.1, 0.9, 1e-5, 0.01), params, k.random(n), squares);
            k.backend().rmsprop(new RmsPropStep(0.1, 0.9, 1e-5, 0.01), params, k.random(n), squares);
        });
        return tests;
    }

    /// Around the smallest normal float.
    private static float[] tiny(int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = Float.MIN_NORMAL * (i % 5) / 2;
        }
        return x;
    }

    @TestFactory
    List<DynamicNode> triangles() {
        for (int n : new int[] {1, 2, 3, 5, 7, 17}) {
            check("cholesky " + n, rounding(), k -> k.backend().cholesky(covariance(k, n), k.random(n * n), n));
            check("choleskyGrad " + n, rounding(), k -> {
                Storage l = k.random(n * n);
                k.backend().cholesky(covariance(k, n), l, n);
                k.backend().choleskyGrad(l, k.random(n * n), k.random(n * n), n);
            });
            for (boolean transpose : new boolean[] {true, false}) {
                check("solveTriangular " + n + (transpose ? " transposed" : ""), rounding(), k -> {
                    Storage l = k.random(n * n);
                    k.backend().cholesky(covariance(k, n), l, n);
                    k.backend().solveTriangular(l, transpose, k.random(n * 3), k.random(n * 3), n, 3);
                });
            }
        }
        return tests;
    }

    /// x·xᵀ with n added to its diagonal.
    private static Storage covariance(KernelRun k, int n) {
        Storage x = k.random(n * n), a = k.random(n * n);
        float[] identity = new float[n * n];
        for (int i = 0; i < n; i++) {
            identity[i * n + i] = n;
        }
        k.backend().copy(k.values(identity), a);
        k.backend().matmul(false, true, x, x, a, n, n, n, true);
        return a;
    }

    @TestFactory
    List<DynamicNode> products() {
        for (int m : new int[] {1, 2, 3, 5, 6, 7, 13, 31}) {
            for (int n : new int[] {1, 2, 3, 5, 13, 15, 16, 17, 31, 33, 63, 64, 65, 130}) {
                tests.add(dynamicTest("matmul (" + m + ", k) · (k, " + n + ")", () -> {
                    for (int k : new int[] {1, 2, 16, 65, 257, 520}) {
                        products(m, n, k);
                    }
                }));
            }
        }
        return tests;
    }

    private static void products(int m, int n, int k) {
        for (int kind = 0; kind < 4; kind++) {
            boolean ta = (kind & 1) != 0, tb = (kind & 2) != 0, add = (kind + n + k & 1) != 0;
            String name =
                    "matmul " + m + " " + n + " " + k + (ta ? " Aᵀ" : "") + (tb ? " Bᵀ" : "") + (add ? " added" : "");
            Parity.check(name, 0,
                    r -> r.backend().matmul(ta, tb, r.whole(m * k), r.whole(k * n), r.whole(m * n), m, n, k, add));
            Parity.check(name, sumOf(k),
                    r -> r.backend().matmul(ta, tb, r.random(m * k), r.random(k * n), r.random(m * n), m, n, k, add));
        }
    }

    @TestFactory
    List<DynamicNode> layers() {
        for (int out : new int[] {1, 2, 3, 5, 8, 15, 16, 17, 33, 64, 65, 130}) {
            for (Activation act : Activation.values()) {
                tests.add(dynamicTest("linear (rows, in) · (in, " + out + "), " + act,
                        () -> LayerCalls.checkSizes(act, out)));
            }
        }
        return tests;
    }

    /// Large enough to be shared out over threads.
    @TestFactory
    List<DynamicNode> largeLayers() {
        for (int[] size : LayerCalls.LARGE) {
            tests.add(dynamicTest("linear (" + size[0] + ", " + size[1] + ") · (" + size[1] + ", " + size[2] + ")",
                    () -> LayerCalls.checkLarge(size[0], size[1], size[2])));
        }
        return tests;
    }

    /// Parameters enough to be shared out over threads.
    @TestFactory
    List<DynamicNode> largeBlocks() {
        for (int n : new int[] {40_001, 65_536}) {
            tests.add(dynamicTest("adam over " + n, () -> Parity.check("adam over " + n, Parity.rounding(), r -> {
                Storage params = r.random(n), m = r.values(new float[n]), v = r.values(new float[n]);
                r.backend().adam(new AdamStep(0.1, 0.9, 0.999, 1e-8, 0.01, false, 1), params, r.random(n), m, v);
            })));
            tests.add(dynamicTest("axpby over " + n, () -> Parity.check("axpby over " + n, Parity.rounding(),
                    r -> r.backend().axpby(0.1f, r.random(n), 0.9f, r.random(n)))));
        }
        return tests;
    }
}
