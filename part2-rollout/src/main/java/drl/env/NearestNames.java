package drl.env;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Finds what somebody may have meant.
final class NearestNames {
    private static final int MOST = 3;

    private NearestNames() {
    }

    /// The names next to `typed`, nearest first: those that begin with it, and those with up to a third of its letters
    /// wrong. Upper and lower case count as one.
    static List<String> of(String typed, Collection<String> known) {
        String wanted = typed.toLowerCase(Locale.ROOT);
        int slips = Math.max(2, wanted.length() / 3);
        return known.stream()
                .filter(name -> distance(wanted, name) <= slips || prefix(wanted, name))
                .sorted(Comparator.comparingInt(name -> distance(wanted, name)))
                .limit(MOST)
                .toList();
    }

    private static boolean prefix(String wanted, String name) {
        return wanted.length() > 2 && name.toLowerCase(Locale.ROOT).startsWith(wanted);
    }

    /// Levenshtein's: how many letters have to be added, removed or replaced.
    private static int distance(String wanted, String known) {
        String name = known.toLowerCase(Locale.ROOT);
        int[] row = new int[name.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= wanted.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replace = diagonal + (wanted.charAt(i - 1) == name.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[name.length()];
    }
}
