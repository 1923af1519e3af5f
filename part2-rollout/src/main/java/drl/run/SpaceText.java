package drl.run;

import drl.env.Box;
import drl.env.Discrete;
import drl.env.Space;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// A space in the width of a table's column: `Box(1) -2 … 2`. [Box#toString] has every digit.
final class SpaceText {

    private static final int WIDEST = 8;

    private SpaceText() {
    }

    static String of(Space space) {
        return switch (space) {
            case Discrete discrete -> discrete.toString();
            case Box box -> "Box(" + Arrays.stream(box.shape()).mapToObj(Integer::toString)
                    .collect(Collectors.joining(", ")) + ")" + bounds(box);
        };
    }

    private static String bounds(Box box) {
        if (box.equals(Box.unbounded(box.shape()))) {
            return "";
        }
        if (box.equals(Box.of(box.low(0), box.high(0), box.shape()))) {
            return " " + number(box.low(0)) + " … " + number(box.high(0));
        }
        return box.size() > WIDEST ? " with bounds" : " " + vector(box.low()) + " … " + vector(box.high());
    }

    private static String vector(float[] values) {
        StringBuilder text = new StringBuilder("[");
        for (float value : values) {
            text.append(text.length() > 1 ? " " : "").append(number(value));
        }
        return text.append("]").toString();
    }

    /// At most three decimals, and none that are 0.
    private static String number(float value) {
        if (Float.isInfinite(value)) {
            return value < 0 ? "-inf" : "inf";
        }
        return String.format(Locale.ROOT, "%.3f", value).replaceFirst("\\.?0+$", "");
    }
}
