package drl.part3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drl.cli.Settings;
import drl.distribution.Covariance;
import drl.distribution.MultivariateNormal;
import drl.env.Env;
import drl.env.Envs;
import drl.env.wrapper.SeededOnce;
import drl.fixture.DiseasedEnv;
import drl.nn.Adam;
import drl.nn.FeedForwardNN;
import drl.nn.Loss;
import drl.nn.StateDict;
import drl.ppo.PPO;
import drl.ppo.PpoHyperparameters;
import drl.random.NumpyLegacyRandom;
import drl.random.TorchRandom;
import drl.rollout.Episodes;
import drl.rollout.Gae;
import drl.rollout.GaussianPolicy;
import drl.rollout.Rollout;
import drl.run.NotFiniteException;
import drl.run.Recorder;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The tutorial's PPO in small.
@Tag("part3")
class PpoTests {

    /// The last step of the second iteration is sick. Its reward counts for that step alone (γ = 0), so that the
    /// minibatches before the one that has it are learned from, and taken back.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NaN      | 1        | number 3 of the observation is NaN at step 32
            Infinity | 1        | number 3 of the observation is Infinity at step 32
            0        | NaN      | the reward is NaN at step 32
            0        | 3e38     | value_loss is Infinity at step 32
            """)
    void a_number_that_is_none_leaves_the_networks_before_the_iteration(float obs, double reward, String message) {
        PpoHyperparameters hp = optimized("timesteps_per_batch", "16", "gamma", "0", "target_kl", "none");
        PPO ppo = ppo(new DiseasedEnv(Envs.make("CartPole-v1"), 32, obs, reward), hp);
        StateDict before = new StateDict(), after = new StateDict();
        assertThatThrownBy(() -> ppo.learn(64, (Recorder) _ -> ppo.save(before)))
                .isInstanceOf(NotFiniteException.class).hasMessage(message);
        ppo.save(after);
        assertThat(after.checksum()).isEqualTo(before.checksum());
    }

    /// Two iterations of all that `--optimized` switches on, against a loop without PPO's machinery, to the last bit. The
    /// learning rate is so large that the KL limit ends the first iteration before its time, and the entropy has a weight.
    @Test
    void the_optimized_variant_equals_a_plain_loop() {
        PpoHyperparameters hp =
                optimized("timesteps_per_batch", "100", "total_timesteps", "200", "learning_rate", "1e-3",
                        "ent_coef", "0.01");
        PPO ppo = ppo(new SeededOnce(Envs.make("Pendulum-v1"), 1), hp);
        List<Double> learningRates = new ArrayList<>(), policyLosses = new ArrayList<>();
        ppo.learn(hp.totalTimesteps(), new Recorder() {
            @Override
            public void scalar(String name, double value) {
                switch (name) {
                    case "charts/learning_rate" -> learningRates.add(value);
                    case "losses/policy_loss" -> policyLosses.add(value);
                    default -> {
                    }
                }
            }

            @Override
            public void iteration(long globalStep) {
            }
        });
        PlainLoop plain = new PlainLoop(hp);
        plain.iterate(1);
        plain.iterate(0.5);
        assertThat(plain.passes).as("passes until the KL limit").anyMatch(n -> n < hp.nUpdatesPerIteration());
        assertThat(plain.clipped).as("longest gradients are cut").containsExactly(true, true);
        assertThat(learningRates).containsExactly(1e-3, 5e-4);
        assertThat(policyLosses).isEqualTo(plain.policyLosses);
        StateDict state = new StateDict();
        ppo.save(state);
        assertThat(state.checksum()).isEqualTo(plain.weights().checksum());
    }

    /// What [PpoHyperparameters#optimized] asks for, written down once more: everything on, and nothing chosen.
    private static final class PlainLoop {
        final List<Integer> passes = new ArrayList<>();
        final List<Double> policyLosses = new ArrayList<>();
        final boolean[] clipped = new boolean[2];
        private double policyLoss; // of the latest update
        private final PpoHyperparameters hp;
        private final NumpyLegacyRandom shuffles = new NumpyLegacyRandom(1);
        private final FeedForwardNN actor;
        private final FeedForwardNN critic;
        private final List<Adam> adams;
        private final GaussianPolicy policy;
        private final Rollout rollout;
        private final Tape tape = new Tape();

        PlainLoop(PpoHyperparameters hp) {
            this.hp = hp;
            TorchRandom random = new TorchRandom(1);
            actor = new FeedForwardNN(3, 1, random);
            critic = new FeedForwardNN(3, 1, random);
            adams = List.of(new Adam(actor.parameters().values(), hp.learningRate()),
                    new Adam(critic.parameters().values(), hp.learningRate()));
            policy = new GaussianPolicy(actor, Covariance.diagonal(1, (float) hp.actionVariance()), 3, random);
            rollout = new Rollout(new SeededOnce(Envs.make("Pendulum-v1"), 1), policy, hp.timestepsPerBatch(),
                    hp.maxTimestepsPerEpisode(), Rollout.Ending.EXACT,
                    obs -> critic.forward(Tensor.of(obs.clone(), 1, 3)).item());
        }

        void iterate(double left) {
            Episodes episodes = rollout.rollout();
            int size = episodes.timesteps();
            Tensor obs = Tensor.of(Arrays.copyOf(episodes.obs(), 3 * size), size, 3);
            Tensor acts = Tensor.of(Arrays.copyOf(episodes.acts(), size), size, 1);
            Tensor logProbs = Tensor.of(Arrays.copyOf(episodes.logProbs(), size));
            float[] values = critic.forward(obs).toArray(), advantages = new float[size], targets = new float[size];
            double[] gae = new double[size];
            Gae.compute(episodes, values, hp.gamma(), hp.gaeLambda(), gae);
            for (int t = 0; t < size; t++) {
                advantages[t] = (float) gae[t];
                targets[t] = advantages[t] + values[t];
            }
            Tensor raw = Tensor.of(advantages);
            Tensor A = raw.sub(raw.mean()).div(raw.std(1).add(1e-10f)), R = Tensor.of(targets);

            adams.forEach(adam -> adam.learningRate(left * hp.learningRate()));
            int[] order = IntStream.range(0, size).toArray();
            int pass = 0;
            for (double kl = 0; pass < hp.nUpdatesPerIteration() && kl <= hp.targetKl().orElseThrow(); pass++) {
                shuffles.shuffle(order);
                for (int part = 0; part < hp.numMinibatches(); part++) {
                    int from = size * part / hp.numMinibatches(), to = size * (part + 1) / hp.numMinibatches();
                    Tensor mini = numbers(Arrays.copyOfRange(order, from, to));
                    kl = update(obs.select(0, mini), acts.select(0, mini), logProbs.select(0, mini), A.select(0, mini),
                            R.select(0, mini));
                }
            }
            passes.add(pass);
            policyLosses.add(policyLoss);
        }

        private double update(Tensor obs, Tensor acts, Tensor logProbs, Tensor A, Tensor R) {
            try (var _ = tape.step()) {
                MultivariateNormal pi = policy.distribution(obs);
                Tensor logRatios = pi.logProb(acts).sub(logProbs), ratios = logRatios.exp();
                double eps = hp.clipCoef();
                Tensor gain = ratios.mul(A).min(ratios.clamp((float) (1 - eps), (float) (1 + eps)).mul(A));
                List<Tensor> losses = List.of(gain.neg().mean().sub(pi.entropy().mul((float) hp.entCoef())),
                        Loss.mse(critic.forward(obs).squeeze(-1), R));
                for (int i = 0; i < 2; i++) {
                    adams.get(i).zeroGrad();
                    losses.get(i).backward();
                    adams.get(i).clipGradNorm(0.5);
                    clipped[i] |= adams.get(i).gradNorm().item() > 0.5;
                    adams.get(i).step();
                }
                policyLoss = losses.get(0).item();
                return ratios.sub(1).sub(logRatios).mean().item();
            }
        }

        private static Tensor numbers(int[] steps) {
            float[] numbers = new float[steps.length];
            for (int i = 0; i < steps.length; i++) {
                numbers[i] = steps[i];
            }
            return Tensor.of(numbers);
        }

        StateDict weights() {
            StateDict state = new StateDict();
            actor.save(state, "actor.");
            critic.save(state, "critic.");
            return state;
        }
    }

    private static PpoHyperparameters optimized(String... settings) {
        Map<String, String> texts = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            texts.put(settings[i], settings[i + 1]);
        }
        return Settings.of(PpoHyperparameters.class).restore(PpoHyperparameters.optimized(), texts);
    }

    private static PPO ppo(Env env, PpoHyperparameters hp) {
        return new PPO(env, hp, new TorchRandom(1), new NumpyLegacyRandom(1));
    }
}
