package drl.course;

import drl.cli.Rl;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a page mentions without showing it: commands to type, and links within the course.
final class Mentions {

    private static final Pattern COMMAND = Pattern.compile("`(\\./rl [^`]+)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

    private Mentions() {
    }

    /// The commands that a page tells its reader to type, in the text and in blocks, without comments.
    static SequencedSet<String> commands(Page page) {
        SequencedSet<String> commands = new LinkedHashSet<>();
        for (String line : page.lines()) {
            if (line.startsWith("./rl ")) {
                commands.add(line.replaceFirst("\\s+#.*", ""));
            }
            Matcher mentioned = COMMAND.matcher(line);
            while (mentioned.find()) {
                commands.add(mentioned.group(1));
            }
        }
        return commands;
    }

    /// Why the command line would not take a command; empty if it would. Words in capitals stand for something, and
    /// nothing is run.
    static String refusal(Repository repository, String command) {
        // What may be left out stands in brackets; local[2] is a word with brackets of its own.
        List<String> words = new ArrayList<>(Source.words(command.replaceAll("(?<=\\s)\\[([^\\]]*)]|…", "$1")));
        words.removeFirst();
        String first = words.getFirst();
        if (first.equals(first.toUpperCase(Locale.ROOT))) {
            return "";
        }
        if (first.endsWith(".java")) {
            return Files.exists(repository.root().resolve(first)) || !first.contains("/") ? ""
                    : "there is no program " + first;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            boolean taken = new Rl(Rl.installed(), out, out, false).check(words) == 0;
            String refusal = taken ? "" : bytes.toString(StandardCharsets.UTF_8);
            // A text can't name a run to come, nor repeat an operand with every mention of a command; and the engine of a
            // robot need not be installed here.
            return refusal
                    .matches("(?s).*is not the folder of a run.*|at least 1 [A-Z]+ is needed.*|.*apt-get install.*")
                            ? "" : refusal;
        }
    }

    /// The links of a page that lead nowhere: to no file of the repository, or to no heading of a page.
    static List<String> deadLinks(Page page) {
        List<String> dead = new ArrayList<>();
        for (String line : page.lines()) {
            Matcher link = LINK.matcher(line);
            while (link.find()) {
                String target = link.group(1);
                if (!target.matches("[a-z]+:.*") && !leadsSomewhere(page, target)) {
                    dead.add(target);
                }
            }
        }
        return dead;
    }

    private static boolean leadsSomewhere(Page page, String target) {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]).normalize();
        if (!Files.exists(file)) {
            return false;
        }
        return parts.length == 1 || Page.read(file).lines().stream().filter(line -> line.startsWith("#"))
                .anyMatch(heading -> anchor(heading).equals(parts[1]));
    }

    /// The name by which GitHub lets one link to a heading.
    static String anchor(String heading) {
        return heading.replaceFirst("^#+ +", "").toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
