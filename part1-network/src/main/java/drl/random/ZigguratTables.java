package drl.random;

import java.math.BigDecimal;

/// The 256 layers of a ziggurat, computed to the same bits as the tables that NumPy carries as constants.
///
/// Layer i reaches from the axis to xᵢ, where x₂₅₅ is the radius at which the tail begins; the others follow from
/// the layers' common area. Layer 0 is the bottom one, tail included.
final class ZigguratTables {

    /// Where the normal's tail begins.
    static final double NORMAL_RADIUS = 3.6541528853610087963519472518;
    static final double NORMAL_INVERSE_RADIUS = 0.27366123732975827203338247596;
    /// Where the exponential's tail begins.
    static final double EXPONENTIAL_RADIUS = 7.6971174701310497140446280481;

    private static final double NORMAL_AREA = 0.0049286732339746519;
    private static final String EXACT_EXPONENTIAL_RADIUS = "7.6971174701310497140446280481";
    private static final int LAYERS = 256;
    private static final int LAST = LAYERS - 1;

    /// The entry at which NumPy's table is one unit in the last place above the correctly rounded exponential.
    private static final int ROUNDED_UP = 38;

    private final long[] inside = new long[LAYERS];
    private final double[] width = new double[LAYERS];
    private final double[] density = new double[LAYERS];

    private ZigguratTables() {
    }

    /// Points below this number lie under the curve at any height.
    long inside(int layer) {
        return inside[layer];
    }

    /// The length that one unit of a point stands for.
    double width(int layer) {
        return width[layer];
    }

    /// The density at the layer's outer end.
    double density(int layer) {
        return density[layer];
    }

    /// The density exp(−x²/2), a point of 52 bits. NumPy's table was made in double precision, each layer from the
    /// rounded one below, so its rounding is repeated step by step.
    static ZigguratTables normal() {
        ZigguratTables tables = new ZigguratTables();
        double[] x = new double[LAYERS];
        x[LAST] = NORMAL_RADIUS;
        tables.density[LAST] = normalDensity(NORMAL_RADIUS);
        for (int i = LAST - 1; i > 0; i--) {
            x[i] = Math.sqrt(-2 * ExactMath.log(tables.density[i + 1] + NORMAL_AREA / x[i + 1]));
            double rounded = normalDensity(x[i]);
            tables.density[i] = i == ROUNDED_UP ? Math.nextUp(rounded) : rounded;
        }
        double base = NORMAL_AREA / tables.density[LAST];
        tables.density[0] = 1;
        tables.width[0] = base * 0x1p-52;
        tables.inside[0] = (long) Math.rint(NORMAL_RADIUS * tables.density[LAST] / NORMAL_AREA * 0x1p52);
        for (int i = 1; i < LAYERS; i++) {
            tables.width[i] = x[i] * 0x1p-52;
            tables.inside[i] = i == 1 ? 0 : (long) Math.rint(x[i - 1] / x[i] * 0x1p52);
        }
        return tables;
    }

    private static double normalDensity(double x) {
        return ExactMath.exp(-0.5 * x * x);
    }

    /// The density exp(−x), a point of 53 bits. This table was made in high precision and rounded once, its bounds to
    /// 52 bits and then doubled. The common area is exactly (r + 1)·exp(−r).
    static ZigguratTables exponential() {
        ZigguratTables tables = new ZigguratTables();
        BigDecimal radius = new BigDecimal(EXACT_EXPONENTIAL_RADIUS);
        BigDecimal height = ExactMath.exp(radius.negate());
        BigDecimal area = height.multiply(radius.add(BigDecimal.ONE));
        tables.density[0] = 1;
        tables.width[0] = ExactMath.divide(area, height).doubleValue() * 0x1p-53;
        tables.inside[0] = doubledBound(radius.multiply(height), area);
        BigDecimal x = radius;
        for (int i = LAST; i > 0; i--) {
            tables.density[i] = height.doubleValue();
            tables.width[i] = x.doubleValue() * 0x1p-53;
            if (i > 1) {
                height = height.add(ExactMath.divide(area, x));
                BigDecimal inner = ExactMath.log(height).negate();
                tables.inside[i] = doubledBound(inner, x);
                x = inner;
            }
        }
        return tables;
    }

    private static long doubledBound(BigDecimal inner, BigDecimal outer) {
        return 2 * ExactMath.divide(inner.multiply(BigDecimal.valueOf(1L << 52)), outer).longValue();
    }
}
