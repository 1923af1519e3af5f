package drl.cli;

import java.util.Collection;
import java.util.Locale;

/// Finds the name somebody meant.
public final class Nearest {

    private Nearest() {}

    /// The candidate that takes the fewest slips to become `typed`, upper and lower case apart; the first of them when
    /// several are as near. A slip is one letter too many, too few or wrong, or two swapped; leaving out the rest of a
    /// name counts as one, and its beginning as well.
    ///
    /// @throws IllegalArgumentException if there are no candidates
    public static String to(String typed, Collection<String> candidates) {
        String nearest = null;
        int fewest = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int slips = slips(typed.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (slips < fewest) {
                fewest = slips;
                nearest = candidate;
            }
        }
        if (nearest == null) {
            throw new IllegalArgumentException("no candidates to compare \"" + typed + "\" with");
        }
        return nearest;
    }

    private static int slips(String typed, String candidate) {
        String word = withoutDashes(typed);
        boolean start = !word.isEmpty() && withoutDashes(candidate).startsWith(word);
        boolean part = word.length() > 2 && candidate.contains(word);
        return Math.min(start ? 1 : part ? 2 : Integer.MAX_VALUE, edits(typed, candidate));
    }

    private static String withoutDashes(String flag) {
        return flag.replaceFirst("^-+", "");
    }

    /// Optimal string alignment distance.
    static int edits(String a, String b) {
        int[][] distance = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                distance[i][j] = i == 0 || j == 0 ? i + j : lastStep(distance, a, b, i, j);
            }
        }
        return distance[a.length()][b.length()];
    }

    private static int lastStep(int[][] distance, String a, String b, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int best = Math.min(distance[i - 1][j], distance[i][j - 1]) + 1;
        best = Math.min(best, distance[i - 1][j - 1] + (same ? 0 : 1));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, distance[i - 2][j - 2] + 1) : best;
    }
}
