package drl.course;

import drl.cli.Flag;
import drl.cli.Given;
import drl.cli.Invocation;
import drl.cli.Job;
import drl.cli.Operands;
import drl.cli.Program;
import drl.cli.RunOptions;
import drl.cli.UsageException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `./rl exercise part2`: writes a workbook, a copy of the chapter whose steps are left to the reader.
final class ExerciseProgram implements Program<ExerciseProgram.Settings> {

    /// What to write.
    ///
    /// @param chapter the chapter
    /// @param out     the workbook's folder
    /// @param step    the only step to leave out; all if empty
    record Settings(
            @Operands(value = "the chapter, such as part2 or part2-rollout", label = "CHAPTER", max = 1) List<String> chapter,
            @Flag("folder to write, which must not exist; otherwise workbook/CHAPTER") Optional<Path> out,
            @Flag("the only step to leave out, such as \"ALG STEP 4\"; otherwise all") Optional<String> step) {
    }

    @Override
    public String name() {
        return "exercise";
    }

    @Override
    public String summary() {
        return "writes a workbook: a copy of a chapter whose steps are yours to write";
    }

    @Override
    public Class<Settings> settingsType() {
        return Settings.class;
    }

    @Override
    public Settings base(String preset, Given given) {
        return new Settings(List.of(), Optional.empty(), Optional.empty());
    }

    @Override
    public Job prepare(Settings settings, RunOptions options, Invocation invocation) {
        Repository repository = Repository.here();
        String module = Repository.chapter(settings.chapter.getFirst());
        Path folder = settings.out.orElse(Workbook.defaultFolder(repository, module));
        if (Files.exists(folder)) {
            throw new UsageException(
                    folder + " exists, and your work may be in it: delete it, or name another folder with --out");
        }
        Workbook workbook = new Workbook(repository, module, folder);
        List<Exercise> all = workbook.exercises();
        List<Exercise> chosen =
                settings.step.map(step -> all.stream().filter(e -> names(e, step)).toList()).orElse(all);
        if (chosen.isEmpty()) {
            throw new UsageException(module + " has no step " + settings.step.orElse("to write") + "; its steps are "
                    + String.join("; ", all.stream().map(Exercise::step).distinct().sorted().toList()));
        }
        return () -> {
            workbook.write(chosen::contains);
            if (!options.quiet()) {
                print(invocation.out(), workbook, chosen, settings.out);
            }
            return 0;
        };
    }

    /// Whether `typed` is the exercise's step, or its number.
    private static boolean names(Exercise exercise, String typed) {
        return exercise.step().equalsIgnoreCase(typed)
                || exercise.step().toLowerCase(java.util.Locale.ROOT).startsWith(
                        typed.toLowerCase(java.util.Locale.ROOT) + ",");
    }

    private static void print(PrintStream out, Workbook workbook, List<Exercise> chosen, Optional<Path> typed) {
        out.println("written  " + workbook.folder());
        out.println();
        String step = "";
        for (Exercise exercise : chosen.stream().sorted(StepOrder.BY_STEP).toList()) {
            if (!exercise.step().equals(step)) {
                out.println(exercise.step());
                step = exercise.step();
            }
            out.println("    " + workbook.repository().sources(workbook.module()).relativize(exercise.file()) + "  "
                    + (exercise.method().equals("<init>") ? "the constructor" : exercise.method()));
            out.println("    " + exercise.equation());
        }
        out.println();
        out.println("Write the bodies under " + workbook.folder().resolve("src/main/java") + ", then");
        out.println();
        out.println("    ./rl check " + workbook.module() + " --workbook" + typed.map(path -> " " + path).orElse(""));
        out.println();
        out.println("The chapter itself, " + workbook.module() + "/src/main/java, is the solution.");
    }
}
