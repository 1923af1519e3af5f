package drl.course;

import drl.backend.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Holds the pages of the course to the source and to what its commands print.
final class Pages {

    /// The width of the vectors with which the pages were recorded.
    private static final String RECORDED_WITH = "512 bit";
    private static final long ALL = Long.MAX_VALUE;

    private final Repository repository;
    private final boolean compareNumbers;

    Pages(Repository repository) {
        this.repository = repository;
        compareNumbers = Backend.defaultBackend().description().contains(RECORDED_WITH);
    }

    /// What is wrong with the blocks of a page that show source, or have no or an unknown marker.
    List<String> problemsWithSource(Page page) {
        List<String> problems = new ArrayList<>();
        for (Page.Block block : page.blocks()) {
            try {
                if (isSource(block)) {
                    switch (Source.parse(block.marker())) {
                        case Source.Excerpt(String file) -> {
                            if (!Excerpts.contains(lines(repository.source(file)), block.lines())) {
                                problems.add(at(page, block) + "these lines are not in " + file);
                            }
                        }
                        case Source.WholeFile(String file) -> {
                            if (!lines(repository.root().resolve(file)).equals(block.lines())) {
                                problems.add(at(page, block) + "this is not what " + file + " contains");
                            }
                        }
                        case Source.Output _,Source.Example _ -> {}
                    }
                }
            } catch (IllegalArgumentException | java.io.UncheckedIOException e) {
                problems.add(at(page, block) + e.getMessage());
            }
        }
        return problems;
    }

    /// Every output that a page shows, as a check that takes its time.
    ///
    /// @return for each, what runs the command and says what is wrong
    List<Check> outputs(Page page) {
        List<Check> checks = new ArrayList<>();
        for (Page.Block block : page.blocks()) {
            if (block.marker().startsWith("output ") && Source.parse(block.marker()) instanceof Source.Output output) {
                checks.add(new Check(at(page, block) + output.text(), () -> problem(block, output)));
            }
        }
        return checks;
    }

    /// An output to be checked.
    ///
    /// @param name    where it is and of which command
    /// @param problem runs the command and says what is wrong
    record Check(String name, Problem problem) {
    }

    /// Says what is wrong, if something is.
    @FunctionalInterface
    interface Problem {

        /// Takes as long as the command does.
        Optional<String> find() throws IOException, InterruptedException;
    }

    private Optional<String> problem(Page.Block block, Source.Output output) throws IOException, InterruptedException {
        Transcript transcript = new Transcript(block.lines(), output.varies(), compareNumbers);
        try (Commands commands = new Commands(repository)) {
            if (output.recordedAt().isPresent()) {
                int enough = transcript.beginning().size();
                return transcript.differenceAtBeginning(
                        enough > 0 ? commands.run(output, enough) : commands.run(output.unfiltered(), 1));
            }
            return transcript.difference(commands.run(output, ALL));
        }
    }

    /// The page as it should be: excerpts and files as they are, outputs as they are printed now. Pictures that a
    /// program draws and the page shows are replaced, too.
    ///
    /// @param commit  where recorded outputs are recorded anew, the commit to note; empty leaves them as they are
    /// @param outputs whether commands are run at all
    Page refreshed(Page page, Optional<String> commit, boolean outputs) throws IOException, InterruptedException {
        Page fresh = page;
        for (Page.Block block : page.blocks().reversed()) {
            if (isSource(block)) {
                fresh = refreshed(fresh, block, commit, outputs);
            }
        }
        return fresh;
    }

    private Page refreshed(Page page, Page.Block block, Optional<String> commit, boolean outputs)
            throws IOException, InterruptedException {
        return switch (Source.parse(block.marker())) {
            case Source.Excerpt(String file) -> {
                List<String> source = lines(repository.source(file));
                List<String> current = Excerpts.contains(source, block.lines()) ? block.lines()
                        : Excerpts.current(source, block.lines()).orElseThrow(() -> new IllegalArgumentException(
                                at(page, block) + "too little of these lines is left in " + file
                                        + "; choose the excerpt anew"));
                yield page.with(block, block.marker(), current);
            }
            case Source.WholeFile(String file) ->
                page.with(block, block.marker(), lines(repository.root().resolve(file)));
            case Source.Output output when !outputs || output.recordedAt().isPresent() && commit.isEmpty() -> page;
            case Source.Output output -> {
                Source.Output now = output.recordedAt().isPresent() ? output.recordedAt(commit.orElseThrow()) : output;
                Transcript transcript = new Transcript(block.lines(), output.varies(), true);
                try (Commands commands = new Commands(repository)) {
                    List<String> printed = commands.run(output, ALL);
                    takePictures(commands.folder(), page.file().resolveSibling("images"));
                    yield transcript.difference(printed).isEmpty() ? page.with(block, now.marker(), block.lines())
                            : page.with(block, now.marker(), transcript.refreshed(printed));
                }
            }
            case Source.Example _ -> page;
        };
    }

    private static void takePictures(Path from, Path images) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path picture : files.filter(file -> file.toString().endsWith(".png")).toList()) {
                Path shown = images.resolve(picture.getFileName());
                if (Files.exists(shown)) {
                    Files.copy(picture, shown, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /// Commands for the reader to type, formulas and the like are no source.
    private static boolean isSource(Page.Block block) {
        return !List.of("sh", "console").contains(block.language());
    }

    private String at(Page page, Page.Block block) {
        return repository.root().relativize(page.file()) + ":" + block.lineNumber() + ": ";
    }

    private static List<String> lines(Path file) {
        return Repository.read(file).lines().toList();
    }
}
