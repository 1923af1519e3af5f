package drl.backend;

/// Sums, extremes and softmax over host arrays. Sums run in double and are rounded once.
final class HostReductions {

    private HostReductions() {
    }

    static void reduce(Reduction r, HostStorage x, HostStorage y, int outer, int n, int inner) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int at = x.offset + o * n * inner + i;
                y.array[y.offset + o * inner + i] = switch (r) {
                    case SUM -> (float) sum(x.array, at, n, inner);
                    case MEAN -> (float) (sum(x.array, at, n, inner) / n);
                    case MAX -> x.array[at + inner * extreme(x.array, at, n, inner, 1)];
                    case MIN -> x.array[at + inner * extreme(x.array, at, n, inner, -1)];
                };
            }
        }
    }

    static void reduceGrad(Reduction r, boolean shareTies, HostStorage x, HostStorage y, HostStorage dy, HostStorage dx,
            int outer, int n, int inner) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int at = o * n * inner + i;
                float g = dy.array[dy.offset + o * inner + i];
                switch (r) {
                    case SUM -> addEach(dx, at, n, inner, g);
                    case MEAN -> addEach(dx, at, n, inner, g / n);
                    case MAX, MIN -> {
                        if (shareTies) {
                            addShared(x, y.array[y.offset + o * inner + i], dx, at, n, inner, g);
                        } else {
                            int first = extreme(x.array, x.offset + at, n, inner, r == Reduction.MAX ? 1 : -1);
                            dx.array[dx.offset + at + inner * first] += g;
                        }
                    }
                }
            }
        }
    }

    /// Eight running sums instead of one: they do not wait for each other, and their number fixes the order of addition.
    static double sum(float[] x, int at, int n, int stride) {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        int j = 0, i = at;
        for (; j + 8 <= n; j += 8, i += 8 * stride) {
            s0 += x[i];
            s1 += x[i + stride];
            s2 += x[i + 2 * stride];
            s3 += x[i + 3 * stride];
            s4 += x[i + 4 * stride];
            s5 += x[i + 5 * stride];
            s6 += x[i + 6 * stride];
            s7 += x[i + 7 * stride];
        }
        for (; j < n; j++, i += stride) {
            s0 += x[i];
        }
        return s0 + s1 + (s2 + s3) + (s4 + s5 + (s6 + s7));
    }

    /// The position of the first largest (`sign` 1) or smallest (−1) value; a NaN wins, so that it shows.
    private static int extreme(float[] x, int at, int n, int stride, int sign) {
        int best = 0;
        for (int j = 1; j < n; j++) {
            float value = sign * x[at + j * stride], held = sign * x[at + best * stride];
            if (value > held || value != value && held == held) {
                best = j;
            }
        }
        return best;
    }

    private static void addEach(HostStorage dx, int at, int n, int stride, float g) {
        for (int j = 0; j < n; j++) {
            dx.array[dx.offset + at + j * stride] += g;
        }
    }

    private static void addShared(HostStorage x, float extreme, HostStorage dx, int at, int n, int stride, float g) {
        int ties = 0;
        for (int j = 0; j < n; j++) {
            ties += x.array[x.offset + at + j * stride] == extreme ? 1 : 0;
        }
        for (int j = 0; j < n; j++) {
            if (x.array[x.offset + at + j * stride] == extreme) {
                dx.array[dx.offset + at + j * stride] += g / ties;
            }
        }
    }

    /// The row's maximum is subtracted first: the result is the same and no exponential can overflow.
    static void softmax(HostStorage x, HostStorage y, int rows, int cols) {
        for (int r = 0; r < rows; r++) {
            int xi = x.offset + r * cols, yi = y.offset + r * cols;
            float max = x.array[xi + extreme(x.array, xi, cols, 1, 1)];
            double sum = 0;
            for (int j = 0; j < cols; j++) {
                y.array[yi + j] = FloatMath.exp(x.array[xi + j] - max);
                sum += y.array[yi + j];
            }
            for (int j = 0; j < cols; j++) {
                y.array[yi + j] = (float) (y.array[yi + j] / sum);
            }
        }
    }

    static void softmaxGrad(HostStorage y, HostStorage dy, HostStorage dx, int rows, int cols) {
        for (int r = 0; r < rows; r++) {
            int yi = y.offset + r * cols, gi = dy.offset + r * cols, xi = dx.offset + r * cols;
            double dot = 0;
            for (int j = 0; j < cols; j++) {
                dot += (double) dy.array[gi + j] * y.array[yi + j];
            }
            for (int j = 0; j < cols; j++) {
                dx.array[xi + j] += (float) (y.array[yi + j] * (dy.array[gi + j] - dot));
            }
        }
    }

    static void logSoftmax(HostStorage x, HostStorage y, int rows, int cols) {
        for (int r = 0; r < rows; r++) {
            int xi = x.offset + r * cols, yi = y.offset + r * cols;
            float max = x.array[xi + extreme(x.array, xi, cols, 1, 1)];
            double sum = 0;
            for (int j = 0; j < cols; j++) {
                sum += Math.exp((double) x.array[xi + j] - max);
            }
            double logSum = Math.log(sum);
            for (int j = 0; j < cols; j++) {
                y.array[yi + j] = (float) ((double) x.array[xi + j] - max - logSum);
            }
        }
    }

    static void logSoftmaxGrad(HostStorage y, HostStorage dy, HostStorage dx, int rows, int cols) {
        for (int r = 0; r < rows; r++) {
            int yi = y.offset + r * cols, gi = dy.offset + r * cols, xi = dx.offset + r * cols;
            double sum = 0;
            for (int j = 0; j < cols; j++) {
                sum += dy.array[gi + j];
            }
            for (int j = 0; j < cols; j++) {
                dx.array[xi + j] += (float) (dy.array[gi + j] - Math.exp(y.array[yi + j]) * sum);
            }
        }
    }
}
