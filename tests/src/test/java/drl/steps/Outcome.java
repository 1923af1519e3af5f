package drl.steps;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.opentest4j.AssertionFailedError;

/// How a step went, over all of its tests.
///
/// @param step    the step
/// @param state   whether it is right
/// @param note    for a step to be written, its equation and where; for one that waits, the step it waits for
/// @param details for a wrong one, what was expected, what came and the likely cause, a line each
record Outcome(String step, State state, String note, List<String> details) {

    /// Whether a step is right. The later one counts where tests of a step differ.
    enum State {
        /// All its tests pass.
        OK,
        /// It needs another step that is not written yet.
        WAITS,
        /// It is not written yet.
        TO_DO,
        /// A test fails.
        FAILED
    }

    private static final Pattern NOT_WRITTEN = Pattern.compile(
            "UnsupportedOperationException: ((?:ALG STEP|[A-Z][a-z]+) \\d+, [^:]+): (.+)");
    private static final int LINES = 4;
    private static final String LIKELY = "likely    ";

    static Outcome ok(String step) {
        return new Outcome(step, State.OK, "", List.of());
    }

    /// How a test of `step` failed.
    ///
    /// @param test  the test's name
    /// @param cause what the test says is likely, empty if nothing
    static Outcome of(String step, String test, String cause, Throwable failure) {
        Optional<Matcher> missing = notWritten(failure);
        if (missing.isPresent()) {
            String other = missing.get().group(1);
            return other.equals(step)
                    ? new Outcome(step, State.TO_DO, missing.get().group(2) + place(failure), List.of())
                    : new Outcome(step, State.WAITS, other, List.of());
        }
        List<String> details = new ArrayList<>(List.of("test      " + test));
        String likely = cause;
        switch (failure) {
            case Expect.WrongResult wrong -> {
                details.add("expected  " + wrong.expected());
                details.add("came      " + wrong.came());
                likely = wrong.cause().isEmpty() ? cause : wrong.cause();
            }
            case AssertionFailedError error when error.isExpectedDefined() && error.isActualDefined() -> {
                details.add("expected  " + shortened(error.getExpected().getStringRepresentation()));
                details.add("came      " + shortened(error.getActual().getStringRepresentation()));
            }
            case AssertionError error -> String.valueOf(error.getMessage()).lines().map(String::strip)
                    .filter(line -> !line.isEmpty()).limit(LINES).forEach(line -> details.add("came      " + line));
            default -> {
                details.add("came      " + failure);
                if (failure.getStackTrace().length > 0) {
                    details.add("          at " + failure.getStackTrace()[0]);
                }
            }
        }
        if (!likely.isEmpty()) {
            details.add(LIKELY + likely);
        }
        return new Outcome(step, State.FAILED, "", details);
    }

    /// The worse of two outcomes of a step; of two wrong ones, that whose cause is known.
    Outcome and(Outcome other) {
        boolean clearer = other.state == State.FAILED && other.explained() && !explained();
        return other.state.compareTo(state) > 0 || clearer ? other : this;
    }

    private boolean explained() {
        return details.stream().anyMatch(line -> line.startsWith(LIKELY));
    }

    /// The method that is not written, in brackets; empty if it was only quoted.
    private static String place(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof UnsupportedOperationException && at.getStackTrace().length > 0) {
                StackTraceElement method = at.getStackTrace()[0];
                String type = method.getClassName();
                return "  (" + type.substring(type.lastIndexOf('.') + 1) + "." + method.getMethodName() + ")";
            }
        }
        return "";
    }

    /// The exercise that was not written, from the exception itself or from an assertion that quotes it.
    private static Optional<Matcher> notWritten(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            Matcher message = NOT_WRITTEN.matcher(at.toString());
            if (message.find()) {
                return Optional.of(message);
            }
        }
        return Optional.empty();
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() > 160 ? line.substring(0, 160) + " …" : line;
    }
}
