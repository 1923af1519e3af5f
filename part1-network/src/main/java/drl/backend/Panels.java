package drl.backend;

import static drl.backend.VectorMath.V;

import java.util.Arrays;

/// The right operand of a product, rearranged the way [Tiles] read it: cut into blocks of [#K_BLOCK] rows, and each of
/// these into panels of [#WIDTH] columns, whose rows follow each other in memory. Where a matrix is large, the rows of a
/// panel are a kilobyte apart and compete for the same few places in the cache; here they stream.
///
/// The last panel is as many whole vectors wide as it needs; what it has beyond B's columns are zeros.
final class Panels {

    /// Rows of B at a time.
    static final int K_BLOCK = 256;
    /// Columns of a panel: four vectors where there are thirty-two registers for them, as with 512 bits, else two.
    static final int WIDTH = (V >= 16 ? 4 : 2) * V;

    /// Where they begin in their buffer.
    static final int START = HostStorage.LEAD;

    /// Rows of A below which rearranging B costs more than it brings: 64 rows went up to 1.4 times as fast without (Zen 5),
    /// and from 256 rows on it makes no difference or wins.
    private static final int MANY_ROWS = 128;
    /// Floats of B that find room in the first-level cache as they are.
    private static final int SMALL = 8192;

    private Panels() {
    }

    /// Whether a product of `m` rows gains from rearranging its (k, n) right operand.
    static boolean pay(int m, int n, int k) {
        return m >= MANY_ROWS && n > WIDTH && n * Math.min(k, K_BLOCK) > SMALL || n < V && m > 3;
    }

    /// Floats of the buffer for a rearranged (k, n) matrix.
    static int size(int k, int n) {
        return START + k * padded(n);
    }

    /// Columns with those that fill up the last vector.
    static int padded(int n) {
        return (n + V - 1) / V * V;
    }

    /// Rearranges a (k, n) matrix with rows of `ldb` floats.
    static float[] pack(float[] b, int bi, int ldb, int k, int n, float[] panels) {
        for (int p = 0; p < k; p += K_BLOCK) {
            int kb = Math.min(K_BLOCK, k - p);
            for (int j = 0; j < n; j += WIDTH) {
                int cols = Math.min(WIDTH, n - j), width = padded(cols), at = START + p * padded(n) + j * kb;
                for (int r = 0; r < kb; r++, at += width) {
                    System.arraycopy(b, bi + (p + r) * ldb + j, panels, at, cols);
                    Arrays.fill(panels, at + cols, at + width, 0);
                }
            }
        }
        return panels;
    }

    /// Rearranges the (k, n) transpose of a matrix with rows of `ldb` floats.
    static float[] packTransposed(float[] b, int bi, int ldb, int k, int n, float[] panels) {
        for (int p = 0; p < k; p += K_BLOCK) {
            int kb = Math.min(K_BLOCK, k - p);
            for (int j = 0; j < n; j += WIDTH) {
                int cols = Math.min(WIDTH, n - j), width = padded(cols), at = START + p * padded(n) + j * kb;
                transpose(b, bi + j * ldb + p, ldb, kb, cols, panels, at, width);
                for (int r = 0; r < kb && cols < width; r++) {
                    Arrays.fill(panels, at + r * width + cols, at + (r + 1) * width, 0);
                }
            }
        }
        return panels;
    }

    /// t\[r, j\] = b\[j, r\], where t has rows of `width` floats and b of `ldb`. Four columns at a time: their four reads and
    /// one line of writes keep a core busier than one element after the other does.
    static void transpose(float[] b, int bi, int ldb, int rows, int cols, float[] t, int ti, int width) {
        int j = 0;
        for (; j + 4 <= cols; j += 4) {
            int from = bi + j * ldb, to = ti + j;
            for (int r = 0; r < rows; r++, to += width) {
                float t0 = b[from + r], t1 = b[from + ldb + r], t2 = b[from + 2 * ldb + r], t3 = b[from + 3 * ldb + r];
                t[to] = t0;
                t[to + 1] = t1;
                t[to + 2] = t2;
                t[to + 3] = t3;
            }
        }
        for (; j < cols; j++) {
            for (int r = 0; r < rows; r++) {
                t[ti + r * width + j] = b[bi + j * ldb + r];
            }
        }
    }
}
