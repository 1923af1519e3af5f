package drl.course;

import drl.cli.Flag;
import drl.cli.Given;
import drl.cli.Invocation;
import drl.cli.Job;
import drl.cli.Operands;
import drl.cli.Program;
import drl.cli.RunOptions;
import drl.cli.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `./rl check part2`: runs the chapter's reference tests and prints a line a step; with `--workbook`, on the reader's
/// copy instead of the chapter, the rest of the project staying as it is.
final class CheckProgram implements Program<CheckProgram.Settings> {

    /// What to check.
    ///
    /// @param chapter  the chapter, and behind it the workbook's folder if it is not the usual one
    /// @param workbook whether a workbook is checked
    record Settings(
            @Operands(value = "the chapter, such as part2 or part2-rollout; with --workbook, also the folder of a "
                    + "workbook if it is not workbook/CHAPTER", label = "CHAPTER", max = 2) List<String> chapter,
            @Flag("check the workbook that ./rl exercise wrote, and not the chapter") boolean workbook) {
    }

    @Override
    public String name() {
        return "check";
    }

    @Override
    public String summary() {
        return "runs the reference tests of a chapter, a line a step, on the chapter or on your workbook";
    }

    @Override
    public Class<Settings> settingsType() {
        return Settings.class;
    }

    @Override
    public Settings base(String preset, Given given) {
        return new Settings(List.of(), false);
    }

    @Override
    public Job prepare(Settings settings, RunOptions options, Invocation invocation) {
        Repository repository = Repository.here();
        String module = Repository.chapter(settings.chapter.getFirst());
        if (settings.chapter.size() > 1 && !settings.workbook) {
            throw new UsageException("check takes one chapter, got also " + settings.chapter.getLast()
                    + "; the folder of a workbook needs --workbook before it");
        }
        Path folder = settings.chapter.size() > 1 ? Path.of(settings.chapter.getLast())
                : Workbook.defaultFolder(repository, module);
        if (settings.workbook && !Files.isDirectory(folder.resolve("src/main/java"))) {
            throw new UsageException(folder + " is not a workbook; ./rl exercise " + module + " writes one");
        }
        return () -> {
            ReferenceTests tests = new ReferenceTests(repository);
            tests.build();
            Path classes = settings.workbook ? compiled(new Workbook(repository, module, folder))
                    : repository.classes(module);
            invocation.out().flush();
            return tests.run(module, classes, options.quiet());
        };
    }

    private static Path compiled(Workbook workbook) throws IOException {
        try {
            return workbook.compile();
        } catch (IllegalArgumentException errors) {
            throw new UsageException(errors.getMessage(), errors);
        }
    }
}
