package drl.part5;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drl.a2c.A2C;
import drl.a2c.A2cHyperparameters;
import drl.a2c.ActorCritic;
import drl.a2c.ActorCriticLoss;
import drl.a2c.NStepRollout;
import drl.a2c.OptimizerKind;
import drl.a2c.PolicyLoss;
import drl.a2c.Returns;
import drl.a2c.literal.OuterProductLoss;
import drl.env.Box;
import drl.env.Discrete;
import drl.env.Envs;
import drl.env.vector.SyncVectorEnv;
import drl.nn.Adam;
import drl.nn.StateDict;
import drl.part1.Tolerance;
import drl.random.TorchRandom;
import drl.reference.Golden;
import drl.run.Recorder;
import drl.steps.Step;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A2C against the tutorial's program: returns, single updates with its shapes and with right ones, and the program as
/// a whole through forty updates.
@Tag("part5")
@Tag("golden")
@Step("ALG STEP 7, the same numbers as PyTorch")
class A2cGoldenTests {

    private static final A2cHyperparameters TUTORIAL = A2cHyperparameters.tutorial();

    @Test
    void returns() {
        JsonNode file = Golden.read("algo_returns_a.json"), cases = file.required("a2c_returns");
        double tolerance = Tolerance.stated(file, "others ", " (float32)");
        assertThat(cases).isNotEmpty();
        for (JsonNode recorded : cases) {
            float[] rewards = Golden.floats(recorded.required("rewards")), returns = new float[rewards.length];
            assertThat(rewards).hasSize(
                    recorded.required("num_steps").asInt() * recorded.required("num_envs").asInt());
            Returns.computeReturns(Golden.floats(recorded.required("next_value")), rewards,
                    Golden.floats(recorded.required("masks")), (float) recorded.required("gamma").asDouble(), returns);
            Golden.assertMatches(recorded.required("returns"), returns, tolerance);
        }
    }

    @Test
    void updates_with_the_tutorials_shapes() {
        JsonNode file = Golden.read("algo_a2c_a.json"), cases = file.required("literal");
        assertThat(cases).isNotEmpty();
        for (JsonNode recorded : cases) {
            Update update = new Update(recorded, recorded.required("lr").asDouble(), new OuterProductLoss(),
                    Tolerance.of(file));
            assertThat(recorded.required("updates")).isNotEmpty();
            for (JsonNode batch : recorded.required("updates")) {
                update.check(batch, "actor_loss_seed_literal");
            }
        }
    }

    @Test
    void an_update_with_right_shapes() {
        JsonNode file = Golden.read("algo_a2c_a.json"), recorded = file.required("fixed_shapes");
        new Update(recorded, TUTORIAL.learningRate(), PolicyLoss.MEAN, Tolerance.of(file))
                .check(recorded, "actor_loss");
    }

    /// Networks and optimiser, one update after the other.
    private static final class Update {
        private final ActorCritic model;
        private final Adam optimizer;
        private final PolicyLoss policyLoss;
        private final Tolerance tolerance;

        Update(JsonNode recorded, double lr, PolicyLoss policyLoss, Tolerance tolerance) {
            this.policyLoss = policyLoss;
            this.tolerance = tolerance;
            JsonNode params = recorded.required("params0");
            int[] input = Golden.shape(params.required("Actor.0.weight"));
            int outputs = Golden.shape(params.required("Actor.2.weight"))[0];
            model = new ActorCritic(Box.unbounded(input[1]), new Discrete(outputs), input[0],
                    new TorchRandom(recorded.required("seed").asLong()));
            checkWeights(params, state(model)); // the seed alone gives the recorded weights
            optimizer = new Adam(model.parameters().values(), lr);
        }

        void check(JsonNode batch, String actorLossName) {
            int[] shape = Golden.shape(batch.required("states"));
            int numSteps = shape[0], numEnvs = shape[1], obsDim = shape[2], size = numSteps * numEnvs;
            Tensor nextState = Tensor.of(Golden.floats(batch.required("next_state")), numEnvs, obsDim);
            float[] returns = new float[size];
            Returns.computeReturns(model.value(nextState).toArray(), Golden.floats(batch.required("rewards")),
                    Golden.floats(batch.required("masks")), (float) TUTORIAL.gamma(), returns);
            tolerance.check(batch.required("returns"), returns);

            Tensor obs = Tensor.of(Golden.floats(batch.required("states")), size, obsDim);
            Tensor acts = Tensor.of(Golden.floats(batch.required("actions")), size);
            try (var _ = new Tape().step()) {
                ActorCritic.Evaluation now = model.evaluate(obs, acts);
                ActorCriticLoss loss = ActorCriticLoss.of(now, Tensor.of(returns), numSteps, policyLoss,
                        TUTORIAL.vfCoef(), TUTORIAL.entCoef());
                if (batch.has("log_probs")) {
                    tolerance.check(batch.required("log_probs"), now.logProbs());
                    tolerance.check(batch.required("values"), now.V());
                    tolerance.check(batch.required("entropy_sum"), loss.entropy().item());
                }
                tolerance.check(batch.required(actorLossName), loss.actorLoss().item());
                tolerance.check(batch.required("critic_loss"), loss.criticLoss().item());
                tolerance.check(batch.required("loss"), loss.loss().item());
                optimizer.zeroGrad();
                loss.loss().backward();
            }
            for (var parameter : model.parameters().entrySet()) {
                JsonNode grad = batch.required("grads").required(parameter.getKey());
                tolerance.check(grad, inTorchsLayout(parameter.getValue()));
            }
            optimizer.step();
            checkWeights(batch.required("params_after"), state(model));
        }

        private void checkWeights(JsonNode recorded, StateDict state) {
            assertThat(state.names()).hasSize(recorded.size());
            for (String name : state.names()) {
                tolerance.check(recorded.required(name), state.get(name, shape(recorded.required(name))));
            }
        }

        /// Weights are (in, out) here.
        private static float[] inTorchsLayout(Tensor parameter) {
            float[] gradient = parameter.gradient();
            if (parameter.shape().rank() == 1) {
                return gradient;
            }
            int in = parameter.shape().dim(0), out = parameter.shape().dim(1);
            float[] transposed = new float[gradient.length];
            for (int i = 0; i < gradient.length; i++) {
                transposed[i % out * in + i / out] = gradient[i];
            }
            return transposed;
        }
    }

    @Test
    void forty_updates_of_the_program() {
        JsonNode file = Golden.read("e2e_a2c_cartpole_a.json"), hyper = file.required("hyper");
        A2cHyperparameters hp = new A2cHyperparameters(hyper.required("env").asText().split(" ")[0],
                TUTORIAL.totalTimesteps(), hyper.required("lr").asDouble(), hyper.required("num_envs").asInt(),
                hyper.required("num_steps").asInt(), false, hyper.required("gamma").asDouble(), TUTORIAL.entCoef(),
                TUTORIAL.vfCoef(), OptionalDouble.empty(), OptimizerKind.ADAM, hyper.required("hidden").asInt(), false,
                false, 0, 1, 100, true, false, true, false).literal();
        long seed = file.required("seed").asLong();
        TorchRandom random = new TorchRandom(seed);
        SyncVectorEnv envs =
                new SyncVectorEnv(hp.numEnvs(), _ -> Envs.make(hp.envId()), UnaryOperator.identity());
        ActorCritic model = new ActorCritic(envs.observationSpace(), envs.actionSpace(), hp.hiddenSize(), random);
        A2C a2c = new A2C(model, envs, hp, random, null);
        double tolerance = 50 * rounding(file);
        assertChecksums(file.required("initial_weights"), state(model), tolerance);

        a2c.begin(seed);
        JsonNode iterations = file.required("iterations");
        Iterator<JsonNode> steps = file.required("first_steps").iterator();
        assertThat(iterations).isNotEmpty();
        for (int i = 1; i <= iterations.size(); i++) {
            a2c.iterate(Recorder.NONE);
            NStepRollout batch = a2c.rollout();
            if (i == 1) {
                Golden.assertMatches(file.required("reset_obs"), rows(batch.batchObs(), 0, hp.numEnvs()), tolerance);
            }
            for (int t = 0; t < hp.numSteps() && steps.hasNext(); t++) {
                checkStep(steps.next(), batch, t, hp.numEnvs(), tolerance);
            }
            JsonNode recorded = iterations.required(Integer.toString(i));
            ActorCriticLoss loss = a2c.loss();
            Golden.assertNear("actor_loss " + i, recorded.required("actor_loss"), loss.actorLoss().item(), tolerance);
            Golden.assertNear("critic_loss " + i, recorded.required("critic_loss"), loss.criticLoss().item(),
                    tolerance);
            Golden.assertNear("entropy_sum " + i, recorded.required("entropy_sum"), loss.entropy().item(), tolerance);
            Golden.assertNear("loss " + i, recorded.required("loss"), loss.loss().item(), tolerance);
            int ended = 0;
            for (float mask : batch.masks()) {
                ended += mask == 0 ? 1 : 0;
            }
            assertThat(ended).as("n_done %d", i).isEqualTo(recorded.required("n_done").asInt());
        }
        assertThat(steps.hasNext()).isFalse();
        assertChecksums(file.required("weights_after"), state(model), tolerance);
    }

    private static void checkStep(JsonNode step, NStepRollout batch, int t, int numEnvs, double tolerance) {
        float[] actions = rows(batch.batchActs(), t * numEnvs, numEnvs);
        assertThat(actions).isEqualTo(Golden.floats(step.required("actions")));
        for (int n = 0; n < numEnvs; n++) {
            assertThat(batch.masks()[t * numEnvs + n]).isEqualTo(step.required("dones").get(n).asBoolean() ? 0 : 1);
        }
        if (t + 1 < batch.numSteps()) {
            Golden.assertMatches(step.required("next_obs_env0"), rows(batch.batchObs(), (t + 1) * numEnvs, 1),
                    tolerance);
        }
    }

    /// How far two builds of PyTorch lie apart at most; the file allows fifty times that.
    private static double rounding(JsonNode file) {
        double largest = 0;
        for (JsonNode part : file.required("sensitivity").required("values")) {
            largest = Math.max(largest, part.asDouble());
        }
        assertThat(largest).isPositive();
        return largest;
    }

    private static void assertChecksums(JsonNode recorded, StateDict state, double tolerance) {
        assertThat(state.names()).hasSize(recorded.size());
        for (String name : state.names()) {
            Golden.assertMatches(recorded.required(name), state.get(name, shape(recorded.required(name))), tolerance);
        }
    }

    private static float[] rows(Tensor matrix, int from, int count) {
        int cols = matrix.shape().rank() == 1 ? 1 : matrix.shape().cols();
        return Arrays.copyOfRange(matrix.toArray(), from * cols, (from + count) * cols);
    }

    private static StateDict state(ActorCritic model) {
        StateDict state = new StateDict();
        model.save(state);
        return state;
    }

    private static List<Integer> shape(JsonNode tensor) {
        return Arrays.stream(Golden.shape(tensor)).boxed().toList();
    }
}
