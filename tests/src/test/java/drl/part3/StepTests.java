package drl.part3;

import drl.env.Env;
import drl.env.Envs;
import drl.nn.StateDict;
import drl.ppo.PPO;
import drl.ppo.PpoHyperparameters;
import drl.random.NumpyLegacyRandom;
import drl.random.TorchRandom;
import drl.rollout.Episodes;
import drl.run.Recorder;
import drl.steps.Expect;
import drl.steps.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The steps of the tutorial's PPO on small batches, against the chapter's formulas worked out a second time, in plain
/// arithmetic and with the usual mistakes.
@Tag("part3")
class StepTests {

    private static final String ADVANTAGES = "ALG STEP 5, advantages";
    private static final String OBJECTIVE = "ALG STEP 6, the clipped objective";

    private static PpoHyperparameters settings(int batch, int updates) {
        return new PpoHyperparameters("Pendulum-v1", 1000, batch, 200, updates, 1, 0.003, false, 0.9, false, 0.95, 0.2,
                0,
                OptionalDouble.empty(), OptionalDouble.empty(), 0.5, true, false, false);
    }

    private static PPO ppo(PpoHyperparameters hp) {
        Env env = Envs.make(hp.envId());
        env.reset(1);
        return new PPO(env, hp, new TorchRandom(1), new NumpyLegacyRandom(1));
    }

    /// Notes the last value of each figure, and at which step iterations ended.
    private static final class Notes implements Recorder {
        final Map<String, Double> figures = new HashMap<>();
        final List<Long> iterations = new ArrayList<>();

        @Override
        public void scalar(String name, double value) {
            figures.put(name, value);
        }

        @Override
        public void episode(double episodicReturn, int episodicLength, long globalStep) {
        }

        @Override
        public void iteration(long globalStep) {
            iterations.add(globalStep);
        }
    }

    private static Notes learn(PpoHyperparameters hp, long timesteps) {
        Notes notes = new Notes();
        ppo(hp).learn(timesteps, notes);
        return notes;
    }

    @Test
    @Step("ALG STEP 2, the loop")
    void the_loop_counts_time_steps() {
        double[] ends = learn(settings(64, 1), 150).iterations.stream().mapToDouble(Long::doubleValue).toArray();
        Expect.of("iterations of 64 time steps end at", 64, 128, 192)
                .mistake("it stops before the total is reached: go on while tSoFar is smaller", 64, 128)
                .mistake("one iteration only: where is the loop?", 64).check(ends);
    }

    // ---- the batch --------------------------------------------------------------------------------------------

    /// A network of the tutorial in plain arithmetic: ReLU, ReLU, and nothing behind the last layer.
    private record Network(float[][] weights, float[][] biases) {

        static Network of(StateDict state, String name, int in, int out) {
            int[] widths = {in, 64, 64, out};
            float[][] weights = new float[3][], biases = new float[3][];
            for (int i = 0; i < 3; i++) {
                String layer = name + ".layer" + (i + 1);
                weights[i] = state.get(layer + ".weight", List.of(widths[i + 1], widths[i]));
                biases[i] = state.get(layer + ".bias", List.of(widths[i + 1]));
            }
            return new Network(weights, biases);
        }

        double at(float[] obs, int offset, int n) {
            double[] x = new double[n];
            for (int i = 0; i < n; i++) {
                x[i] = obs[offset + i];
            }
            for (int layer = 0; layer < 3; layer++) {
                double[] y = new double[biases[layer].length];
                for (int j = 0; j < y.length; j++) {
                    y[j] = biases[layer][j];
                    for (int i = 0; i < x.length; i++) {
                        y[j] += x[i] * weights[layer][j * x.length + i];
                    }
                    y[j] = layer < 2 ? Math.max(0, y[j]) : y[j];
                }
                x = y;
            }
            return x[0];
        }
    }

    /// What the first batch holds, and the networks that it was collected with.
    private record First(Episodes batch, Network actor, Network critic) {

        static First of(PpoHyperparameters hp) {
            PPO ppo = ppo(hp);
            StateDict state = new StateDict();
            ppo.save(state);
            return new First(ppo.rollout(), Network.of(state, "actor", 3, 1), Network.of(state, "critic", 3, 1));
        }

        double[] rewardsToGo(double gamma, boolean bootstrap) {
            double[] rtgs = new double[batch.timesteps()];
            int t = rtgs.length;
            for (int episode = batch.count() - 1; episode >= 0; episode--) {
                double next = bootstrap ? batch.tail(episode) : 0;
                for (int i = batch.len(episode); i > 0; i--) {
                    next = batch.rews()[--t] + gamma * next;
                    rtgs[t] = next;
                }
            }
            return rtgs;
        }

        double criticLoss(double[] rtgs) {
            double sum = 0;
            for (int t = 0; t < rtgs.length; t++) {
                double error = critic.at(batch.obs(), 3 * t, 3) - rtgs[t];
                sum += error * error;
            }
            return sum / rtgs.length;
        }

        double[] advantages(double[] rtgs, boolean normalised) {
            double[] a = new double[rtgs.length];
            double mean = 0, squares = 0;
            for (int t = 0; t < a.length; t++) {
                a[t] = rtgs[t] - critic.at(batch.obs(), 3 * t, 3);
                mean += a[t] / a.length;
            }
            for (double each : a) {
                squares += (each - mean) * (each - mean);
            }
            for (int t = 0; t < a.length && normalised; t++) {
                a[t] = (a[t] - mean) / Math.sqrt(squares / (a.length - 1));
            }
            return a;
        }
    }

    @Test
    @Step("ALG STEP 3, what follows a cut")
    void a_cut_is_followed_by_what_the_critic_says() {
        PPO ppo = ppo(settings(64, 1));
        StateDict state = new StateDict();
        ppo.save(state);
        Episodes batch = ppo.rollout();
        Env env = Envs.make("Pendulum-v1");
        env.reset(1);
        float[] obs = env.reset();
        for (int t = 0; t < 64; t++) {
            obs = env.step(new float[] {batch.acts()[t]}).obs();
        }
        Expect.of("the value behind the batch", Network.of(state, "critic", 3, 1).at(obs, 0, 3)).within(1e-4)
                .mistake("0: the batch was cut here, the world goes on", 0)
                .mistake("this is the actor's output", Network.of(state, "actor", 3, 1).at(obs, 0, 3))
                .check(batch.tail(0));
    }

    @Test
    @Step("ALG STEP 4, rewards-to-go")
    void the_critic_is_held_to_the_rewards_to_go() {
        PpoHyperparameters hp = settings(64, 1);
        First first = First.of(hp);
        double[] rtgs = first.rewardsToGo(0.9, true);
        Expect.of("the critic's loss on the first batch", first.criticLoss(rtgs)).within(1e-3)
                .mistake("the batch has no rewards-to-go: round them into batch.rtgs()",
                        first.criticLoss(new double[64]))
                .mistake("what follows the cut is missing", first.criticLoss(first.rewardsToGo(0.9, false)))
                .mistake("γ is missing", first.criticLoss(first.rewardsToGo(1, true)))
                .check(learn(hp, 64).figures.get("losses/value_loss"));
    }

    @Test
    @Step(ADVANTAGES)
    void advantages_have_mean_zero() {
        PpoHyperparameters hp = settings(64, 1);
        First first = First.of(hp);
        double mean = 0;
        for (double a : first.advantages(first.rewardsToGo(0.9, true), false)) {
            mean += a / 64;
        }
        Expect.of("the actor's loss in the first update, where all ratios are 1", 0).within(1e-4)
                .mistake("this is minus the mean of R − V: advantages are to be normalised", -mean)
                .mistake("the batch has no advantages: copy them into batch.advantages()", Double.NaN)
                .check(learn(hp, 64).figures.get("losses/policy_loss"));
    }

    // ---- updates ----------------------------------------------------------------------------------------------

    /// What the actor's loss is after the first update has moved the actor, for a ratio's objective of choice.
    private interface Objective {
        double of(double ratio, double advantage);
    }

    /// The second update's losses, from the weights that the first one left.
    private static double actorLoss(First first, Network moved, double[] advantages, Objective objective) {
        double sum = 0;
        for (int t = 0; t < advantages.length; t++) {
            double before = first.batch.acts()[t] - first.actor.at(first.batch.obs(), 3 * t, 3);
            double now = first.batch.acts()[t] - moved.at(first.batch.obs(), 3 * t, 3);
            double ratio = Math.exp((before * before - now * now) / (2 * 0.5));
            sum -= objective.of(ratio, advantages[t]) / advantages.length;
        }
        return sum;
    }

    private static StateDict afterLearning(PpoHyperparameters hp) {
        PPO ppo = ppo(hp);
        ppo.learn(64, Recorder.NONE);
        StateDict state = new StateDict();
        ppo.save(state);
        return state;
    }

    private static double clip(double ratio) {
        return Math.clamp(ratio, 0.8, 1.2);
    }

    @Test
    @Step(OBJECTIVE)
    void the_objective_is_the_smaller_of_two() {
        First first = First.of(settings(64, 40));
        Network moved = Network.of(afterLearning(settings(64, 39)), "actor", 3, 1);
        double[] a = first.advantages(first.rewardsToGo(0.9, true), true);
        double expected = actorLoss(first, moved, a, (r, A) -> Math.min(r * A, clip(r) * A));
        Expect.of("the actor's loss in update 40", expected).within(2e-4)
                .mistake("this is the plain objective: where is the clipped one?",
                        actorLoss(first, moved, a, (r, A) -> r * A))
                .mistake("only the clipped branch: the minimum keeps the gradient where an update went the wrong way",
                        actorLoss(first, moved, a, (r, A) -> clip(r) * A))
                .mistake("the larger of the two was taken", actorLoss(first, moved, a,
                        (r, A) -> Math.max(r * A, clip(r) * A)))
                .mistake("the sign is missing: PPO maximises, Adam minimises", -expected)
                .check(learn(settings(64, 40), 64).figures.get("losses/policy_loss"));
    }

    @Test
    @Step(OBJECTIVE)
    void updates_improve_both_losses() {
        PpoHyperparameters one = settings(64, 1), many = settings(64, 30);
        double actor = learn(many, 64).figures.get("losses/policy_loss");
        Expect.that(actor < -0.01, "the actor's loss to fall below 0 in 30 updates", String.valueOf(actor),
                actor == 0 ? "the actor does not move: zeroGrad, backward, step"
                        : "the actor moves the wrong way: is the sign right?");
        double before = learn(one, 64).figures.get("losses/value_loss");
        double after = learn(many, 64).figures.get("losses/value_loss");
        Expect.that(after < before, "the critic's loss to fall from " + before, String.valueOf(after),
                after == before ? "the critic does not move: its loss needs a backward and a step, too"
                        : "the critic moves the wrong way");
    }
}
