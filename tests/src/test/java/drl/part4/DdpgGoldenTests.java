package drl.part4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import drl.ddpg.ActorNetwork;
import drl.ddpg.DDPG;
import drl.ddpg.DdpgHyperparameters;
import drl.ddpg.DdpgParts;
import drl.ddpg.OrnsteinUhlenbeckProcess;
import drl.ddpg.ReplayBuffer;
import drl.ddpg.SoftUpdate;
import drl.ddpg.Streams;
import drl.ddpg.Transitions;
import drl.env.Box;
import drl.env.Env;
import drl.env.Space;
import drl.env.Step;
import drl.nn.Module;
import drl.part1.Tolerance;
import drl.part1.nn.RecordedModule;
import drl.random.NumpyLegacyRandom;
import drl.random.PythonRandom;
import drl.reference.Golden;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The parts of DDPG against the tutorial's program: its noise, its first weights, its actions, and three updates of all
/// four networks.
@Tag("part4")
@Tag("golden")
@drl.steps.Step("ALG STEP 18, the same numbers as PyTorch")
class DdpgGoldenTests {

    private static final Box ACTIONS = Box.of(-2, 2, 1);

    private final JsonNode file = Golden.read("algo_ddpg_a.json");
    private final Tolerance tolerance = Tolerance.of(file);

    @Test
    void ornstein_uhlenbeck_process() {
        double allowed = Tolerance.stated(file, "OU ", ";");
        JsonNode cases = file.required("ou");
        assertThat(cases).isNotEmpty();
        for (JsonNode recorded : cases) {
            JsonNode p = recorded.required("params");
            int size = p.required("size").asInt();
            OrnsteinUhlenbeckProcess process = new OrnsteinUhlenbeckProcess(size,
                    new OrnsteinUhlenbeckProcess.Settings(p.path("theta").asDouble(0.15), p.path("mu").asDouble(0),
                            p.path("sigma").asDouble(0.2), p.path("dt").asDouble(0.01),
                            p.has("x0") ? Golden.doubles(p.get("x0"))[0] : 0,
                            p.has("sigma_min") ? OptionalDouble.of(p.get("sigma_min").asDouble())
                                    : OptionalDouble.empty(),
                            p.path("n_steps_annealing").asLong(1000)),
                    new NumpyLegacyRandom(recorded.required("numpy_seed").asLong()));
            double[] x = new double[size];
            for (JsonNode expected : recorded.required("x")) {
                process.sample(x);
                assertThat(x).as("x with %s", p).containsExactly(Golden.doubles(expected), within(allowed));
            }
        }
    }

    @Test
    void soft_update() {
        JsonNode cases = file.required("soft_update");
        assertThat(cases).isNotEmpty();
        for (JsonNode recorded : cases) {
            Numbers target = new Numbers(recorded.required("target")),
                    source = new Numbers(recorded.required("source"));
            new SoftUpdate(target, source, recorded.required("tau").asDouble()).step();
            tolerance.check(recorded.required("new_target"), target.values.toArray());
        }
    }

    @Test
    void three_updates_of_four_networks() {
        JsonNode cases = file.required("train_step");
        assertThat(cases).isNotEmpty();
        for (JsonNode recorded : cases) {
            JsonNode firstStep = recorded.required("steps").get(0);
            int batchSize = Golden.shape(firstStep.required("state"))[0];
            DDPG ddpg = ddpg(recorded, batchSize);
            DDPG.Networks nets = ddpg.nets();
            RecordedModule.load(nets.actor(), recorded.required("actor0"));
            RecordedModule.load(nets.critic(), recorded.required("critic0"));
            RecordedModule.load(nets.actorTarget(), recorded.required("actor_target0"));
            RecordedModule.load(nets.criticTarget(), recorded.required("critic_target0"));
            int k = 0;
            for (JsonNode step : recorded.required("steps")) {
                update(ddpg, step, "seed " + recorded.required("seed") + ", step " + ++k);
            }
        }
    }

    private void update(DDPG ddpg, JsonNode step, String when) {
        Transitions batch = batch(step);
        DDPG.Networks nets = ddpg.nets();
        try (var _ = Tape.withoutGradients().step()) {
            tolerance.check(step.required("qvalue"), nets.critic().forward(batch.states(), batch.actions()).toArray());
            Tensor next =
                    nets.criticTarget().forward(batch.nextStates(), nets.actorTarget().forward(batch.nextStates()));
            tolerance.check(step.required("next_qvalue"), next.toArray());
        }
        tolerance.check(step.required("target_qvalue"), ddpg.targets(batch).toArray());

        ddpg.train(batch);

        tolerance.check(step.required("critic_loss"), ddpg.criticLoss());
        tolerance.check(step.required("actor_loss"), ddpg.actorLoss());
        assertThat(when).satisfies(_ -> {
            RecordedModule.assertGradients(tolerance, step.required("critic_grads"), nets.critic());
            RecordedModule.assertGradients(tolerance, step.required("actor_grads"), nets.actor());
            RecordedModule.assertParameters(tolerance, step.required("actor"), nets.actor());
            RecordedModule.assertParameters(tolerance, step.required("critic"), nets.critic());
            RecordedModule.assertParameters(tolerance, step.required("actor_target"), nets.actorTarget());
            RecordedModule.assertParameters(tolerance, step.required("critic_target"), nets.criticTarget());
        });
    }

    /// The first weights of the recorded updates come from the same streams as the program's.
    @Test
    void first_weights() {
        JsonNode recorded = file.required("train_step").get(0);
        DDPG.Networks nets = ddpg(recorded, 1).nets();
        RecordedModule.assertParameters(tolerance, recorded.required("actor0"), nets.actor());
        RecordedModule.assertParameters(tolerance, recorded.required("critic0"), nets.critic());

        JsonNode full = file.required("full_size_init");
        int[] hidden2 = Golden.shape(full.required("actor").required("fc2.weight"));
        DdpgHyperparameters hp = LiteralSettings.of(0.99, 1e-3, 64, 1e-4, 1e-3, 1e-2, hidden2[1], hidden2[0], 1, 1);
        int numState = Golden.shape(full.required("actor").required("fc1.weight"))[1];
        DdpgParts parts = new DdpgParts(hp, numState, ACTIONS);
        Streams streams = Streams.of(full.required("seed").asLong());
        RecordedModule.assertParameters(tolerance, full.required("actor"), parts.actor(streams));
        RecordedModule.assertParameters(tolerance, full.required("critic"), parts.critic(streams));
    }

    @Test
    void get_action() {
        JsonNode recorded = file.required("get_action");
        int[] hidden2 = Golden.shape(recorded.required("actor").required("fc2.weight"));
        int numState = Golden.shape(recorded.required("actor").required("fc1.weight"))[1];
        DdpgHyperparameters hp = LiteralSettings.of(0.99, 1e-3, 64, 1e-4, 1e-3, 1e-2, hidden2[1], hidden2[0],
                recorded.required("epsilon").asDouble(), 1);
        DdpgParts parts = new DdpgParts(hp, numState, ACTIONS);
        Streams streams = Streams.of(recorded.required("seed").asLong());
        ActorNetwork actor = parts.actor(streams);
        RecordedModule.assertParameters(tolerance, recorded.required("actor"), actor);
        var policy = parts.policy(actor, parts.noise(streams));
        JsonNode states = recorded.required("states"), actions = recorded.required("actions");
        assertThat(states).isNotEmpty();
        float[] action = new float[1];
        for (int i = 0; i < states.size(); i++) {
            policy.getAction(Golden.floats(states.get(i)), action);
            tolerance.check(actions.get(i), action);
        }
    }

    @Test
    void replayed_steps() {
        JsonNode recorded = file.required("replay_sample_indices");
        PythonRandom random = new PythonRandom(recorded.required("python_seed").asLong());
        int n = recorded.required("len").asInt();
        // The state of a step is its place in the list, with another 20 steps before that a full buffer has forgotten.
        ReplayBuffer buffer = new ReplayBuffer(n, 1, 1);
        for (int i = -20; i < n; i++) {
            buffer.append(new float[] {i}, new float[] {-i}, new float[] {i + 1}, 2 * i, i % 3 == 0);
        }
        Transitions batch = Transitions.of(recorded.required("batch_size").asInt(), 1, 1);
        JsonNode batches = recorded.required("three_batches");
        assertThat(batches).isNotEmpty();
        for (JsonNode expected : batches) {
            buffer.sample(random, batch);
            int[] places = Golden.ints(expected);
            assertThat(batch.size()).isEqualTo(places.length);
            for (int i = 0; i < places.length; i++) {
                int place = places[i];
                assertThat(batch.states().at(i)).isEqualTo(place);
                assertThat(batch.actions().at(i)).isEqualTo(-place);
                assertThat(batch.nextStates().at(i)).isEqualTo(place + 1);
                assertThat(batch.rewards().at(i)).isEqualTo(2 * place);
                assertThat(batch.notDone().at(i)).isEqualTo(place % 3 == 0 ? 0 : 1);
            }
        }
    }

    private static DDPG ddpg(JsonNode recorded, int batchSize) {
        int[] hidden2 = Golden.shape(recorded.required("actor0").required("fc2.weight"));
        DdpgHyperparameters hp = LiteralSettings.of(recorded.required("gamma").asDouble(),
                recorded.required("tau").asDouble(), batchSize, recorded.required("lr_actor").asDouble(),
                recorded.required("lr_critic").asDouble(), recorded.required("weight_decay_critic").asDouble(),
                hidden2[1], hidden2[0], 1, 1);
        int numState = Golden.shape(recorded.required("actor0").required("fc1.weight"))[1];
        int numAction = Golden.shape(recorded.required("actor0").required("fc3.weight"))[0];
        return new DDPG(new Spaces(numState, numAction), hp, Streams.of(recorded.required("seed").asLong()));
    }

    private static Transitions batch(JsonNode step) {
        int n = Golden.shape(step.required("state"))[0];
        float[] notDone = new float[n];
        for (int i = 0; i < n; i++) {
            notDone[i] = step.required("done").get(i).booleanValue() ? 0 : 1;
        }
        return new Transitions(tensor(step.required("state")), tensor(step.required("action")),
                tensor(step.required("next_state")), Tensor.of(Golden.floats(step.required("reward")), n, 1),
                Tensor.of(notDone, n, 1));
    }

    private static Tensor tensor(JsonNode recorded) {
        return Tensor.of(Golden.floats(recorded), Golden.shape(recorded));
    }

    /// An environment of a size, to make networks for; nothing happens in it.
    private record Spaces(int numState, int numAction) implements Env {

        @Override
        public Space observationSpace() {
            return Box.unbounded(numState);
        }

        @Override
        public Space actionSpace() {
            return Box.of(-2, 2, numAction);
        }

        @Override
        public float[] reset() {
            return new float[numState];
        }

        @Override
        public float[] reset(long seed) {
            return reset();
        }

        @Override
        public Step step(float[] action) {
            return new Step(reset(), 0, false, false);
        }
    }

    /// A network that is nothing but parameters.
    private static final class Numbers implements Module {
        private final Tensor values;

        Numbers(JsonNode recorded) {
            values = Tensor.parameter(Golden.floats(recorded));
        }

        @Override
        public Tensor forward(Tensor x) {
            return x.add(values);
        }

        @Override
        public SequencedMap<String, Tensor> parameters() {
            SequencedMap<String, Tensor> own = new LinkedHashMap<>();
            own.put("values", values);
            return own;
        }
    }
}
