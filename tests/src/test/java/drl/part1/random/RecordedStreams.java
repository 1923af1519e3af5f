package drl.part1.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicNode;

/// Turns a file's list of seeds, each with its recorded streams, into one test a stream.
///
/// A stream's name carries its arguments, as in `integers_0_10`, so streams are found by pattern. A pattern that no
/// stream matches is a failing test: nothing goes unchecked because it went missing.
final class RecordedStreams {

    /// Draws a stream anew from the seed of its entry and compares.
    interface Check {
        void accept(JsonNode entry, MatchResult name, JsonNode recorded);
    }

    private final Map<Pattern, Check> checks = new LinkedHashMap<>();

    RecordedStreams on(String pattern, Check check) {
        checks.put(Pattern.compile(pattern), check);
        return this;
    }

    List<DynamicNode> tests(JsonNode entries) {
        assertThat(entries.isArray() && !entries.isEmpty()).as("a list of seeds").isTrue();
        List<DynamicNode> seeds = new ArrayList<>();
        for (JsonNode entry : entries) {
            seeds.add(dynamicContainer("seed " + entry.required("seed").asText(), testsOf(entry)));
        }
        return seeds;
    }

    private List<DynamicNode> testsOf(JsonNode entry) {
        List<DynamicNode> tests = new ArrayList<>();
        checks.forEach((pattern, check) -> {
            int before = tests.size();
            for (Map.Entry<String, JsonNode> stream : entry.properties()) {
                Matcher name = pattern.matcher(stream.getKey());
                if (name.matches()) {
                    tests.add(dynamicTest(stream.getKey(), () -> run(check, entry, name, stream.getValue())));
                }
            }
            if (tests.size() == before) {
                tests.add(dynamicTest(pattern.pattern(), () -> fail("the file holds no stream of this name")));
            }
        });
        return tests;
    }

    private static void run(Check check, JsonNode entry, MatchResult name, JsonNode recorded) {
        assertThat(recorded.isContainerNode() && recorded.isEmpty()).as("an empty stream").isFalse();
        check.accept(entry, name, recorded);
    }
}
