package drl.random;

/// PyTorch 1.13's two ways of drawing indices by weight.
final class Multinomial {

    private Multinomial() {
    }

    static int draw(float[] weights, int offset, int n, TorchRandom random) {
        float total = sum(weights, offset, n);
        if (!(total > 0)) {
            throw new IllegalArgumentException("multinomial needs at least one positive weight");
        }
        double u = random.uniformDouble();
        float running = 0;
        for (int i = 0; i < n - 1; i++) {
            running += weights[offset + i];
            if (running / total >= u) {
                return i;
            }
        }
        return n - 1;
    }

    static void drawDifferent(float[] weights, int offset, int n, TorchRandom random, int[] out) {
        sum(weights, offset, n);
        float[] scores = new float[n];
        int positive = 0;
        for (int i = 0; i < n; i++) {
            float weight = weights[offset + i];
            positive += weight > 0 ? 1 : 0;
            scores[i] = weight / (float) random.exponential();
        }
        if (positive < out.length) {
            throw new IllegalArgumentException("cannot draw " + out.length + " different indices from " + positive
                    + " positive weights");
        }
        for (int k = 0; k < out.length; k++) {
            int best = 0;
            for (int i = 1; i < n; i++) {
                best = scores[i] > scores[best] ? i : best;
            }
            out[k] = best;
            scores[best] = -1;
        }
    }

    private static float sum(float[] weights, int offset, int n) {
        float sum = 0;
        for (int i = offset; i < offset + n; i++) {
            if (!(weights[i] >= 0) || weights[i] == Float.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("multinomial needs finite weights of 0 or more, but weight "
                        + (i - offset) + " is " + weights[i]);
            }
            sum += weights[i];
        }
        return sum;
    }
}
