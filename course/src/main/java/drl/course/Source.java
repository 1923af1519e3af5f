package drl.course;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where the contents of a block come from, as its marker says.
///
/// | marker | the block below is |
/// |---|---|
/// | `from drl/ppo/PPO.java` | consecutive lines of that source file, in any module |
/// | `file part1-network/programs/Shapes.java` | that file, the path counted from the root |
/// | `output of ./rl part1-network` | what the command prints |
/// | `example` | an example that is in no file; for texts about texts, not for chapters |
///
/// A command may have alternatives in braces, `--seed {1,2}`, whose outputs follow one another; a second command behind
/// `&&`, which finds the first one's files; and `| grep -E REGEX` at its end, which keeps the lines that contain a match.
/// Behind the command may follow, each after a semicolon,
///
/// - `recorded at COMMIT`: the command takes too long to be run by every build; see [Transcript],
/// - `varies REGEX`: what the expression matches may differ from run to run.
sealed interface Source {

    /// Consecutive lines of a source file.
    record Excerpt(String file) implements Source {
    }

    /// A whole file.
    record WholeFile(String file) implements Source {
    }

    /// An example.
    record Example() implements Source {
    }

    /// What commands print.
    ///
    /// @param text       the marker's text, up to the first semicolon
    /// @param commands   the words of each, without `./rl`
    /// @param filter     only lines that contain a match are shown
    /// @param recordedAt the commit at which a long output was recorded
    /// @param varies     what may differ from run to run; an expression that matches nothing if nothing may
    record Output(String text, List<List<String>> commands, Pattern filter, Optional<String> recordedAt,
            String varies) implements Source {

        static final String NOTHING = "(?!)";

        /// The marker that says this.
        String marker() {
            return text + recordedAt.map(commit -> "; recorded at " + commit).orElse("")
                    + (varies.equals(NOTHING) ? "" : "; varies " + varies);
        }

        /// The same with all lines shown.
        Output unfiltered() {
            return new Output(text, commands, Pattern.compile(""), recordedAt, varies);
        }

        /// The same, recorded at another commit.
        Output recordedAt(String commit) {
            return new Output(text, commands, filter, Optional.of(commit), varies);
        }
    }

    /// Reads a marker.
    ///
    /// @throws IllegalArgumentException if it is none of those above
    static Source parse(String marker) {
        String[] words = marker.split(" ");
        if (words.length == 2 && words[0].equals("from")) {
            return new Excerpt(words[1]);
        }
        if (words.length == 2 && words[0].equals("file")) {
            return new WholeFile(words[1]);
        }
        if (marker.startsWith("output of ./rl")) {
            return output(marker);
        }
        if (marker.equals("example")) {
            return new Example();
        }
        throw new IllegalArgumentException("a block needs a marker, \"from …\", \"file …\" or \"output of ./rl …\", "
                + (marker.isEmpty() ? "and has none" : "got \"" + marker + "\""));
    }

    private static Output output(String marker) {
        String[] parts = marker.split("; ");
        Optional<String> recordedAt = Optional.empty();
        String varies = Output.NOTHING;
        for (String note : Arrays.asList(parts).subList(1, parts.length)) {
            if (note.startsWith("recorded at ")) {
                recordedAt = Optional.of(note.substring("recorded at ".length()));
            } else if (note.startsWith("varies ")) {
                varies = note.substring("varies ".length());
            } else {
                throw new IllegalArgumentException("behind a command may follow \"recorded at COMMIT\" and \"varies "
                        + "REGEX\", got \"" + note + "\"");
            }
        }
        String line = parts[0].substring("output of ".length());
        Pattern filter = Pattern.compile("");
        Matcher grep = Pattern.compile("(.*) \\| grep -E (\\S+)").matcher(line);
        if (grep.matches()) {
            line = grep.group(1);
            filter = Pattern.compile(grep.group(2));
        }
        List<List<String>> commands = new ArrayList<>();
        for (String command : line.split(" && ")) {
            for (String alternative : alternatives(command)) {
                List<String> typed = words(alternative);
                if (!typed.getFirst().equals("./rl")) {
                    throw new IllegalArgumentException("only outputs of ./rl can be shown, got " + alternative);
                }
                commands.add(typed.subList(1, typed.size()));
            }
        }
        return new Output(parts[0], commands, filter, recordedAt, varies);
    }

    /// The words of a command; quotes keep several together.
    static List<String> words(String command) {
        return Pattern.compile("\"[^\"]*\"|\\S+").matcher(command).results()
                .map(word -> word.group().replace("\"", "")).toList();
    }

    private static List<String> alternatives(String command) {
        Matcher braces = Pattern.compile("(.*)\\{(.*)}(.*)").matcher(command);
        if (!braces.matches()) {
            return List.of(command);
        }
        return Arrays.stream(braces.group(2).split(",")).map(each -> braces.group(1) + each + braces.group(3)).toList();
    }
}
