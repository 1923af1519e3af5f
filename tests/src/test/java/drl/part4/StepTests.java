package drl.part4;

import drl.ddpg.DDPG;
import drl.ddpg.DdpgHyperparameters;
import drl.ddpg.DdpgHyperparameters.NoiseKind;
import drl.ddpg.OrnsteinUhlenbeckProcess;
import drl.ddpg.SoftUpdate;
import drl.ddpg.Streams;
import drl.ddpg.Transitions;
import drl.env.Env;
import drl.env.Envs;
import drl.nn.FeedForwardNN;
import drl.nn.Module;
import drl.nn.StateDict;
import drl.random.NumpyLegacyRandom;
import drl.random.NumpyRandom;
import drl.random.TorchRandom;
import drl.steps.Expect;
import drl.steps.Step;
import drl.tensor.Tensor;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The steps of chapter 4 on small networks, against the chapter's formulas.
@Tag("part4")
class StepTests {

    private static final String NETWORKS = "ALG STEP 1, two networks";
    private static final String MEMORY = "ALG STEP 7, what is remembered";
    private static final String CRITIC = "ALG STEP 13, the critic";

    private static DDPG ddpg(double actorRate, double criticRate, double tau) {
        DdpgHyperparameters hp =
                new DdpgHyperparameters("Pendulum-v1", 1000, 0.9, tau, 1000, 8, actorRate, criticRate, 0,
                        16, 16, 2, OptionalDouble.empty(), OptionalDouble.empty(), true, true, false, true, true,
                        NoiseKind.OU, 0.2, 0.15, 1, OptionalDouble.empty(), 1000, 1, true, true, 0, 1, 1000, false);
        Env env = Envs.make("Pendulum-v1");
        env.reset(1);
        return new DDPG(env, hp, Streams.of(1));
    }

    /// Steps made up at random, every second one the end of its task.
    private static Transitions batch() {
        NumpyRandom random = new NumpyRandom(5);
        Transitions batch = Transitions.of(4, 3, 1);
        for (Tensor part : List.of(batch.states(), batch.actions(), batch.nextStates(), batch.rewards())) {
            float[] values = new float[part.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.uniform(-1, 1);
            }
            part.set(values);
        }
        batch.notDone().set(new float[] {1, 0, 1, 0});
        return batch;
    }

    private static double[] numbers(Tensor tensor) {
        double[] numbers = new double[tensor.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = tensor.at(i);
        }
        return numbers;
    }

    // ---- parts ------------------------------------------------------------------------------------------------

    @Test
    @Step(NETWORKS)
    void the_actors_action_has_the_scale_of_the_environment() {
        DDPG ddpg = ddpg(1e-3, 1e-3, 0.1);
        Tensor h = batch().states();
        for (Module layer : ddpg.nets().actor().children().values()) {
            h = layer.forward(h);
        }
        Expect.of("μ(s) for torques within ±2", numbers(h.mul(2)))
                .mistake("tanh gives ±1, and the environment takes ±2: the scale is missing", numbers(h))
                .check(ddpg.nets().actor().forward(batch().states()).toArray());
    }

    @Test
    @Step(NETWORKS)
    void the_action_joins_the_critic_at_its_second_layer() {
        DDPG ddpg = ddpg(1e-3, 1e-3, 0.1);
        List<Module> layers = List.copyOf(ddpg.nets().critic().children().values());
        Tensor h = layers.get(0).forward(batch().states());
        Tensor q = layers.get(2).forward(layers.get(1).forward(h.concat(batch().actions(), 1)));
        Expect.of("Q(s, a)", numbers(q))
                .check(ddpg.nets().critic().forward(batch().states(), batch().actions()).toArray());
    }

    @Test
    @Step("ALG STEP 4, noise with memory")
    void noise_is_pushed_and_pulled_back() {
        OrnsteinUhlenbeckProcess noise = new OrnsteinUhlenbeckProcess(1,
                new OrnsteinUhlenbeckProcess.Settings(0.5, 1, 2, 0.25, 3, OptionalDouble.empty(), 1),
                new NumpyLegacyRandom(7));
        NumpyLegacyRandom pushes = new NumpyLegacyRandom(7);
        double z1 = pushes.standardNormal(), z2 = pushes.standardNormal();
        double x1 = 3 + 0.5 * (1 - 3) * 0.25 + 2 * 0.5 * z1, x2 = x1 + 0.5 * (1 - x1) * 0.25 + 2 * 0.5 * z2;
        double linear = 2.75 + 2 * 0.25 * z1, away = 3.25 + z1;
        double[] first = new double[1], second = new double[1];
        noise.sample(first);
        noise.sample(second);
        Expect.of("two steps from 3 with θ = 0.5, μ = 1, σ = 2, dt = 0.25", x1, x2)
                .mistake("the push grows with √dt and not with dt", linear,
                        linear + 0.5 * (1 - linear) * 0.25 + 2 * 0.25 * z2)
                .mistake("the spring pushes away from μ: (μ − x), not (x − μ)", away, away - 0.125 * (1 - away) + z2)
                .mistake("the noise forgets: keep x for the next step", x1, 2.75 + z2)
                .mistake("the pull of θ·(μ − x)·dt is missing", 3 + z1, 3 + z1 + z2).check(first[0], second[0]);
    }

    private static double notDone(boolean terminated, boolean truncated) {
        DDPG ddpg = ddpg(1e-3, 1e-3, 0.1);
        ddpg.addMemory(new float[] {1, 2, 3}, new float[] {4},
                new drl.env.Step(new float[] {5, 6, 7}, 8, terminated, truncated));
        StateDict state = new StateDict();
        ddpg.saveTraining(state);
        float[] row = state.get("replay.0", List.of(1, 9));
        Expect.of("s, a, s′ and r of the step", 1, 2, 3, 4, 5, 6, 7, 8).check(row[0], row[1], row[2], row[3], row[4],
                row[5],
                row[6], row[7]);
        return row[8];
    }

    @Test
    @Step(MEMORY)
    void only_the_end_of_the_task_ends_the_future() {
        Expect.of("notDone for an ordinary step, a task's end, a time limit, both", 1, 0, 1, 0)
                .mistake("a time limit is no end of the task: what follows has a value", 1, 0, 0, 0)
                .mistake("done and notDone are swapped", 0, 1, 0, 1)
                .mistake("the task's end is missing", 1, 1, 1, 1)
                .check(notDone(false, false), notDone(true, false), notDone(false, true), notDone(true, true));
    }

    @Test
    @Step("ALG STEP 15, targets that follow")
    void a_target_goes_a_little_of_the_way() {
        FeedForwardNN target = new FeedForwardNN(1, 1, new TorchRandom(1)), source = new FeedForwardNN(1, 1,
                new TorchRandom(2));
        target.parameters().values().forEach(p -> p.set(filled(p.size(), 1)));
        source.parameters().values().forEach(p -> p.set(filled(p.size(), 3)));
        new SoftUpdate(target, source, 0.1).step();
        Tensor first = target.parameters().firstEntry().getValue(), last = target.parameters().lastEntry().getValue();
        Expect.of("the first and the last parameter, 1 on the way to 3 with τ = 0.1", 1.2, 1.2)
                .mistake("τ and 1 − τ are swapped", 2.8, 2.8).mistake("this is a copy", 3, 3)
                .mistake("nothing moved", 1, 1).mistake("only the first parameter moved", 1.2, 1)
                .check(first.at(0), last.at(0));
    }

    private static float[] filled(int n, float value) {
        float[] values = new float[n];
        java.util.Arrays.fill(values, value);
        return values;
    }

    // ---- learning ---------------------------------------------------------------------------------------------

    @Test
    @Step("ALG STEP 12, targets")
    void targets_come_from_the_target_networks() {
        DDPG ddpg = ddpg(1e-3, 1e-3, 0.1);
        DDPG.Networks nets = ddpg.nets();
        for (Tensor weight : nets.critic().parameters().values()) { // now Q and Q′ differ
            weight.set(doubled(weight));
        }
        Transitions batch = batch();
        Tensor target = nets.criticTarget().forward(batch.nextStates(), nets.actorTarget().forward(batch.nextStates()));
        Tensor own = nets.critic().forward(batch.nextStates(), nets.actor().forward(batch.nextStates()));
        Expect.of("y", y(batch, target, 0.9, true))
                .mistake("the critic was asked itself: a target that moves with it is none", y(batch, own, 0.9, true))
                .mistake("behind the task's end nothing follows: notDone is missing", y(batch, target, 0.9, false))
                .mistake("γ is missing", y(batch, target, 1, true)).mistake("the reward is missing", minus(
                        y(batch, target, 0.9, true), batch.rewards()))
                .check(ddpg.targets(batch).toArray());
    }

    private static float[] doubled(Tensor tensor) {
        float[] values = tensor.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] *= 2;
        }
        return values;
    }

    private static double[] y(Transitions batch, Tensor next, double gamma, boolean ends) {
        double[] y = new double[batch.size()];
        for (int i = 0; i < y.length; i++) {
            y[i] = batch.rewards().at(i) + gamma * next.at(i) * (ends ? batch.notDone().at(i) : 1);
        }
        return y;
    }

    private static double[] minus(double[] a, Tensor b) {
        double[] difference = a.clone();
        for (int i = 0; i < a.length; i++) {
            difference[i] -= b.at(i);
        }
        return difference;
    }

    @Test
    @Step(CRITIC)
    void the_critic_approaches_its_targets() {
        DDPG ddpg = ddpg(1e-9, 0.003, 1e-6);
        Transitions batch = batch();
        ddpg.train(batch);
        double first = ddpg.criticLoss();
        for (int i = 0; i < 100; i++) {
            ddpg.train(batch);
        }
        double last = ddpg.criticLoss();
        Expect.that(last < 0.5 * first, "the critic's loss to fall below half of " + first + " in 100 updates",
                String.valueOf(last), last == first ? "the critic does not move: zeroGrad, backward, step"
                        : "it learns badly: do gradients of earlier updates add up?");
    }

    @Test
    @Step("ALG STEP 14, the actor")
    void the_actor_climbs_the_critic() {
        DDPG ddpg = ddpg(0.003, 1e-9, 1e-6);
        Transitions batch = batch();
        double before = value(ddpg, batch);
        for (int i = 0; i < 50; i++) {
            ddpg.train(batch);
        }
        double after = value(ddpg, batch);
        Expect.that(after > before + 1e-4, "the mean of Q(s, μ(s)) to rise from " + before, String.valueOf(after),
                Math.abs(after - before) < 1e-6 ? "the actor does not move: zeroGrad, backward, step"
                        : "the actor goes downhill: Adam minimises, so the value needs a minus sign");
    }

    private static double value(DDPG ddpg, Transitions batch) {
        return ddpg.nets().critic().forward(batch.states(), ddpg.nets().actor().forward(batch.states())).mean().item();
    }
}
