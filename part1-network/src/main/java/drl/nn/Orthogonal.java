package drl.nn;

import drl.random.TorchRandom;

/// Random orthogonal matrices as `torch.nn.init.orthogonal_` makes them: the Q of a normal matrix's QR decomposition,
/// with signs chosen so that R has a positive diagonal.
final class Orthogonal {

    private Orthogonal() {
    }

    static void fill(float[] values, int rows, int cols, double gain, TorchRandom random) {
        float[] normal = new float[rows * cols];
        random.normal(normal, 0, normal.length);
        boolean wide = rows < cols;
        int m = Math.max(rows, cols), n = Math.min(rows, cols);
        double[][] columns = new double[n][m]; // the tall matrix, column by column
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
                columns[j][i] = normal[wide ? j * cols + i : i * cols + j];
            }
        }
        orthonormalise(columns);
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
                values[wide ? j * cols + i : i * cols + j] = (float) (gain * (float) columns[j][i]);
            }
        }
    }

    /// Gram–Schmidt, each column cleared twice of its predecessors ("twice is enough", Giraud et al. 2005). Its R has a
    /// positive diagonal by construction, which is the sign that PyTorch arranges afterwards.
    private static void orthonormalise(double[][] columns) {
        for (int j = 0; j < columns.length; j++) {
            for (int round = 0; round < 2; round++) {
                for (int k = 0; k < j; k++) {
                    double dot = 0;
                    for (int i = 0; i < columns[j].length; i++) {
                        dot += columns[k][i] * columns[j][i];
                    }
                    for (int i = 0; i < columns[j].length; i++) {
                        columns[j][i] -= dot * columns[k][i];
                    }
                }
            }
            double norm = 0;
            for (double v : columns[j]) {
                norm += v * v;
            }
            norm = Math.sqrt(norm);
            for (int i = 0; i < columns[j].length; i++) {
                columns[j][i] /= norm;
            }
        }
    }
}
