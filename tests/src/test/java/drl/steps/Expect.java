package drl.steps;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/// What a step should give, and what the usual mistakes give instead, so that a wrong result can be explained.
public final class Expect {

    private static final int SHOWN = 8;

    private final String what;
    private final double[] expected;
    private final Map<String, double[]> mistakes = new LinkedHashMap<>();
    private double tolerance = 1e-6;

    private Expect(String what, double[] expected) {
        this.what = what;
        this.expected = expected;
    }

    /// @param what     what the numbers are, as the chapter calls them
    /// @param expected the numbers
    public static Expect of(String what, double... expected) {
        return new Expect(what, expected);
    }

    /// How far a number may be off, as a share of the larger of 1 and its size; 1e-6 if nothing is said.
    public Expect within(double allowed) {
        tolerance = allowed;
        return this;
    }

    /// What a mistake gives.
    ///
    /// @param cause the mistake, in a sentence
    public Expect mistake(String cause, double... result) {
        mistakes.put(cause, result);
        return this;
    }

    /// Compares.
    ///
    /// @throws WrongResult if the numbers differ; with the mistake that gives them, if one does
    public void check(double... came) {
        if (close(expected, came)) {
            return;
        }
        String cause = "";
        for (Map.Entry<String, double[]> mistake : mistakes.entrySet()) {
            if (cause.isEmpty() && close(mistake.getValue(), came)) {
                cause = mistake.getKey();
            }
        }
        throw new WrongResult(what + ": " + text(expected), text(came), cause);
    }

    /// The same for floats.
    public void check(float[] came) {
        double[] numbers = new double[came.length];
        for (int i = 0; i < came.length; i++) {
            numbers[i] = came[i];
        }
        check(numbers);
    }

    /// Insists on something that is no number.
    ///
    /// @throws WrongResult if it is not so
    public static void that(boolean so, String expected, String came, String cause) {
        if (!so) {
            throw new WrongResult(expected, came, cause);
        }
    }

    private boolean close(double[] a, double[] b) {
        if (a.length != b.length) {
            return false;
        }
        for (int i = 0; i < a.length; i++) {
            boolean near = Math.abs(a[i] - b[i]) <= tolerance * Math.max(1, Math.abs(a[i]));
            if (!near && Double.compare(a[i], b[i]) != 0) {
                return false;
            }
        }
        return true;
    }

    private static String text(double[] numbers) {
        StringJoiner text = new StringJoiner(", ");
        Arrays.stream(numbers).limit(SHOWN).forEach(number -> text.add(String.valueOf((float) number)));
        return numbers.length > SHOWN ? text + ", … (" + numbers.length + " numbers)" : text.toString();
    }

    /// A step gave something else than it should.
    public static final class WrongResult extends AssertionError {

        private static final long serialVersionUID = 1L;

        private final String expected;
        private final String came;
        private final String cause;

        WrongResult(String expected, String came, String cause) {
            super("expected " + expected + ", came " + came + (cause.isEmpty() ? "" : "; " + cause));
            this.expected = expected;
            this.came = came;
            this.cause = cause;
        }

        /// What should have come.
        public String expected() {
            return expected;
        }

        /// What came.
        public String came() {
            return came;
        }

        /// The likely cause, empty if none is known.
        public String cause() {
            return cause;
        }
    }
}
