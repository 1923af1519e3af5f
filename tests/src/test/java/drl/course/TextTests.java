package drl.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// Every code block of the course is in the source, and every console block is what its command prints.
/// `./rl text` repairs what these tests find.
@Tag("text")
class TextTests {

    private static final Repository REPOSITORY = Repository.here();
    private static final Pages PAGES = new Pages(REPOSITORY);

    @TestFactory
    Stream<DynamicTest> code_blocks_are_in_the_source() {
        return REPOSITORY.pages().stream().map(file -> DynamicTest.dynamicTest(name(file),
                () -> assertThat(PAGES.problemsWithSource(Page.read(file))).isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> commands_in_the_text_are_accepted() {
        return REPOSITORY.pages().stream().map(file -> DynamicTest.dynamicTest(name(file), () -> {
            for (String command : Mentions.commands(Page.read(file))) {
                assertThat(Mentions.refusal(REPOSITORY, command)).as(command).isEmpty();
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> links_lead_somewhere() {
        return REPOSITORY.pages().stream().map(file -> DynamicTest.dynamicTest(name(file),
                () -> assertThat(Mentions.deadLinks(Page.read(file))).isEmpty()));
    }

    /// Two commands at a time; the tests wait for their own.
    @TestFactory
    Stream<DynamicTest> console_blocks_are_what_the_commands_print() {
        List<Pages.Check> checks = REPOSITORY.pages().stream().flatMap(file -> PAGES.outputs(Page.read(file)).stream())
                .toList();
        assertThat(checks).isNotEmpty();
        ExecutorService commands = Executors.newFixedThreadPool(2, Thread.ofPlatform().daemon().factory());
        List<Future<Optional<String>>> found = checks.stream().map(check -> commands.submit(check.problem()::find))
                .toList();
        commands.shutdown();
        return IntStream.range(0, checks.size()).mapToObj(i -> DynamicTest.dynamicTest(checks.get(i).name(),
                () -> assertThat(found.get(i).get()).isEqualTo(Optional.empty())));
    }

    private static String name(Path file) {
        return REPOSITORY.root().relativize(file).toString();
    }
}
