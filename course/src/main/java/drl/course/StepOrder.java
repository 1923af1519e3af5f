package drl.course;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The order in which a chapter tells its steps: by the first number in their names, those called ALG STEP after the
/// others.
public final class StepOrder {

    /// By the step of an exercise.
    static final Comparator<Exercise> BY_STEP = Comparator.<Exercise>comparingInt(e -> rank(e.step()))
            .thenComparing(Exercise::step).thenComparing(e -> e.file().toString()).thenComparing(Exercise::from);

    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private StepOrder() {
    }

    /// The place of a step in its chapter.
    public static int rank(String step) {
        Matcher number = NUMBER.matcher(step);
        int n = number.find() ? Integer.parseInt(number.group()) : 999;
        return step.startsWith("ALG") ? 1000 + n : n;
    }
}
