package drl.course;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a command once printed, as a page shows it: the output's lines, and a line `…` wherever some are left out.
///
/// Figures that no two runs have in common are not compared: the time in a run folder's name, rates, durations, and
/// what the marker calls varying. Everything else must be equal, character for character, on a processor with vectors
/// of the width at which the pages were recorded. On others sums are added up in another order and may differ in the
/// last digits, so there no number is compared, but all words are.
final class Transcript {

    /// Stands for lines left out.
    static final String LEFT_OUT = "…";

    private static final Pattern CLOCK = Pattern.compile("(?<=__|tfevents\\.)\\d{9,}"
            + "|\\d[\\d,.]*(?= steps/s)|(?<![\\w.])\\d[\\d,.]*(?= (s|ms|µs|min)\\b)|(?<=jdk |JDK )25[\\d.+]*");
    private static final Pattern NUMBER = Pattern.compile("[-−]?\\d[\\d,.]*(e-?\\d+)?");

    private final List<List<String>> chunks = new ArrayList<>();
    private final boolean fromStart;
    private final boolean toEnd;
    private final Pattern varies;
    private final boolean compareNumbers;

    /// @param lines          of the page's block
    /// @param varies         what may differ from run to run
    /// @param compareNumbers whether this machine computes what the pages show, to the last digit
    Transcript(List<String> lines, String varies, boolean compareNumbers) {
        List<String> chunk = new ArrayList<>();
        for (String line : lines) {
            if (line.equals(LEFT_OUT)) {
                chunks.add(chunk);
                chunk = new ArrayList<>();
            } else {
                chunk.add(line);
            }
        }
        chunks.add(chunk);
        fromStart = !chunks.getFirst().isEmpty();
        toEnd = !chunks.getLast().isEmpty();
        chunks.removeIf(List::isEmpty);
        this.varies = Pattern.compile(varies);
        this.compareNumbers = compareNumbers;
    }

    /// The lines up to the first that are left out: what can be compared without waiting for the end. None if nothing
    /// is left out, or the beginning is.
    List<String> beginning() {
        return fromStart && (chunks.size() > 1 || !toEnd) ? chunks.getFirst() : List.of();
    }

    /// How the beginning of the output differs from the page's.
    Optional<String> differenceAtBeginning(List<String> output) {
        List<String> expected = beginning();
        if (output.isEmpty()) {
            return Optional.of("the command printed nothing");
        }
        return difference(expected, output.subList(0, Math.min(output.size(), expected.size())));
    }

    /// How a whole output differs from the page's.
    Optional<String> difference(List<String> output) {
        int from = 0;
        for (int i = 0; i < chunks.size(); i++) {
            List<String> chunk = chunks.get(i);
            boolean first = i == 0 && fromStart, last = i == chunks.size() - 1 && toEnd;
            int at = first ? 0
                    : last ? Math.max(from, output.size() - chunk.size()) : find(chunk.getFirst(), output, from);
            int end = first && last ? output.size() : Math.min(output.size(), at + chunk.size());
            Optional<String> difference = difference(chunk, output.subList(at, end));
            if (difference.isPresent()) {
                return difference;
            }
            from = end;
        }
        return Optional.empty();
    }

    private Optional<String> difference(List<String> page, List<String> output) {
        for (int i = 0; i < Math.max(page.size(), output.size()); i++) {
            String shown = i < page.size() ? page.get(i) : "(nothing)";
            String printed = i < output.size() ? output.get(i) : "(nothing)";
            if (!masked(shown).equals(masked(printed))) {
                return Optional.of("the page shows\n    " + shown + "\nand the command prints\n    " + printed);
            }
        }
        return Optional.empty();
    }

    /// The block's lines as they are to be after a run that printed `output`: the same lines left out.
    List<String> refreshed(List<String> output) {
        List<String> lines = new ArrayList<>();
        if (!fromStart) {
            lines.add(LEFT_OUT);
        }
        int from = 0;
        for (int i = 0; i < chunks.size(); i++) {
            List<String> chunk = chunks.get(i);
            int start = i == 0 && fromStart ? 0 : find(chunk.getFirst(), output, from);
            int end = i == chunks.size() - 1 && toEnd ? output.size() : find(chunk.getLast(), output, start) + 1;
            lines.addAll(output.subList(start, Math.min(end, output.size())));
            if (i < chunks.size() - 1 || !toEnd) {
                lines.add(LEFT_OUT);
            }
            from = end;
        }
        return lines;
    }

    /// The line of the output that `line` has become: the one that begins most like it, the first of several.
    private static int find(String line, List<String> output, int from) {
        int best = from, longest = -1;
        for (int i = from; i < output.size(); i++) {
            int common = 0;
            while (common < Math.min(line.length(), output.get(i).length())
                    && line.charAt(common) == output.get(i).charAt(common)) {
                common++;
            }
            if (common > longest) {
                longest = common;
                best = i;
            }
        }
        return Math.min(best, Math.max(0, output.size() - 1));
    }

    private String masked(String line) {
        String text = varies.matcher(line).replaceAll("~");
        Matcher clock = CLOCK.matcher(text);
        text = clock.replaceAll("~");
        if (!compareNumbers) {
            text = NUMBER.matcher(text).replaceAll("~");
        }
        return text.equals(line) ? line : text.replaceAll(" +", " ");
    }
}
