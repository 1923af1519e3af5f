package drl.part1.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import drl.part1.Tolerance;
import drl.reference.Golden;
import drl.tensor.Shape;
import drl.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DynamicNode;

/// The table of operations under test, and the tests that follow from it.
///
/// Every recorded case must be named by a line, and every line that refers to the recording must find a case there.
final class OpChecks {

    /// An operation of one tensor.
    interface Of1 {
        Tensor of(Tensor x);
    }

    /// An operation of two tensors.
    interface Of2 {
        Tensor of(Tensor a, Tensor b);
    }

    /// An operation of three tensors.
    interface Of3 {
        Tensor of(Tensor a, Tensor b, Tensor c);
    }

    /// An operation of one tensor and the recorded arguments.
    interface With1 {
        Tensor of(Tensor x, JsonNode args);
    }

    /// An operation of two tensors and the recorded arguments.
    interface With2 {
        Tensor of(Tensor a, Tensor b, JsonNode args);
    }

    private record Refusal(String op, String a, String b) {
    }

    private final Tolerance tolerance;
    private final Map<String, List<JsonNode>> recorded = new LinkedHashMap<>();
    private final Map<String, OpLine> lines = new LinkedHashMap<>();
    private final Set<Refusal> refusals = new LinkedHashSet<>();
    private final Set<String> lacking = new LinkedHashSet<>();

    OpChecks(JsonNode file) {
        tolerance = Tolerance.of(file);
        for (JsonNode c : file.required("cases")) {
            recorded.computeIfAbsent(c.required("op").textValue(), _ -> new ArrayList<>()).add(c);
        }
    }

    void checkOp(String name, Inputs inputs, Of1 op) {
        add(name, inputs, true, (in, _) -> op.of(in.get(0)));
    }

    void checkOp(String name, Inputs inputs, Of2 op) {
        add(name, inputs, true, (in, _) -> op.of(in.get(0), in.get(1)));
    }

    void checkOp(String name, Inputs inputs, Of3 op) {
        add(name, inputs, true, (in, _) -> op.of(in.get(0), in.get(1), in.get(2)));
    }

    void checkOpWith(String name, Inputs inputs, With1 op) {
        add(name, inputs, true, (in, args) -> op.of(in.get(0), args));
    }

    void checkOpWith(String name, Inputs inputs, With2 op) {
        add(name, inputs, true, (in, args) -> op.of(in.get(0), in.get(1), args));
    }

    /// An operation that the recording does not hold.
    void checkOwn(String name, Inputs inputs, Of1 op) {
        add("own: " + name, inputs, false, (in, _) -> op.of(in.get(0)));
    }

    /// The same with two inputs.
    void checkOwn(String name, Inputs inputs, Of2 op) {
        add("own: " + name, inputs, false, (in, _) -> op.of(in.get(0), in.get(1)));
    }

    /// The same with three.
    void checkOwn(String name, Inputs inputs, Of3 op) {
        add("own: " + name, inputs, false, (in, _) -> op.of(in.get(0), in.get(1), in.get(2)));
    }

    private void add(String name, Inputs inputs, boolean isRecorded, OpLine.Operation operation) {
        assertThat(lines).doesNotContainKey(name);
        lines.put(name, new OpLine(operation, inputs, isRecorded));
    }

    /// PyTorch lets these shapes meet and this library does not, on purpose: the operation says so, and gives PyTorch's
    /// numbers once the operands are expanded by hand.
    void refuses(String op, String a, String b) {
        refusals.add(new Refusal(op, a, b));
    }

    /// An operation of the recording that this library does without.
    void lacks(String op) {
        lacking.add(op);
    }

    List<DynamicNode> tests() {
        List<DynamicNode> tests = new ArrayList<>();
        lines.forEach((name, line) -> tests.add(dynamicContainer(name, testsOf(name, line))));
        Set<Refusal> unseen = new LinkedHashSet<>(refusals);
        recorded.values().forEach(cases -> cases.forEach(c -> unseen.remove(refusal(c))));
        unseen.forEach(refusal -> tests.add(dynamicTest("no case for " + refusal, () -> fail("not recorded"))));
        lacking.forEach(op -> tests.add(dynamicTest(op, () -> isLacking(op))));
        tests.add(dynamicTest("every recorded operation has its line", () -> {
            Set<String> named = new LinkedHashSet<>(lines.keySet());
            named.addAll(lacking);
            assertThat(recorded.keySet()).isNotEmpty().isSubsetOf(named);
        }));
        return tests;
    }

    private void isLacking(String op) {
        assertThat(recorded).containsKey(op);
        assertThat(Arrays.stream(Tensor.class.getMethods()).map(m -> m.getName())).doesNotContain(op);
    }

    private List<DynamicNode> testsOf(String name, OpLine line) {
        List<DynamicNode> tests = new ArrayList<>();
        List<JsonNode> cases = recorded.getOrDefault(name, List.of());
        if (line.recorded() && cases.isEmpty()) {
            tests.add(dynamicTest("recorded", () -> fail("the file has no case of this name")));
        }
        for (JsonNode c : cases) {
            if (refusals.contains(refusal(c))) {
                tests.add(dynamicTest("refused " + shapes(c), () -> assertRefused(c, line)));
            } else {
                tests.add(dynamicTest("recorded " + shapes(c), () -> line.assertRecorded(c, tolerance)));
                if (line.inputs().differences()) {
                    tests.add(dynamicTest("finite differences " + shapes(c),
                            () -> line.assertSlopes(line.dims(c), c.get("args"))));
                }
            }
        }
        if (!line.recorded()) {
            line.inputs().shapes().stream().filter(OpLine::isSmall)
                    .forEach(shapes -> tests.add(dynamicTest("finite differences " + Arrays.deepToString(shapes),
                            () -> line.assertSlopes(shapes, null))));
        }
        List<JsonNode> arguments = new ArrayList<>();
        cases.forEach(c -> arguments.add(c.get("args")));
        if (!line.inputs().shapes().isEmpty()) {
            tests.add(dynamicTest("every backend, every size", () -> line.assertBackendsAgree(arguments)));
        }
        if (line.inputs().elementwise()) {
            tests.add(dynamicTest("every backend, special values", () -> line.assertSpecialValuesAgree(arguments)));
        }
        return tests;
    }

    private void assertRefused(JsonNode c, OpLine line) {
        Refusal refusal = refusal(c);
        assertThatThrownBy(() -> line.assertRecorded(c, tolerance))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(refusal.op(), refusal.a(), refusal.b());
        int[] dims = Golden.shape(c.required("output"));
        new OpLine((in, args) -> line.operation().apply(List.of(expanded(in.get(0), dims), expanded(in.get(1), dims)),
                args), line.inputs(), true).assertRecorded(c, tolerance);
    }

    /// What PyTorch does silently: sizes of 1 in front, then repetition.
    private static Tensor expanded(Tensor x, int[] dims) {
        int[] own = new int[dims.length];
        Arrays.fill(own, 1);
        int rank = x.shape().rank();
        System.arraycopy(x.shape().dims(), 0, own, dims.length - rank, rank);
        return x.view(own).expand(dims);
    }

    private static Refusal refusal(JsonNode c) {
        JsonNode inputs = c.required("inputs");
        return new Refusal(c.required("op").textValue(), shape(inputs.path(0)), shape(inputs.path(1)));
    }

    private static String shape(JsonNode tensor) {
        return tensor.isMissingNode() ? "" : Shape.of(Golden.shape(tensor)).toString();
    }

    private static String shapes(JsonNode c) {
        List<String> shapes = new ArrayList<>();
        c.required("inputs").forEach(input -> shapes.add(shape(input)));
        return String.join(" ", shapes) + (c.has("args") ? " " + c.get("args") : "");
    }
}
