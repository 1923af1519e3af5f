package drl.random;

import java.math.BigDecimal;
import java.math.MathContext;

/// Exponential and logarithm to forty digits, so that rounding them to a double gives the nearest one on every machine.
final class ExactMath {

    private static final MathContext DIGITS = new MathContext(40);
    private static final BigDecimal NEGLIGIBLE = new BigDecimal("1e-40");
    private static final int HALVINGS = 8;

    private ExactMath() {
    }

    static double exp(double x) {
        return exp(new BigDecimal(x)).doubleValue();
    }

    static double log(double x) {
        return log(new BigDecimal(x)).doubleValue();
    }

    /// Taylor's series of x / 2⁸, squared eight times.
    static BigDecimal exp(BigDecimal x) {
        BigDecimal reduced = x.divide(BigDecimal.valueOf(1L << HALVINGS), DIGITS);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ONE;
        for (int n = 1; term.abs().compareTo(NEGLIGIBLE) > 0; n++) {
            term = term.multiply(reduced).divide(BigDecimal.valueOf(n), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        for (int i = 0; i < HALVINGS; i++) {
            sum = sum.multiply(sum, DIGITS);
        }
        return sum;
    }

    /// One step of Halley's method from the double logarithm triples its sixteen digits.
    static BigDecimal log(BigDecimal x) {
        BigDecimal guess = new BigDecimal(StrictMath.log(x.doubleValue()));
        BigDecimal power = exp(guess);
        BigDecimal step = divide(x.subtract(power), x.add(power));
        return guess.add(step.multiply(BigDecimal.TWO), DIGITS);
    }

    static BigDecimal divide(BigDecimal a, BigDecimal b) {
        return a.divide(b, DIGITS);
    }
}
