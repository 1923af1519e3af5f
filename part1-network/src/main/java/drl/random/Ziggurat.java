package drl.random;

/// Normal and exponential numbers by the ziggurat method, as NumPy's `Generator` draws them.
///
/// G. Marsaglia and W. W. Tsang, "The Ziggurat Method for Generating Random Variables" (2000): the area under the
/// density is covered by 256 layers of equal area. One 64-bit word picks a layer and a point in it, and in about 99 of
/// 100 draws the point lies so far inside that no more is needed.
final class Ziggurat {

    private static final ZigguratTables NORMAL = ZigguratTables.normal();
    private static final ZigguratTables EXPONENTIAL = ZigguratTables.exponential();

    private Ziggurat() {
    }

    /// The word's low 8 bits pick the layer, the next is the sign, 52 more are the point.
    static double normal(Pcg64 bits) {
        while (true) {
            long word = bits.nextLong();
            int layer = (int) (word & 0xff);
            long point = word >>> 9 & 0xfffffffffffffL;
            double distance = point * NORMAL.width(layer);
            double x = (word & 0x100) == 0 ? distance : -distance;
            if (point < NORMAL.inside(layer)) {
                return x;
            }
            if (layer == 0) {
                double tail = normalTail(bits);
                return (point >>> 8 & 1) == 0 ? tail : -tail;
            }
            if (isUnder(NORMAL, layer, bits.nextDouble(), Math.exp(-0.5 * x * x))) {
                return x;
            }
        }
    }

    /// The part beyond the last layer, by Marsaglia's method of 1964. 1 − u is exact here and never 0.
    private static double normalTail(Pcg64 bits) {
        while (true) {
            double x = -ZigguratTables.NORMAL_INVERSE_RADIUS * Math.log(1 - bits.nextDouble());
            double y = -Math.log(1 - bits.nextDouble());
            if (y + y > x * x) {
                return ZigguratTables.NORMAL_RADIUS + x;
            }
        }
    }

    /// The word's low 3 bits are unused, the next 8 pick the layer, 53 more are the point.
    static double exponential(Pcg64 bits) {
        while (true) {
            long word = bits.nextLong();
            int layer = (int) (word >>> 3 & 0xff);
            long point = word >>> 11;
            double x = point * EXPONENTIAL.width(layer);
            if (point < EXPONENTIAL.inside(layer)) {
                return x;
            }
            if (layer == 0) {
                return ZigguratTables.EXPONENTIAL_RADIUS - Math.log(1 - bits.nextDouble());
            }
            if (isUnder(EXPONENTIAL, layer, bits.nextDouble(), Math.exp(-x))) {
                return x;
            }
        }
    }

    /// Whether a point at height `u` between the layer's lower and upper edge lies under the curve.
    private static boolean isUnder(ZigguratTables tables, int layer, double u, double density) {
        double top = tables.density(layer - 1);
        double bottom = tables.density(layer);
        return (top - bottom) * u + bottom < density;
    }
}
