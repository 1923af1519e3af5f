package drl.backend;

/// Picking values by index on the host, and the way back.
final class HostIndexing {

    /// Up to this many values the library's copy takes longer to begin than a loop to end.
    private static final int SHORT = 4;

    private HostIndexing() {
    }

    static void select(HostStorage x, HostStorage index, HostStorage y, int outer, int n, int inner, int m) {
        for (int o = 0; o < outer; o++) {
            int from = x.offset + o * n * inner, to = y.offset + o * m * inner;
            for (int j = 0; j < m; j++) {
                copy(x.array, from + at(index, j, n) * inner, y.array, to + j * inner, inner);
            }
        }
    }

    private static void copy(float[] x, int xi, float[] y, int yi, int n) {
        if (n > SHORT) {
            System.arraycopy(x, xi, y, yi, n);
        } else {
            for (int i = 0; i < n; i++) {
                y[yi + i] = x[xi + i];
            }
        }
    }

    static void selectGrad(HostStorage index, HostStorage dy, HostStorage dx, int outer, int n, int inner, int m) {
        for (int j = 0; j < m; j++) {
            int at = at(index, j, n);
            for (int o = 0; o < outer; o++) {
                int from = dy.offset + (o * m + j) * inner, to = dx.offset + (o * n + at) * inner;
                for (int i = 0; i < inner; i++) {
                    dx.array[to + i] += dy.array[from + i];
                }
            }
        }
    }

    static void gather(HostStorage x, HostStorage index, HostStorage y, int outer, int n, int inner, int m) {
        for (int o = 0; o < outer; o++) {
            for (int j = 0; j < m; j++) {
                for (int i = 0; i < inner; i++) {
                    int k = (o * m + j) * inner + i;
                    y.array[y.offset + k] = x.array[x.offset + (o * n + at(index, k, n)) * inner + i];
                }
            }
        }
    }

    static void gatherGrad(HostStorage index, HostStorage dy, HostStorage dx, int outer, int n, int inner, int m) {
        for (int o = 0; o < outer; o++) {
            for (int j = 0; j < m; j++) {
                for (int i = 0; i < inner; i++) {
                    int k = (o * m + j) * inner + i;
                    dx.array[dx.offset + (o * n + at(index, k, n)) * inner + i] += dy.array[dy.offset + k];
                }
            }
        }
    }

    private static int at(HostStorage index, int k, int n) {
        float value = index.array[index.offset + k];
        int at = (int) value;
        if (at != value || at < 0 || at >= n) {
            throw new IndexOutOfBoundsException("index " + value + " at position " + k
                    + " is no whole number from 0 to " + (n - 1));
        }
        return at;
    }
}
