package drl.part1.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drl.nn.Module;
import drl.nn.StateDict;
import drl.part1.Tolerance;
import drl.reference.Golden;
import drl.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A network beside PyTorch's recording of it: parameters and gradients by name, weights as (out, in).
public final class RecordedModule {

    private RecordedModule() {
    }

    /// Gives a network the recorded parameters.
    public static void load(Module module, JsonNode params) {
        StateDict state = new StateDict();
        params.properties()
                .forEach(p -> state.put(p.getKey(), Golden.floats(p.getValue()), Golden.shape(p.getValue())));
        module.load(state, "");
    }

    /// Checks names, order, shapes and values of all parameters.
    public static void assertParameters(Tolerance tolerance, JsonNode recorded, Module module) {
        StateDict state = new StateDict();
        module.save(state, "");
        assertThat(state.names()).isEqualTo(names(recorded)).isEqualTo(List.copyOf(module.parameters().keySet()));
        recorded.properties().forEach(p -> check(tolerance, p.getKey(), p.getValue(),
                state.get(p.getKey(), Arrays.stream(Golden.shape(p.getValue())).boxed().toList())));
    }

    /// Checks all gradients.
    public static void assertGradients(Tolerance tolerance, JsonNode recorded, Module module) {
        assertThat(List.copyOf(module.parameters().keySet())).isEqualTo(names(recorded));
        recorded.properties().forEach(p ->
                check(tolerance, p.getKey(), p.getValue(), gradient(p.getKey(), module.parameters().get(p.getKey()))));
            }

            private static void check(Tolerance tolerance, String name, JsonNode recorded, float[] actual) {
                try {
                    tolerance.check(recorded, actual);
                } catch (AssertionError e) {
                    throw new AssertionError(name + ": " + e.getMessage(), e);
                }
            }

            private static List<String> names(JsonNode recorded) {
                List<String> names = new ArrayList<>();
                recorded.properties().forEach(p -> names.add(p.getKey()));
                assertThat(names).isNotEmpty();
                return names;
            }

            private static float[] gradient(String name, Tensor parameter) {
                float[] gradient = parameter.gradient();
                return name.endsWith("weight")
                        ? transposed(gradient, parameter.shape().dim(0), parameter.shape().dim(1))
                        : gradient;
            }

            private static float[] transposed(float[] a, int rows, int cols) {
                float[] t = new float[a.length];
                for (int i = 0; i < a.length; i++) {
                    t[i % cols * rows + i / cols] = a[i];
                }
                return t;
            }
        }
