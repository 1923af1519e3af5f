package drl.course;

import java.util.List;
import java.util.Optional;

/// Finds excerpts in source files. The excerpt in the page is its own address: it is true as long as its lines stand
/// somewhere in the file one after the other. So the source needs no marks, and whoever changes a quoted line learns
/// which page quotes it.
final class Excerpts {

    private Excerpts() {
    }

    /// Whether the file contains the excerpt.
    static boolean contains(List<String> file, List<String> excerpt) {
        for (int at = 0; at + excerpt.size() <= file.size(); at++) {
            if (file.subList(at, at + excerpt.size()).equals(excerpt)) {
                return true;
            }
        }
        return false;
    }

    /// The lines that stand in the file today where the excerpt once stood: from its first line that is still there to
    /// its last, widened by as many lines as were changed at either end.
    ///
    /// @return empty if so little is left of the excerpt that its place cannot be told
    static Optional<List<String>> current(List<String> file, List<String> excerpt) {
        int best = 0, start = 0, end = 0;
        for (int at = 0; at < file.size(); at++) {
            Alignment found = Alignment.from(file, at, excerpt);
            if (found.kept > best) {
                best = found.kept;
                start = at - found.lostBefore;
                end = found.end + found.lostAfter;
            }
        }
        if (2 * best < excerpt.stream().filter(line -> !line.isBlank()).count() || start < 0 || end > file.size()) {
            return Optional.empty();
        }
        return Optional.of(file.subList(start, end));
    }

    /// How an excerpt lies over a file, if the first of its lines that is still there is at a certain place.
    ///
    /// @param kept       how many of its lines, blank ones apart, are there, in order and near one another
    /// @param lostBefore how many of its lines come before the first that is there
    /// @param end        the line behind the last that is there
    /// @param lostAfter  how many of its lines come behind the last that is there
    private record Alignment(int kept, int lostBefore, int end, int lostAfter) {

        /// How many lines may have been put in between two of an excerpt.
        private static final int GAP = 12;

        static Alignment from(List<String> file, int at, List<String> excerpt) {
            int lostBefore = excerpt.indexOf(file.get(at));
            if (file.get(at).isBlank() || lostBefore < 0) {
                return new Alignment(0, 0, at, 0);
            }
            int kept = 0, last = lostBefore, end = at;
            for (int i = lostBefore; i < excerpt.size(); i++) {
                if (!excerpt.get(i).isBlank()) {
                    int limit = Math.min(file.size(), end + GAP);
                    int found = file.subList(end, limit).indexOf(excerpt.get(i));
                    if (found >= 0) {
                        kept++;
                        last = i;
                        end += found + 1;
                    }
                }
            }
            return new Alignment(kept, lostBefore, end, excerpt.size() - 1 - last);
        }
    }
}
