package drl.nn;

import java.util.ArrayList;
import java.util.List;

/// The steps at which one looks at a training run. A loss falls fast at first and slowly later, so they lie close
/// together at first and far apart later.
final class Milestones {

    private static final int COUNT = 10;
    private static final List<Integer> PICTURED = List.of(0, 3, 5, 6);

    private final List<Integer> steps = new ArrayList<>();

    /// The start, and the last ten of 1, 2, 5, 10, 20, 50, … `end`.
    Milestones(int end) {
        for (long power = 1; power < end; power *= 10) {
            for (int digit : new int[] {1, 2, 5}) {
                if (digit * power < end) {
                    steps.add((int) (digit * power));
                }
            }
        }
        steps.add(end);
        steps.subList(0, Math.max(0, steps.size() - COUNT)).clear();
        steps.addFirst(0);
    }

    /// The steps, rising.
    List<Integer> steps() {
        return List.copyOf(steps);
    }

    /// Whether the picture shows the fit at this step: at the start, at the end, and three times where it changes most.
    boolean pictured(int step) {
        int i = steps.indexOf(step);
        return PICTURED.contains(i) || i == steps.size() - 1;
    }
}
