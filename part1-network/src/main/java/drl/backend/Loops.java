package drl.backend;

/// Elementwise loops, each one statement. The compiler makes vector code of those that change an array in place. Where
/// arrays lie at places of their own, which might overlap, it does not: those run over a few hundred floats at a time, where
/// a kernel written with vectors would be compiled too late to be worth it (against [VectorOptimizers]).
final class Loops {

    private Loops() {
    }

    /// Copies or adds from one layout to another, axis by axis down to the last, which is contiguous in both.
    static void copyRows(int axis, float[] x, int xi, int[] xStrides, float[] y, int yi, int[] yStrides, int[] dims,
            boolean add) {
        int n = dims[axis];
        if (axis == dims.length - 1) {
            if (add) {
                add(x, xi, y, yi, n);
            } else {
                System.arraycopy(x, xi, y, yi, n);
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            copyRows(axis + 1, x, xi + i * xStrides[axis], xStrides, y, yi + i * yStrides[axis], yStrides, dims, add);
        }
    }

    static void reluGrad(float[] y, int yi, float[] dy, int gi, float[] dx, int di, int n) {
        for (int i = 0; i < n; i++) {
            dx[di + i] += y[yi + i] > 0 ? dy[gi + i] : 0f;
        }
    }

    static void tanhGrad(float[] y, int yi, float[] dy, int gi, float[] dx, int di, int n) {
        for (int i = 0; i < n; i++) {
            dx[di + i] += dy[gi + i] * (1 - y[yi + i] * y[yi + i]);
        }
    }

    static void sigmoidGrad(float[] y, int yi, float[] dy, int gi, float[] dx, int di, int n) {
        for (int i = 0; i < n; i++) {
            dx[di + i] += dy[gi + i] * (y[yi + i] * (1 - y[yi + i]));
        }
    }

    static void squareGrad(float[] x, int xi, float[] dy, int gi, float[] dx, int di, int n) {
        for (int i = 0; i < n; i++) {
            dx[di + i] += dy[gi + i] * (2 * x[xi + i]);
        }
    }

    static void clamp(float[] x, int xi, float low, float high, float[] y, int yi, int n) {
        for (int i = 0; i < n; i++) {
            float v = x[xi + i];
            y[yi + i] = v < low ? low : v > high ? high : v;
        }
    }

    static void mul(float[] a, int ai, float[] b, int bi, float[] y, int yi, int n) {
        for (int i = 0; i < n; i++) {
            y[yi + i] = a[ai + i] * b[bi + i];
        }
    }

    static void addMul(float[] a, int ai, float[] b, int bi, float[] y, int yi, int n) {
        for (int i = 0; i < n; i++) {
            y[yi + i] += a[ai + i] * b[bi + i];
        }
    }

    static void add(float[] a, int ai, float[] y, int yi, int n) {
        for (int i = 0; i < n; i++) {
            y[yi + i] += a[ai + i];
        }
    }

    static void subtract(float[] a, int ai, float[] y, int yi, int n) {
        for (int i = 0; i < n; i++) {
            y[yi + i] -= a[ai + i];
        }
    }

    /// y = f(a, b); a step of 0 repeats an operand's one value.
    static void binary(Binary f, float[] a, int ai, int aStep, float[] b, int bi, int bStep, float[] y, int yi, int n) {
        switch (f) {
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    y[yi + i] = a[ai + i * aStep] + b[bi + i * bStep];
                }
            }
            case SUB -> {
                for (int i = 0; i < n; i++) {
                    y[yi + i] = a[ai + i * aStep] - b[bi + i * bStep];
                }
            }
            case MUL -> {
                for (int i = 0; i < n; i++) {
                    y[yi + i] = a[ai + i * aStep] * b[bi + i * bStep];
                }
            }
            case DIV -> {
                for (int i = 0; i < n; i++) {
                    y[yi + i] = a[ai + i * aStep] / b[bi + i * bStep];
                }
            }
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    y[yi + i] = Math.min(a[ai + i * aStep], b[bi + i * bStep]);
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    y[yi + i] = Math.max(a[ai + i * aStep], b[bi + i * bStep]);
                }
            }
            case POW -> {
                for (int i = 0; i < n; i++) {
                    y[yi + i] = f.apply(a[ai + i * aStep], b[bi + i * bStep]);
                }
            }
        }
    }

    /// y = f(a, b) row by row, each operand expanded as told.
    static void binaryRows(Binary f, float[] a, int ai, Expand ea, float[] b, int bi, Expand eb, float[] y, int yi,
            int rows, int cols) {
        int aRow = rowStep(ea, cols), bRow = rowStep(eb, cols), aStep = step(ea), bStep = step(eb);
        if (cols == 1) { // a column: one long row instead of many short ones
            binary(f, a, ai, aRow, b, bi, bRow, y, yi, rows);
            return;
        }
        for (int r = 0; r < rows; r++) {
            binary(f, a, ai + r * aRow, aStep, b, bi + r * bRow, bStep, y, yi + r * cols, cols);
        }
    }

    /// Whether f is a + b, a − b, a·b or a/b.
    static boolean isArithmetic(Binary f) {
        return f == Binary.ADD || f == Binary.SUB || f == Binary.MUL || f == Binary.DIV;
    }

    /// da += dy·∂f/∂a for [#isArithmetic] f with a as large as y and b expanded as told.
    static void arithmeticGrad(Binary f, float[] b, int bi, Expand eb, float[] dy, int gi, float[] da, int di, int rows,
            int cols) {
        if (f == Binary.ADD || f == Binary.SUB) {
            add(dy, gi, da, di, rows * cols);
            return;
        }
        int bRow = rowStep(eb, cols), bStep = step(eb);
        if (cols == 1) { // a column: one long row instead of many short ones
            factorGrad(f, b, bi, bRow, dy, gi, da, di, rows);
            return;
        }
        for (int r = 0; r < rows; r++) {
            factorGrad(f, b, bi + r * bRow, bStep, dy, gi + r * cols, da, di + r * cols, cols);
        }
    }

    /// da += dy·b or dy/b.
    private static void factorGrad(Binary f, float[] b, int bi, int bStep, float[] dy, int gi, float[] da, int di,
            int n) {
        if (f == Binary.MUL) {
            for (int i = 0; i < n; i++) {
                da[di + i] += dy[gi + i] * b[bi + i * bStep];
            }
        } else {
            for (int i = 0; i < n; i++) {
                da[di + i] += dy[gi + i] * (1 / b[bi + i * bStep]);
            }
        }
    }

    /// db += dy·∂f/∂b for [#isArithmetic] f with a as large as y and b a row or one value: sums over all that b is repeated
    /// for, in the order of y's elements.
    static void repeatedGrad(Binary f, float[] a, int ai, float[] b, int bi, Expand eb, float[] y, int yi, float[] dy,
            int gi, float[] db, int di, int rows, int cols) {
        int step = step(eb);
        for (int r = 0; r < rows; r++) {
            int at = r * cols;
            switch (f) {
                case ADD -> {
                    for (int c = 0; c < cols; c++) {
                        db[di + c * step] += dy[gi + at + c];
                    }
                }
                case SUB -> {
                    for (int c = 0; c < cols; c++) {
                        db[di + c * step] -= dy[gi + at + c];
                    }
                }
                case MUL -> {
                    for (int c = 0; c < cols; c++) {
                        db[di + c * step] += dy[gi + at + c] * a[ai + at + c];
                    }
                }
                case DIV -> {
                    for (int c = 0; c < cols; c++) {
                        db[di + c * step] += dy[gi + at + c] * (-y[yi + at + c] / b[bi + c * step]);
                    }
                }
                case MIN, MAX, POW -> throw new AssertionError(f);
            }
        }
    }

    private static int rowStep(Expand e, int cols) {
        return switch (e) {
            case FULL -> cols;
            case COLUMN -> 1;
            case ROW, SCALAR -> 0;
        };
    }

    private static int step(Expand e) {
        return e == Expand.FULL || e == Expand.ROW ? 1 : 0;
    }

    /// d += dy·∂f/∂own for operands of equal shape; `left` tells whether `own` is the first operand.
    static void binaryGrad(Binary f, float[] own, int oi, float[] other, int ti, boolean left, float[] dy, int gi,
            float[] d, int di, int n) {
        switch (f) {
            case ADD -> add(dy, gi, d, di, n);
            case SUB -> {
                if (left) {
                    add(dy, gi, d, di, n);
                } else {
                    subtract(dy, gi, d, di, n);
                }
            }
            case MUL -> addMul(dy, gi, other, ti, d, di, n);
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    float a = own[oi + i], b = other[ti + i];
                    d[di + i] += dy[gi + i] * (a < b ? 1f : a == b ? 0.5f : 0f);
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    float a = own[oi + i], b = other[ti + i];
                    d[di + i] += dy[gi + i] * (a > b ? 1f : a == b ? 0.5f : 0f);
                }
            }
            case DIV, POW -> throw new AssertionError(f);
        }
    }
}
