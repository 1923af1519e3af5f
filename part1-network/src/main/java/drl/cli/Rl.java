package drl.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/// The command `./rl`: finds the chapter and the program, and turns failures into exit statuses.
///
/// | status | meaning |
/// |---|---|
/// | 0 | done |
/// | 1 | an internal failure: one line and the stack trace on standard error |
/// | 2 | the user asked for something that cannot be done: one line on standard error |
public final class Rl {

    /// A line of the listing that nothing stands behind yet.
    private record NotBuilt(String name, int order, String summary) implements Chapter {

        @Override
        public List<Program<?>> programs() {
            return List.of();
        }
    }

    /// `./rl` leaves it out of the build, for its libraries, until it is first asked for.
    private static final Chapter BUILT_ON_FIRST_USE = new NotBuilt("part6-cluster", 6,
            "trains PPO with environments on an Apache Spark cluster (built on first use)");

    private final List<Chapter> chapters;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;

    /// @param chapters what can be started
    /// @param out      where programs print
    /// @param err      where refusals and failures go
    /// @param terminal whether a person watches `out`
    public Rl(List<Chapter> chapters, PrintStream out, PrintStream err, boolean terminal) {
        this.chapters = chapters.stream().sorted(Comparator.comparingInt(Chapter::order)).toList();
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /// Starts what the arguments name, and ends the JVM with the exit status.
    public static void main(String[] args) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, charset(System.out));
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, charset(System.err));
        Rl rl = new Rl(withNotBuilt(installed()), out, err, isTerminal());
        System.exit(rl.run(List.of(args)));
    }

    /// Starts a chapter, and ends the JVM with the exit status; for the `main` methods of the chapters, which then
    /// behave like the command.
    public static void start(String chapter, String... args) {
        List<String> words = new ArrayList<>(List.of(chapter));
        words.addAll(Arrays.asList(args));
        main(words.toArray(String[]::new));
    }

    /// The chapters on the class path.
    public static List<Chapter> installed() {
        return ServiceLoader.load(Chapter.class).stream().map(ServiceLoader.Provider::get).toList();
    }

    /// These, and the chapter that is built on first use if it is not among them.
    static List<Chapter> withNotBuilt(List<Chapter> chapters) {
        List<Chapter> all = new ArrayList<>(chapters);
        if (chapters.stream().noneMatch(chapter -> chapter.name().equals(BUILT_ON_FIRST_USE.name()))) {
            all.add(BUILT_ON_FIRST_USE);
        }
        return all;
    }

    /// Does what the arguments say.
    ///
    /// @return the exit status
    public int run(List<String> args) {
        return run(args, false);
    }

    /// Checks what the arguments say and starts nothing: chapter, program and flags exist, and the values are possible.
    ///
    /// @return the exit status
    public int check(List<String> args) {
        return run(args, true);
    }

    private int run(List<String> args, boolean checkOnly) {
        try {
            return dispatch(args, checkOnly);
        } catch (UsageException refused) {
            err.println(refused.getMessage());
            return 2;
        } catch (RunFailure failed) {
            err.println(failed.getMessage());
            return 1;
        } catch (Exception | LinkageError | AssertionError | StackOverflowError | OutOfMemoryError failure) {
            err.println("internal failure: " + failure);
            failure.printStackTrace(err);
            return 1;
        } finally {
            out.flush();
            err.flush();
        }
    }

    private int dispatch(List<String> args, boolean checkOnly) throws Exception {
        if (args.isEmpty() || args.getFirst().equals(FlagOptions.HELP) || args.getFirst().equals("-h")) {
            out.print(listing());
            return 0;
        }
        Chapter chapter = chapter(args.getFirst());
        List<Program<?>> programs = chapter.programs();
        if (programs.isEmpty()) {
            throw new UsageException(
                    chapter.name() + " is not built; ./rl " + chapter.name() + " builds and starts it");
        }
        String word = args.size() > 1 && !args.get(1).startsWith("-") ? args.get(1) : "";
        boolean takesOperands = Settings.of(programs.getFirst().settingsType()).flags().stream()
                .anyMatch(SettingsFlag::isOperands);
        if (word.isEmpty() || takesOperands || programs.size() == 1) {
            return start(chapter, programs.getFirst(), args, args.subList(1, args.size()), checkOnly);
        }
        return start(chapter, program(chapter, programs, word), args, args.subList(2, args.size()), checkOnly);
    }

    private Chapter chapter(String name) {
        List<String> names = chapters.stream().map(Chapter::name).toList();
        if (!names.contains(name)) {
            throw new UsageException("unknown chapter or command " + name + "; the nearest is "
                    + Nearest.to(name, names) + " (./rl lists them all)");
        }
        return chapters.get(names.indexOf(name));
    }

    private static Program<?> program(Chapter chapter, List<Program<?>> programs, String name) {
        List<String> names = programs.stream().map(Program::name).toList();
        if (!names.contains(name)) {
            throw new UsageException(chapter.name() + " takes " + ValueType.either(names) + ", got " + name
                    + "; the nearest is " + Nearest.to(name, names));
        }
        return programs.get(names.indexOf(name));
    }

    private <S extends Record> int start(Chapter chapter, Program<S> program, List<String> args, List<String> rest,
            boolean checkOnly) throws Exception {
        boolean alone = chapter.programs().size() == 1;
        String title = "./rl " + chapter.name() + (alone ? "" : " " + program.name());
        FlagOptions<S> options = new FlagOptions<>(program);
        ProgramLine<S> line = new ProgramLine<>(program, options, title);
        Given given = line.parse(rest);
        Job job;
        try {
            String preset = line.preset(given);
            S base = program.base(preset, given);
            RunOptions baseOptions = program.options(given);
            if (given.has(FlagOptions.HELP)) {
                List<Program<?>> others = chapter.programs().stream()
                        .filter(other -> !other.name().equals(program.name())).toList();
                out.print(HelpText.of(title, program, options, preset, base, baseOptions, others));
                return 0;
            }
            S settings = options.settings().with(base, given);
            RunOptions shared = options.shared().with(baseOptions, given);
            if (checkOnly) {
                return 0;
            }
            job = program.prepare(settings, shared,
                    new Invocation(chapter.name(), program.name(), preset, args, given, out, terminal));
        } catch (IllegalArgumentException refused) {
            String message = String.valueOf(refused.getMessage());
            throw new UsageException(options.settings().namingFlags(message, given), refused);
        }
        return job.run();
    }

    private String listing() {
        List<String> usages = chapters.stream().map(Rl::usage).toList();
        int width = usages.stream().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder("Reinforcement learning from scratch: ./rl NAME [PROGRAM] [flags]\n\n");
        for (int i = 0; i < usages.size(); i++) {
            text.append("  ").append(usages.get(i)).repeat(" ", width - usages.get(i).length() + 2)
                    .append(chapters.get(i).summary()).append('\n');
        }
        return text.append("\n./rl NAME --help lists the flags of each.\n").toString();
    }

    private static String usage(Chapter chapter) {
        List<String> programs = chapter.programs().stream().map(Program::name).toList();
        return chapter.name() + (programs.size() > 1 ? " [" + String.join("|", programs) + "]" : "");
    }

    /// The stream's own, or UTF-8 in the place of ASCII: the POSIX locale of containers and pipes claims no more than
    /// ASCII, and `±` would become a question mark.
    private static Charset charset(PrintStream stream) {
        return stream.charset().equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : stream.charset();
    }

    /// A console can exist without being a terminal since Java 22.
    private static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal();
    }
}
