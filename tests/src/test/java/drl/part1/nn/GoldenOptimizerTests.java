package drl.part1.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import drl.backend.Activation;
import drl.backend.Backend;
import drl.nn.Adam;
import drl.nn.FeedForwardNN;
import drl.nn.Loss;
import drl.nn.Optimizer;
import drl.nn.RMSprop;
import drl.nn.SGD;
import drl.nn.StateDict;
import drl.part1.TestBackends;
import drl.part1.Tolerance;
import drl.random.TorchRandom;
import drl.reference.Golden;
import drl.steps.Step;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Optimisers step by step beside PyTorch's.
@Tag("part1")
@Tag("golden")
@Step("Step 9, losses and optimisers")
class GoldenOptimizerTests {

    private final JsonNode file = Golden.read("nn_optim_a.json");
    private final Tolerance once = Tolerance.of(file);
    private final Tolerance tenTimes = new Tolerance(Tolerance.stated(file, "; ", " rel after 10 Adam steps"),
            once.absolute());

    private Tolerance after(int steps) {
        return steps == 1 ? once : tenTimes;
    }

    // ---- on given gradients -----------------------------------------------------------------------------------

    @TestFactory
    List<DynamicNode> takesPyTorchsSteps() {
        List<DynamicNode> tests = new ArrayList<>();
        JsonNode entries = file.required("given_gradients");
        assertThat(entries).isNotEmpty();
        for (JsonNode entry : entries) {
            for (Backend backend : TestBackends.ALL) {
                tests.add(dynamicTest(entry.required("name").textValue() + ", " + backend.description(),
                        () -> TestBackends.on(backend, () -> {
                            follow(entry, entries.get(0).required("grads"), backend);
                            return null;
                        })));
            }
        }
        return tests;
    }

    private void follow(JsonNode entry, JsonNode grads, Backend backend) {
        List<Tensor> params = new ArrayList<>();
        entry.required("params0").forEach(p -> params.add(Tensor.parameter(Golden.floats(p), Golden.shape(p))));
        Optimizer optimizer = optimizer(entry.required("class").textValue(), entry.required("kwargs"), params);
        for (int step = 1; step <= grads.size(); step++) {
            JsonNode given = grads.get(step - 1);
            for (int i = 0; i < params.size(); i++) {
                backend.upload(Golden.floats(given.required(i)), 0, params.get(i).grad(), 0, params.get(i).size());
            }
            optimizer.step();
            JsonNode after = entry.path("after_" + step);
            for (int i = 0; i < after.size(); i++) {
                after(step).check(after.get(i), params.get(i));
            }
        }
        assertThat(entry.required("after_" + grads.size())).hasSameSizeAs(params);
        for (String moment : List.of("exp_avg", "exp_avg_sq")) {
            if (optimizer instanceof Adam) {
                assertMoment(entry.required(moment + "_" + grads.size()), optimizer, moment);
            }
        }
    }

    private void assertMoment(JsonNode recorded, Optimizer optimizer, String name) {
        StateDict state = new StateDict();
        optimizer.save(state, "");
        int size = 0;
        for (JsonNode part : recorded) {
            size += Golden.floats(part).length;
        }
        float[] all = state.get(name, List.of(size));
        int at = 0;
        for (JsonNode part : recorded) {
            float[] own = new float[Golden.floats(part).length];
            System.arraycopy(all, at, own, 0, own.length);
            tenTimes.check(part, own);
            at += own.length;
        }
    }

    /// Every keyword must be understood.
    private static Optimizer optimizer(String kind, JsonNode kwargs, Collection<Tensor> params) {
        Set<String> left = new LinkedHashSet<>();
        kwargs.fieldNames().forEachRemaining(left::add);
        Keywords given = (name, otherwise) -> {
            left.remove(name);
            return kwargs.has(name) ? Golden.number(kwargs.get(name)) : otherwise;
        };
        double lr = given.get("lr", Double.NaN), decay = given.get("weight_decay", 0);
        boolean maximize = kwargs.path("maximize").booleanValue();
        Optimizer optimizer = switch (kind) {
            case "Adam" -> {
                JsonNode betas = kwargs.path("betas");
                left.removeAll(Set.of("betas", "maximize"));
                yield new Adam(params, lr, new Adam.Options(betas.isArray() ? Golden.number(betas.get(0)) : 0.9,
                        betas.isArray() ? Golden.number(betas.get(1)) : 0.999, given.get("eps", 1e-8), decay,
                        maximize));
            }
            case "SGD" -> new SGD(params, lr, given.get("momentum", 0), decay, maximize);
            case "RMSprop" -> new RMSprop(params, lr, given.get("alpha", 0.99), given.get("eps", 1e-8), decay);
            default -> throw new AssertionError("no optimiser " + kind);
        };
        assertThat(left).as("keywords not used").isEmpty();
        return optimizer;
    }

    private interface Keywords {
        double get(String name, double otherwise);
    }

    // ---- training a network -----------------------------------------------------------------------------------

    @TestFactory
    List<DynamicNode> trainsAsPyTorchTrains() {
        List<DynamicNode> tests = new ArrayList<>();
        JsonNode regression = file.required("train_ffnn_h8");
        regression.required("runs").properties().forEach(run -> {
            for (Backend backend : TestBackends.ALL) {
                tests.add(
                        dynamicTest(run.getKey() + ", " + backend.description(), () -> TestBackends.on(backend, () -> {
                            train(regression, run.getKey(), run.getValue());
                            return null;
                        })));
            }
        });
        assertThat(tests).isNotEmpty();
        return tests;
    }

    /// A run's name holds its settings: `lr3e-4_eps1e-5_clip0.5`.
    private void train(JsonNode regression, String name, JsonNode run) {
        int hidden = Golden.shape(regression.required("params0").required("layer2.weight"))[0];
        FeedForwardNN network =
                new FeedForwardNN(3, new int[] {hidden, hidden}, 1, Activation.RELU, new TorchRandom(0));
        RecordedModule.load(network, regression.required("params0"));
        double decay = setting(name, "wd", 0), clip = setting(name, "clip", 0);
        Adam adam = new Adam(network.parameters().values(), setting(name, "lr", Double.NaN),
                Adam.Options.DEFAULT.withEps(setting(name, "eps", 1e-8)).withWeightDecay(decay));
        Tensor x = tensor(regression.required("x")), y = tensor(regression.required("y"));
        Tape tape = new Tape(Tape.current().backend(), true);
        JsonNode losses = run.required("losses");
        for (int step = 1; step <= losses.size(); step++) {
            try (var _ = tape.step()) {
                Tensor loss = Loss.mse(network.forward(x), y);
                after(step).check(losses.get(step - 1), loss.item());
                adam.zeroGrad();
                loss.backward();
                if (clip > 0) {
                    adam.clipGradNorm(clip);
                    after(step).check(run.required("grad_norms_before_clip").get(step - 1), adam.gradNorm().item());
                }
                adam.step();
            }
            if (run.has("params_after_" + step)) {
                RecordedModule.assertParameters(after(step), run.get("params_after_" + step), network);
            }
        }
        assertThat(run.has("params_after_" + losses.size())).isTrue();
    }

    private static double setting(String name, String key, double otherwise) {
        Matcher m = Pattern.compile("(?:^|_)" + key + "([0-9.]+(?:e-?[0-9]+)?)").matcher(name);
        return m.find() ? Double.parseDouble(m.group(1)) : otherwise;
    }

    private static Tensor tensor(JsonNode recorded) {
        return Tensor.of(Golden.floats(recorded), Golden.shape(recorded));
    }

    // ---- clipping ---------------------------------------------------------------------------------------------

    @Test
    void clipsAsPyTorchClips() {
        assertThat(file.required("clip_grad_norm")).isNotEmpty();
        for (JsonNode entry : file.required("clip_grad_norm")) {
            List<Tensor> params = new ArrayList<>();
            entry.required("grads").forEach(g -> params.add(Tensor.parameter(Golden.floats(g), Golden.shape(g))));
            Optimizer sgd = new SGD(params, 1);
            for (Tensor p : params) {
                Backend.defaultBackend().copy(p.data(), p.grad());
            }
            sgd.clipGradNorm(Golden.number(entry.required("max_norm")));
            once.check(entry.required("total_norm"), sgd.gradNorm().item());
            for (int i = 0; i < params.size(); i++) {
                once.check(entry.required("after").required(i), params.get(i).gradient());
            }
        }
    }
}
