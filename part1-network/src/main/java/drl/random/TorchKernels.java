package drl.random;

/// Which of PyTorch's CPU kernels to follow where they round differently.
///
/// PyTorch picks its kernels by the processor. Fills of 16 or more normals and `uniform_(a, b)` come out with other
/// last bits on each; everything else is the same.
public enum TorchKernels {

    /// What every x86 machine of the last decade runs: polynomials and fused multiply-adds.
    AVX2 {
        @Override
        float scale(float u, float low, float span) {
            return Math.fma(u, span, low);
        }

        @Override
        void normalBlock(float[] values, int offset, float mean, float deviation) {
            for (int i = offset; i < offset + 8; i++) {
                float radius = (float) Math.sqrt(-2 * CephesFloat.log(1 - values[i]));
                float angle = TWO_PI * values[i + 8];
                int octant = CephesFloat.octant(angle);
                float reduced = CephesFloat.reduce(angle, octant);
                float sin = CephesFloat.sinNearZero(reduced);
                float cos = CephesFloat.cosNearZero(reduced);
                boolean swapped = (octant & 2) != 0;
                float x = (octant + 2 & 4) == 0 ? 1 : -1;
                float y = (octant & 4) == 0 ? 1 : -1;
                x *= swapped ? sin : cos;
                y *= swapped ? cos : sin;
                values[i] = Math.fma(radius * x, deviation, mean);
                values[i + 8] = Math.fma(radius * y, deviation, mean);
            }
        }
    },

    /// What PyTorch runs with `ATEN_CPU_CAPABILITY=default`: the C library's functions, one number at a time.
    SCALAR {
        @Override
        float scale(float u, float low, float span) {
            return u * span + low;
        }

        @Override
        void normalBlock(float[] values, int offset, float mean, float deviation) {
            for (int i = offset; i < offset + 8; i++) {
                float radius = (float) Math.sqrt(-2 * (float) Math.log(1 - values[i]));
                float angle = (float) (2 * Math.PI * values[i + 8]);
                values[i] = radius * (float) Math.cos(angle) * deviation + mean;
                values[i + 8] = radius * (float) Math.sin(angle) * deviation + mean;
            }
        }
    };

    private static final float TWO_PI = (float) (2 * Math.PI);

    /// Stretches u from [0, 1) to [low, low + span).
    abstract float scale(float u, float low, float span);

    /// Turns 16 uniform numbers in place into normals by Box and Muller's method: numbers j and j + 8 give radius and
    /// angle of a point, its abscissa goes to j, its ordinate to j + 8.
    abstract void normalBlock(float[] values, int offset, float mean, float deviation);
}
