package drl.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tools that keep the text true would notice if it were not.
@Tag("text")
class PagesTests {

    @TempDir
    Path root;

    private Page page(String... lines) throws IOException {
        Path file = root.resolve("README.md");
        Files.write(file, List.of(lines));
        return Page.read(file);
    }

    private void source(String... lines) throws IOException {
        Path file = root.resolve("part2-rollout/src/main/java/drl/A.java");
        Files.createDirectories(file.getParent());
        Files.write(file, List.of(lines));
    }

    private Pages pages() {
        return new Pages(new Repository(root));
    }

    // ---- excerpts ---------------------------------------------------------------------------------------------

    @Test
    void a_changed_line_is_noticed_and_repaired() throws Exception {
        source("class A {", "    int a = 1;", "    int b = 2;", "    int c = 3;", "}");
        Page page =
                page("# A", "<!-- from drl/A.java -->", "```java", "    int a = 1;", "    int b = 2;", "    int c = 3;",
                        "```", "text");
        assertThat(pages().problemsWithSource(page)).isEmpty();

        source("class A {", "    int a = 1;", "    int b = 22;", "    int c = 3;", "}");
        assertThat(pages().problemsWithSource(page)).singleElement().asString().contains("README.md:3", "drl/A.java");
        Page repaired = pages().refreshed(page, Optional.empty(), true);
        assertThat(repaired.lines()).containsExactly("# A", "<!-- from drl/A.java -->", "```java", "    int a = 1;",
                "    int b = 22;", "    int c = 3;", "```", "text");
    }

    @Test
    void changes_at_the_ends_of_an_excerpt_are_repaired_too() {
        List<String> excerpt = List.of("first", "a", "b", "c", "last");
        assertThat(Excerpts.current(List.of("x", "FIRST", "a", "b", "c", "LAST", "y"), excerpt))
                .contains(List.of("FIRST", "a", "b", "c", "LAST"));
        assertThat(Excerpts.current(List.of("first", "a", "new", "b", "c", "last"), excerpt))
                .contains(List.of("first", "a", "new", "b", "c", "last"));
        assertThat(Excerpts.current(List.of("first", "b", "c", "last"), excerpt))
                .contains(List.of("first", "b", "c", "last"));
        assertThat(Excerpts.current(List.of("something", "else", "last"), excerpt)).isEmpty();
    }

    @Test
    void a_file_is_compared_as_a_whole() throws Exception {
        source("class A {", "}");
        Page page = page("<!-- file part2-rollout/src/main/java/drl/A.java -->", "```java", "class A {", "```");
        assertThat(pages().problemsWithSource(page)).hasSize(1);
        assertThat(pages().refreshed(page, Optional.empty(), true).lines()).contains("class A {", "}");
    }

    @Test
    void blocks_need_a_marker_that_is_known() throws Exception {
        source("class A {", "}");
        assertThat(pages().problemsWithSource(page("", "```java", "int a;", "```"))).hasSize(1);
        assertThat(pages().problemsWithSource(page("<!-- of A -->", "```java", "int a;", "```"))).hasSize(1);
        assertThat(pages().problemsWithSource(page("<!-- from drl/B.java -->", "```java", "int a;", "```"))).hasSize(1);
        assertThatIllegalStateException().isThrownBy(() -> page("  ```java", "  ```").blocks());
        assertThatIllegalStateException().isThrownBy(() -> page("> ```java", "> ```").blocks());
        assertThatIllegalStateException().isThrownBy(() -> page("```java", "int a;").blocks());
    }

    // ---- outputs ----------------------------------------------------------------------------------------------

    private static Source.Output output(String marker) {
        return (Source.Output) Source.parse(marker);
    }

    @Test
    void markers_of_outputs_are_read() {
        Source.Output output = output("output of ./rl a --b {1,2} && ./rl c | grep -E d|e; recorded at f00; varies g");
        assertThat(output.commands()).containsExactly(List.of("a", "--b", "1"), List.of("a", "--b", "2"), List.of("c"));
        assertThat(output.filter().pattern()).isEqualTo("d|e");
        assertThat(output.recordedAt()).contains("f00");
        assertThat(output.varies()).isEqualTo("g");
        assertThat(output.recordedAt("abc").marker())
                .isEqualTo("output of ./rl a --b {1,2} && ./rl c | grep -E d|e; recorded at abc; varies g");
        assertThatIllegalArgumentException().isThrownBy(() -> output("output of ./rl a; its end"));
        assertThatIllegalArgumentException().isThrownBy(() -> output("output of ./rl a && rm b"));
    }

    @Test
    void everything_but_clocks_is_compared() {
        Transcript transcript =
                new Transcript(List.of("runs/x__1__1795257933", "loss 1.5  20 steps/s", "time 3.1 s"), "(?!)",
                        true);
        assertThat(transcript.difference(List.of("runs/x__1__1795999999", "loss 1.5  1000 steps/s", "time 12.44 s")))
                .isEmpty();
        assertThat(transcript.difference(List.of("runs/x__2__1795999999", "loss 1.5  20 steps/s", "time 3.1 s")))
                .isPresent();
        assertThat(transcript.difference(List.of("runs/x__1__1795257933", "loss 1.6  20 steps/s", "time 3.1 s")))
                .get().asString().contains("loss 1.5", "loss 1.6");
        assertThat(transcript.difference(List.of("runs/x__1__1795257933", "loss 1.5  20 steps/s"))).isPresent();
        assertThat(
                transcript.difference(List.of("runs/x__1__1795257933", "loss 1.5  20 steps/s", "time 3.1 s", "more")))
                .isPresent();
    }

    @Test
    void other_processors_are_held_to_the_words_only() {
        Transcript transcript = new Transcript(List.of("loss -1.5e-3  left 1,000"), "(?!)", false);
        assertThat(transcript.difference(List.of("loss 1.4e-13  left 7"))).isEmpty();
        assertThat(transcript.difference(List.of("gain 1.4e-13  left 7"))).isPresent();
    }

    @Test
    void what_varies_is_named_in_the_marker() {
        Transcript transcript =
                new Transcript(List.of("1 allocated 5", "2 allocated 5"), "(?<=^1 allocated )\\d+", true);
        assertThat(transcript.difference(List.of("1 allocated 6", "2 allocated 5"))).isEmpty();
        assertThat(transcript.difference(List.of("1 allocated 5", "2 allocated 6"))).isPresent();
    }

    @Test
    void lines_may_be_left_out() {
        Transcript transcript = new Transcript(List.of("a", "b 1", "…", "b 50 x", "…", "z"), "(?!)", true);
        List<String> output = new ArrayList<>(List.of("a"));
        Stream.iterate(1, i -> i + 1).limit(99).forEach(i -> output.add("b " + i + " x"));
        output.add("z");
        assertThat(transcript.beginning()).containsExactly("a", "b 1");
        assertThat(transcript.differenceAtBeginning(List.of("a", "b 2"))).isPresent();
        assertThat(transcript.differenceAtBeginning(List.of())).isPresent();
        assertThat(transcript.difference(output)).get().asString().contains("b 1 x");
        assertThat(transcript.refreshed(output)).containsExactly("a", "b 1 x", "…", "b 50 x", "…", "z");
        assertThat(new Transcript(transcript.refreshed(output), "(?!)", true).difference(output)).isEmpty();
        Transcript end = new Transcript(List.of("…", "y", "z"), "(?!)", true);
        assertThat(end.difference(List.of("a", "y", "z"))).isEmpty();
        assertThat(end.difference(List.of("a", "y", "z", "a"))).isPresent();
        assertThat(end.beginning()).isEmpty();
    }

    // ---- mentions ---------------------------------------------------------------------------------------------

    @Test
    void commands_and_links_are_found_and_tried() throws Exception {
        Page page = page("Type `./rl envs` or [look](#there) [here](other.md) [at](https://example.org).", "```sh",
                "./rl envs --instaled   # a slip", "```", "## There: a heading, with `code`");
        assertThat(Mentions.commands(page)).containsExactly("./rl envs", "./rl envs --instaled");
        Repository repository = new Repository(root);
        assertThat(Mentions.refusal(repository, "./rl envs")).isEmpty();
        assertThat(Mentions.refusal(repository, "./rl envs --instaled")).contains("--instaled");
        assertThat(Mentions.refusal(repository, "./rl part1/No.java")).isNotEmpty();
        assertThat(Mentions.deadLinks(page)).containsExactly("#there", "other.md");
        assertThat(Mentions.anchor("## There: a heading, with `code`")).isEqualTo("there-a-heading-with-code");
    }
}
