package drl.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Workbooks of all chapters: made, failing at exactly their marks, solved by pasting, and right.
@Tag("text")
class WorkbookTests {

    private static final Repository REPOSITORY = Repository.here();

    @TempDir
    Path folder;

    private static Stream<String> chapters() {
        return Repository.MODULES.stream().filter(module -> module.startsWith("part"));
    }

    private Workbook workbook(String module, String name, Predicate<Exercise> blank) throws IOException {
        Workbook workbook = new Workbook(REPOSITORY, module, folder.resolve(name));
        workbook.write(blank);
        return workbook;
    }

    @ParameterizedTest
    @MethodSource("chapters")
    void a_workbook_fails_at_its_marks_and_is_solved_by_pasting(String module) throws Exception {
        Workbook workbook = workbook(module, "all", _ -> true);
        List<Exercise> exercises = workbook.exercises();
        Set<String> marked = new TreeSet<>(exercises.stream().map(Exercise::step).toList());
        assertThat(marked).isNotEmpty();

        Map<String, String> blank = states(workbook);
        assertThat(blank.keySet()).as("each exercise has a test").containsAll(marked);
        Set<String> waiting = new TreeSet<>();
        blank.forEach((step, state) -> {
            assertThat(state).as(step).isIn(marked.contains(step) ? List.of("TO_DO", "WAITS") : List.of("OK", "WAITS"));
            if (marked.contains(step) && state.equals("WAITS")) {
                waiting.add(step);
            }
        });
        assertThat(waiting.size()).as("steps that can't be tried before others are written").isLessThan(marked.size());
        // Steps that wait for others are left out again without those, until each was the first to be missed.
        for (int round = 2; !waiting.isEmpty(); round++) {
            Set<String> missing = Set.copyOf(waiting);
            Map<String, String> again = states(workbook(module, "round" + round, e -> missing.contains(e.step())));
            again.forEach((step, state) -> assertThat(state).as(step)
                    .isIn(missing.contains(step) ? List.of("TO_DO", "WAITS") : List.of("OK", "WAITS")));
            waiting.removeIf(step -> again.get(step).equals("TO_DO"));
            assertThat(waiting.size()).isLessThan(missing.size());
        }

        paste(workbook, exercises);
        assertThat(states(workbook)).isNotEmpty()
                .allSatisfy((step, state) -> assertThat(state).as(step).isEqualTo("OK"));
    }

    /// Solves a workbook as a reader who gives up: puts the chapter's bodies into the places left open.
    private static void paste(Workbook workbook, List<Exercise> exercises) throws IOException {
        for (Exercise exercise : exercises) {
            Path source = REPOSITORY.sources(workbook.module());
            Path copy = workbook.folder().resolve("src/main/java").resolve(source.relativize(exercise.file()));
            String body = Files.readString(exercise.file()).substring(exercise.from(), exercise.to());
            String text = Files.readString(copy);
            int mark = text.indexOf(exercise.step() + ": " + exercise.equation());
            int from = text.indexOf("{\n",
                    text.indexOf('(', mark + exercise.step().length() + exercise.equation().length()));
            int to = text.indexOf("}", text.indexOf("UnsupportedOperationException", from)) + 1;
            Files.writeString(copy, text.substring(0, from) + body + text.substring(to));
        }
        for (Exercise exercise : exercises) {
            Path source = REPOSITORY.sources(workbook.module());
            assertThat(workbook.folder().resolve("src/main/java").resolve(source.relativize(exercise.file())))
                    .hasSameTextualContentAs(exercise.file());
        }
    }

    /// Runs the chapter's tests against the workbook, in a class loader of its own.
    @SuppressWarnings("unchecked")
    private static Map<String, String> states(Workbook workbook) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (Path entry : new ReferenceTests(REPOSITORY).classPath(workbook.module(), workbook.compile())) {
            urls.add(url(entry));
        }
        Thread thread = Thread.currentThread();
        ClassLoader outside = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(loader);
            return (Map<String, String>) loader.loadClass("drl.steps.StepRunner").getMethod("states", String.class)
                    .invoke(null, workbook.module());
        } finally {
            thread.setContextClassLoader(outside);
        }
    }

    private static URL url(Path entry) throws MalformedURLException {
        return entry.toUri().toURL();
    }

    @Test
    void what_does_not_compile_is_said_with_the_compilers_words() throws IOException {
        Workbook workbook = workbook("part2-rollout", "broken", _ -> false);
        Path file = workbook.folder().resolve("src/main/java/drl/rollout/RewardsToGo.java");
        Files.writeString(file,
                Files.readString(file).replace("batchRtgs[t] = discountedReward", "batchRtgs[t] = nothing"));
        assertThatIllegalArgumentException().isThrownBy(workbook::compile).withMessageContainingAll("RewardsToGo.java",
                "nothing");
    }

    @Test
    void a_workbook_is_not_written_over_another() throws IOException {
        Workbook workbook = workbook("part2-rollout", "once", _ -> true);
        assertThat(workbook.folder().resolve("src/main/java/drl/rollout/Rollout.java")).content()
                .contains("UnsupportedOperationException(");
        org.assertj.core.api.Assertions.assertThatIOException().isThrownBy(() -> workbook.write(_ -> true));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).as("nothing is left aside").containsExactly(workbook.folder());
        }
    }
}
