package drl.cuda;

import drl.backend.Activation;
import drl.backend.AdamStep;
import drl.backend.Backend;
import drl.backend.Binary;
import drl.backend.Expand;
import drl.backend.Reduction;
import drl.backend.RmsPropStep;
import drl.backend.SgdStep;
import drl.backend.Storage;
import drl.backend.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Every kernel of [Backend] on two backends, over sizes that end inside a block, at its edge and in the next.
final class KernelChecks {

    private static final int[] SIZES = {1, 31, 257, 5000};
    /// Some units in the last place.
    private static final double ROUNDING = 1e-6;

    /// Hands out operands, the same on every backend, and keeps them to be looked at.
    private static final class Operands {
        private final Backend backend;
        private final SplittableRandom random = new SplittableRandom(8);
        private final List<Storage> all = new ArrayList<>();

        private Operands(Backend backend) {
            this.backend = backend;
        }

        private Storage of(float[] values) {
            Storage storage = backend.allocate(values.length);
            backend.upload(values, 0, storage, 0, values.length);
            all.add(storage);
            return storage;
        }

        private Storage between(double low, double high, int n) {
            float[] values = new float[n];
            for (int i = 0; i < n; i++) {
                values[i] = (float) random.nextDouble(low, high);
            }
            return of(values);
        }

        private Storage any(int n) {
            return between(-1, 1, n);
        }

        private Storage positive(int n) {
            return between(0.2, 2.2, n);
        }

        private Storage indices(int n, int length) {
            float[] values = new float[n];
            for (int i = 0; i < n; i++) {
                values[i] = random.nextInt(length);
            }
            return of(values);
        }
    }

    /// A kernel over about `n` numbers.
    private interface Call {
        void on(Backend backend, Operands operands, int n);
    }

    private final Backend cpu;
    private final Backend gpu;
    private final Checklist list;

    KernelChecks(Backend cpu, Backend gpu, Checklist list) {
        this.cpu = cpu;
        this.gpu = gpu;
        this.list = list;
    }

    /// Checks them all.
    void all() {
        elementwise();
        reductions();
        indexing();
        products();
        optimizers();
        triangles();
    }

    /// @param perNumber how much the allowed difference grows with every number that is added up
    private void check(String name, double perNumber, Call call) {
        double worst = 0, allowed = 0;
        for (int n : SIZES) {
            double tolerance = ROUNDING + perNumber * n;
            double difference = difference(call, n);
            if (!(difference / tolerance <= worst)) {
                worst = difference / tolerance;
                allowed = tolerance;
            }
        }
        list.add(name, worst * allowed, allowed == 0 ? ROUNDING : allowed);
    }

    private double difference(Call call, int n) {
        Operands expected = run(cpu, call, n), actual = run(gpu, call, n);
        double difference = 0;
        for (int i = 0; i < expected.all.size(); i++) {
            difference = Math.max(difference,
                    Checklist.difference(values(cpu, expected.all.get(i)), values(gpu, actual.all.get(i))));
        }
        actual.all.forEach(gpu::free);
        return difference;
    }

    private static Operands run(Backend backend, Call call, int n) {
        Operands operands = new Operands(backend);
        call.on(backend, operands, n);
        return operands;
    }

    private static float[] values(Backend backend, Storage storage) {
        float[] values = new float[storage.size()];
        backend.download(storage, 0, values, 0, values.length);
        return values;
    }

    private void elementwise() {
        check("fill, copy, affine, axpy", 0, (b, o, n) -> {
            b.fill(o.any(n), 2.5f);
            b.copy(o.any(n), o.any(n));
            b.affine(o.any(n), 0.7f, -0.2f, o.any(n));
            b.axpy(-0.7f, o.any(n), o.any(n));
            b.copyToRow(o.any(n), o.any(3 * (n + 2)), 1, n + 2, 2);
        });
        check("clamp", 0, (b, o, n) -> {
            Storage x = o.any(n);
            b.clamp(x, -0.5f, 0.25f, o.any(n));
            b.clampGrad(x, -0.5f, 0.25f, o.any(n), o.any(n));
        });
        check("copyStrided", 1e-7, (b, o, n) -> {
            b.copyStrided(o.any(3 * n), 0, new int[] {1, 3}, o.any(3 * n), 0, new int[] {n, 1}, new int[] {3, n}, true);
            b.copyStrided(o.any(4 * n), 0, new int[] {n, 1}, o.any(n), 0, new int[] {0, 1}, new int[] {4, n}, true);
        });
        for (Unary f : Unary.values()) {
            check("unary " + f, 0, (b, o, n) -> {
                Storage x = o.positive(n), y = o.any(n);
                b.unary(f, 1.5f, x, y);
                b.unaryGrad(f, 1.5f, x, y, o.any(n), o.any(n));
            });
        }
        for (Binary f : Binary.values()) {
            check("binary " + f, 2e-7, (b, o, n) -> {
                for (Expand e : Expand.values()) {
                    int size = switch (e) {
                        case FULL -> 3 * n;
                        case ROW -> n;
                        case COLUMN -> 3;
                        case SCALAR -> 1;
                    };
                    Storage left = o.positive(3 * n), right = o.positive(size), y = o.any(3 * n);
                    b.binary(f, left, Expand.FULL, right, e, y, n);
                    b.binaryGrad(f, left, Expand.FULL, right, e, y, o.any(3 * n), o.any(3 * n), o.any(size), n);
                }
            });
        }
    }

    private void reductions() {
        for (Reduction r : Reduction.values()) {
            check("reduce " + r, 0, (b, o, n) -> {
                reduce(b, o, r, 1, n, 1);
                reduce(b, o, r, 3, n, 1);
                reduce(b, o, r, 1, n, 12);
                reduce(b, o, r, 2, n, 3);
            });
        }
        check("softmax", 2e-8, (b, o, n) -> {
            Storage y = o.any(3 * n);
            b.softmax(o.any(3 * n), y, 3, n);
            b.softmaxGrad(y, o.any(3 * n), o.any(3 * n), 3, n);
        });
        check("logSoftmax", 2e-8, (b, o, n) -> {
            Storage y = o.any(3 * n);
            b.logSoftmax(o.any(3 * n), y, 3, n);
            b.logSoftmaxGrad(y, o.any(3 * n), o.any(3 * n), 3, n);
        });
    }

    private static void reduce(Backend b, Operands o, Reduction r, int outer, int n, int inner) {
        Storage x = o.any(outer * n * inner), y = o.any(outer * inner);
        b.reduce(r, x, y, outer, n, inner);
        for (boolean share : new boolean[] {true, false}) {
            b.reduceGrad(r, share, x, y, o.any(outer * inner), o.any(outer * n * inner), outer, n, inner);
        }
    }

    private void indexing() {
        check("select, gather", 2e-8, (b, o, n) -> {
            Storage some = o.indices(7, n), each = o.indices(24, n);
            b.select(o.any(6 * n), some, o.any(42), 2, n, 3, 7);
            b.selectGrad(some, o.any(42), o.any(6 * n), 2, n, 3, 7);
            b.gather(o.any(6 * n), each, o.any(24), 2, n, 3, 4);
            b.gatherGrad(each, o.any(24), o.any(6 * n), 2, n, 3, 4);
        });
    }

    private void products() {
        for (int kind = 0; kind < 4; kind++) {
            boolean ta = (kind & 1) != 0, tb = (kind & 2) != 0;
            check("matmul" + (ta ? " Aᵀ" : "") + (tb ? " Bᵀ" : ""), 2e-7, (b, o, n) -> {
                b.matmul(ta, tb, o.any(13 * n), o.any(n * 17), o.any(13 * 17), 13, 17, n, false);
                b.matmul(ta, tb, o.any(13 * n), o.any(n * 17), o.any(13 * 17), 13, 17, n, true);
            });
        }
        for (Activation act : Activation.values()) {
            check("linear " + act, 2e-7, (b, o, n) -> {
                Storage x = o.any(n * 65), w = o.any(65 * 33), y = o.any(n * 33);
                b.linear(x, w, o.any(33), act, y, n, 65, 33);
                b.linearGrad(x, w, act, y, o.any(n * 33), o.any(n * 65), true, o.any(65 * 33), o.any(33), n, 65, 33);
                b.linearGrad(x, w, act, y, o.any(n * 33), o.any(n * 65), false, null, null, n, 65, 33);
            });
        }
    }

    private void optimizers() {
        check("clipNorm", 0, (b, o, n) -> {
            b.clipNorm(o.any(n), 1e4f, o.any(1));
            b.clipNorm(o.any(n), 0.05f, o.any(1));
        });
        check("sgd", 0, (b, o, n) -> {
            Storage params = o.any(n), velocity = o.any(n);
            b.sgd(new SgdStep(0.1, 0.9, 0.01, false, true), params, o.any(n), velocity);
            b.sgd(new SgdStep(0.1, 0.9, 0.01, true, false), params, o.any(n), velocity);
            b.sgd(new SgdStep(0.1, 0, 0.01, false, false), params, o.any(n), null);
        });
        check("adam", 0, (b, o, n) -> {
            Storage params = o.any(n), m = o.of(new float[n]), v = o.of(new float[n]);
            for (int t = 1; t <= 3; t++) {
                b.adam(new AdamStep(0.01 / t, 0.9, 0.999, 1e-5, 0.01, false, t), params, o.any(n), m, v);
            }
        });
        check("rmsprop", 0, (b, o, n) -> {
            Storage params = o.any(n), squares = o.of(new float[n]);
            b.rmsprop(new RmsPropStep(0.1, 0.9, 1e-5, 0.01), params, o.any(n), squares);
            b.rmsprop(new RmsPropStep(0.1, 0.9, 1e-5, 0.01), params, o.any(n), squares);
        });
    }

    private void triangles() {
        check("cholesky, solveTriangular", 0, (b, o, n) -> {
            int k = Math.min(17, n);
            float[] a = new float[k * k];
            for (int i = 0; i < k * k; i++) {
                a[i] = i / k == i % k ? 2 : 1f / (2 + Math.abs(i / k - i % k));
            }
            Storage l = o.any(k * k);
            b.cholesky(o.of(a), l, k);
            b.choleskyGrad(l, o.any(k * k), o.any(k * k), k);
            b.solveTriangular(l, false, o.any(k * 5), o.any(k * 5), k, 5);
            b.solveTriangular(l, true, o.any(k * 5), o.any(k * 5), k, 5);
        });
    }
}
