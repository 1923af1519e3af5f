package drl.part2.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import drl.backend.Backend;
import drl.distribution.Categorical;
import drl.distribution.Covariance;
import drl.distribution.MultivariateNormal;
import drl.distribution.Normal;
import drl.nn.Loss;
import drl.part1.TestBackends;
import drl.part1.Tolerance;
import drl.reference.Golden;
import drl.steps.Step;
import drl.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// Distributions and the losses around them against PyTorch's, a line an entry of the recording; what it holds and no
/// line names is a failing test.
@Tag("part2")
@Tag("golden")
@Step("Step 5, a distribution")
class GoldenDistributionTests {

    private final JsonNode file = Golden.read("nn_distributions_a.json");
    private final Tolerance tolerance = Tolerance.of(file);
    private final Tolerance fullCovariance =
            new Tolerance(Tolerance.stated(file, "full covariance gradient ", ""), tolerance.absolute());
    private final Set<String> unnamed = new LinkedHashSet<>();
    private final List<DynamicNode> tests = new ArrayList<>();

    interface Operation {
        Tensor of(List<Tensor> in);
    }

    // @formatter:off
    @TestFactory
    List<DynamicNode> everyEntry() {
        file.fieldNames().forEachRemaining(unnamed::add);
        unnamed.removeAll(Set.of("source", "tolerance", "actions"));

        check("softmax",              in -> in.get(0).softmax());
        check("log_softmax",          in -> in.get(0).logSoftmax());
        check("softmax_large",        in -> in.get(0).softmax());
        check("log_softmax_large",    in -> in.get(0).logSoftmax());
        check("logsumexp",            in -> in.get(0).logSumExp());
        check("mse",                  in -> Loss.mse(in.get(0), in.get(1)));
        check("smooth_l1",            in -> Loss.smoothL1(in.get(0), in.get(1)));
        test("mse_broadcast_5x1_vs_5", this::refusesTheBroadcast);

        check("categorical_logits_log_prob", in -> Categorical.ofLogits(in.get(0)).logProb(actions()));
        check("categorical_logits_entropy",  in -> Categorical.ofLogits(in.get(0)).entropy());
        check("categorical_probs_log_prob",  in -> Categorical.ofProbs(in.get(0)).logProb(actions()));
        check("categorical_probs_entropy",   in -> Categorical.ofProbs(in.get(0)).entropy());
        check("categorical_probs_unnormalised_log_prob", in -> Categorical.ofProbs(in.get(0)).logProb(actions()));
        test("categorical_probs_extreme", this::keepsProbabilitiesOffZeroAndOne);
        check("kl_categorical",       in -> Categorical.ofLogits(in.get(0)).kl(Categorical.ofLogits(in.get(1))));

        check("normal_log_prob",      in -> new Normal(in.get(0), in.get(1)).logProb(in.get(2)));
        check("normal_log_prob_logstd", in -> new Normal(in.get(0), in.get(1).exp()).logProb(in.get(2)).sum(1));
        check("normal_entropy",       in -> new Normal(in.get(0).detach(), in.get(0)).entropy());
        check("kl_normal",            in -> new Normal(in.get(0), in.get(1)).kl(new Normal(in.get(2), in.get(3))));

        for (String name : List.copyOf(unnamed)) {
            if (name.matches("mvn_\\dd_cov[0-9.]+I_log_prob")) {
                check(name, in -> new MultivariateNormal(in.get(0), covariance(name)).logProb(in.get(1)));
                check(name, in -> new MultivariateNormal(in.get(0), matrix(name)).logProb(in.get(1)));
            } else if (name.matches("mvn_\\dd_cov[0-9.]+I_entropy")) {
                test(name, entropy -> {
                    tolerance.check(entropy, new MultivariateNormal(zeros(name), covariance(name)).entropy().item());
                    tolerance.check(entropy, new MultivariateNormal(zeros(name), matrix(name)).entropy().item());
                });
            }
        }
        check("mvn_3d_full_log_prob", fullCovariance,
                in -> new MultivariateNormal(in.get(0), in.get(1)).logProb(in.get(2)));
        check("mvn_3d_full_entropy",  fullCovariance,
                in -> new MultivariateNormal(Tensor.zeros(in.get(0).shape().dim(0)), in.get(0)).entropy());
        test("mvn_3d_full_log_prob", this::aConstantFullCovarianceGivesTheSame);
        test("mvn_3d_full_cholesky",  factor -> tolerance.check(factor,
                tensor(file.required("mvn_3d_full_entropy").required("inputs").get(0)).cholesky()));

        assertThat(unnamed).as("entries without a line").isEmpty();
        return tests;
    }
    // @formatter:on

    private void check(String name, Operation operation) {
        check(name, tolerance, operation);
    }

    /// Forward within the file's tolerance, gradients within `gradients`.
    private void check(String name, Tolerance gradients, Operation operation) {
        test(name, entry -> {
            List<Tensor> in = new ArrayList<>();
            entry.required("inputs").forEach(t -> in.add(Tensor.parameter(Golden.floats(t), Golden.shape(t))));
            Tensor y = operation.of(in);
            tolerance.check(entry.required("output"), y);
            y.mul(tensor(entry.required("upstream"))).sum().backward();
            for (int i = 0; i < in.size(); i++) {
                gradients.check(entry.required("grads").required(i), in.get(i).gradient());
            }
        });
    }

    interface Check {
        void accept(JsonNode entry);
    }

    private void test(String name, Check check) {
        unnamed.remove(name);
        for (Backend backend : TestBackends.ALL) {
            tests.add(dynamicTest(name + ", " + backend.description(), () -> TestBackends.on(backend, () -> {
                check.accept(file.required(name));
                return null;
            })));
        }
    }

    private void refusesTheBroadcast(JsonNode entry) {
        Tensor a = tensor(entry.required("inputs").get(0)), b = tensor(entry.required("inputs").get(1));
        assertThatIllegalArgumentException().isThrownBy(() -> Loss.mse(a, b))
                .withMessageContainingAll(a.shape().toString(), b.shape().toString(), "squeeze");
        // What PyTorch made of it, once asked for in full: every prediction against every target.
        int n = a.size();
        Tensor all = a.expand(n, n).sub(b.unsqueeze(0).expand(n, n)).square().mean();
        tolerance.check(entry.required("output"), all);
    }

    private void keepsProbabilitiesOffZeroAndOne(JsonNode entry) {
        Categorical certain = Categorical.ofProbs(tensor(entry.required("probs")));
        int rows = entry.required("probs").size();
        tolerance.check(entry.required("log_prob_0"), certain.logProb(Tensor.full(0, rows)));
        tolerance.check(entry.required("log_prob_1"), certain.logProb(Tensor.full(1, rows)));
        tolerance.check(entry.required("entropy"), certain.entropy());
    }

    private void aConstantFullCovarianceGivesTheSame(JsonNode entry) {
        JsonNode inputs = entry.required("inputs");
        Tensor mean = Tensor.parameter(Golden.floats(inputs.get(0)), Golden.shape(inputs.get(0)));
        Tensor value = Tensor.parameter(Golden.floats(inputs.get(2)), Golden.shape(inputs.get(2)));
        Covariance covariance = new Covariance(Golden.floats(inputs.get(1)), Golden.shape(inputs.get(1))[0]);
        MultivariateNormal distribution = new MultivariateNormal(mean, covariance);
        Tensor logProb = distribution.logProb(value);
        tolerance.check(entry.required("output"), logProb);
        logProb.mul(tensor(entry.required("upstream"))).sum().backward();
        fullCovariance.check(entry.required("grads").get(0), mean.gradient());
        fullCovariance.check(entry.required("grads").get(2), value.gradient());
        tolerance.check(file.required("mvn_3d_full_entropy").required("output"), distribution.entropy());
    }

    private Tensor actions() {
        return Tensor.of(Golden.floats(file.required("actions")));
    }

    private static int dim(String name) {
        return Integer.parseInt(name.substring(4, 5));
    }

    private static float variance(String name) {
        return Float.parseFloat(name.replaceAll(".*cov([0-9.]+)I.*", "$1"));
    }

    private static Covariance covariance(String name) {
        return Covariance.diagonal(dim(name), variance(name));
    }

    private static Tensor matrix(String name) {
        int n = dim(name);
        float[] values = new float[n * n];
        for (int i = 0; i < n; i++) {
            values[i * n + i] = variance(name);
        }
        return Tensor.of(values, n, n);
    }

    private static Tensor zeros(String name) {
        return Tensor.zeros(dim(name));
    }

    private static Tensor tensor(JsonNode recorded) {
        return Tensor.of(Golden.floats(recorded), Golden.shape(recorded));
    }
}
