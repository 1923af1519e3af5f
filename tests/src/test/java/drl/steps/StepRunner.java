package drl.steps;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import drl.course.StepOrder;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Runs the tests of a chapter's steps and prints a line a step; what `./rl check` starts.
public final class StepRunner implements TestExecutionListener {

    private final Map<String, Outcome> outcomes = new TreeMap<>(
            Comparator.comparingInt(StepOrder::rank).thenComparing(Comparator.naturalOrder()));

    private StepRunner() {
    }

    /// @param args the chapter, such as `part2-rollout`
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        boolean right = print(args[0], run(args[0], ".*"), out);
        out.flush();
        System.exit(right ? 0 : 1);
    }

    /// How each step of a chapter stands, by the step's name, after its hand-made tests only.
    public static Map<String, String> states(String chapter) {
        Map<String, String> states = new LinkedHashMap<>();
        for (Outcome outcome : run(chapter, ".*\\.StepTests")) {
            states.put(outcome.step(), outcome.state() + String.join("\n", outcome.details()));
        }
        return states;
    }

    private static List<Outcome> run(String chapter, String classes) {
        LauncherDiscoveryRequest tests = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectPackage("drl." + chapter.split("-")[0]))
                .filters(TagFilter.includeTags("step"), ClassNameFilter.includeClassNamePatterns(classes)).build();
        StepRunner steps = new StepRunner();
        LauncherFactory.create().execute(tests, steps);
        return List.copyOf(steps.outcomes.values());
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        step(test).ifPresent(step -> {
            Outcome outcome = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL ? Outcome.ok(step.value())
                    : Outcome.of(step.value(), test.getDisplayName().replaceAll("\\(\\)$", "").replace('_', ' '),
                            step.cause(), result.getThrowable().orElseThrow());
            outcomes.merge(step.value(), outcome, Outcome::and);
        });
    }

    private static Optional<Step> step(TestIdentifier test) {
        return test.getSource().flatMap(source -> switch (source) {
            case MethodSource method -> AnnotationSupport.findAnnotation(method.getJavaMethod(), Step.class)
                    .or(() -> AnnotationSupport.findAnnotation(method.getJavaClass(), Step.class));
            case ClassSource type -> AnnotationSupport.findAnnotation(type.getJavaClass(), Step.class);
            default -> Optional.empty();
        });
    }

    /// @return whether all steps are right
    static boolean print(String chapter, List<Outcome> outcomes, PrintStream out) {
        int width = outcomes.stream().mapToInt(outcome -> outcome.step().length()).max().orElse(0);
        List<String> wrong = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            String state = switch (outcome.state()) {
                case OK -> "ok";
                case WAITS -> "waits for " + outcome.note();
                case TO_DO -> "to do: " + outcome.note();
                case FAILED -> "WRONG";
            };
            out.println(outcome.step() + " ".repeat(width - outcome.step().length() + 2) + state);
            outcome.details().forEach(line -> out.println("    " + line));
            if (outcome.state() != Outcome.State.OK) {
                wrong.add(outcome.step());
            }
        }
        out.println();
        out.println(chapter + ": " + (outcomes.size() - wrong.size()) + " of " + outcomes.size() + " steps are right");
        return wrong.isEmpty() && !outcomes.isEmpty();
    }
}
