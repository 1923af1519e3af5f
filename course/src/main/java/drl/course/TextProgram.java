package drl.course;

import drl.cli.Flag;
import drl.cli.Given;
import drl.cli.Invocation;
import drl.cli.Job;
import drl.cli.Operands;
import drl.cli.Program;
import drl.cli.RunOptions;
import drl.cli.UsageException;
import drl.io.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `./rl text`: every code block of a chapter is an excerpt of the source, and every console block is the output of a
/// command. This command writes both anew; a test fails where it would change something.
final class TextProgram implements Program<TextProgram.Settings> {

    /// What to do.
    ///
    /// @param pages    the pages, all of the course if empty
    /// @param outputs  whether commands are run
    /// @param recorded whether the commands that take minutes are run, too
    record Settings(
            @Operands(value = "the pages to refresh, such as part3-ppo/README.md; all without any", label = "PAGE", min = 0) List<Path> pages,
            @Flag("run the commands whose outputs the pages show") boolean outputs,
            @Flag("also run those that take minutes") boolean recorded) {
    }

    @Override
    public String name() {
        return "text";
    }

    @Override
    public String summary() {
        return "brings the code and the outputs that the chapters show up to date";
    }

    @Override
    public Class<Settings> settingsType() {
        return Settings.class;
    }

    @Override
    public Settings base(String preset, Given given) {
        return new Settings(List.of(), true, false);
    }

    @Override
    public Job prepare(Settings settings, RunOptions options, Invocation invocation) {
        Repository repository = Repository.here();
        for (Path page : settings.pages) {
            if (!Files.isRegularFile(page)) {
                throw new UsageException("there is no page " + page);
            }
        }
        List<Path> pages = settings.pages.isEmpty() ? repository.pages() : settings.pages;
        Optional<String> commit = settings.recorded ? Optional.of(commit(repository)) : Optional.empty();
        return () -> {
            Pages course = new Pages(repository);
            for (Path file : pages) {
                Page page = Page.read(file.toAbsolutePath());
                Page fresh = course.refreshed(page, commit, settings.outputs);
                boolean changed = !fresh.lines().equals(page.lines());
                if (changed) {
                    byte[] text = (String.join("\n", fresh.lines()) + "\n").getBytes(StandardCharsets.UTF_8);
                    AtomicFile.write(page.file(), out -> out.write(text));
                }
                if (!options.quiet()) {
                    invocation.out().println((changed ? "changed  " : "the same ") + file);
                    invocation.out().flush();
                }
            }
            return 0;
        };
    }

    /// The short name of the commit on which recorded outputs are made.
    private static String commit(Repository repository) {
        try {
            Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD")
                    .directory(repository.root().toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            git.waitFor();
            if (commit.isEmpty()) {
                throw new UsageException("--recorded notes the commit, and this is no git repository");
            }
            return commit;
        } catch (IOException e) {
            throw new UsageException("--recorded notes the commit, and git cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
