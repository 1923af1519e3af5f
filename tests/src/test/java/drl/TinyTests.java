package drl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import drl.backend.Activation;
import drl.backend.Backend;
import drl.cli.RlHarness;
import drl.distribution.Categorical;
import drl.distribution.Covariance;
import drl.distribution.MultivariateNormal;
import drl.env.Env;
import drl.env.EnvChecker;
import drl.env.Envs;
import drl.env.Step;
import drl.nn.Adam;
import drl.nn.FeedForwardNN;
import drl.nn.Loss;
import drl.nn.MalformedFileException;
import drl.nn.SGD;
import drl.nn.StateDict;
import drl.ppo.PPO;
import drl.ppo.PpoChapter;
import drl.ppo.PpoHyperparameters;
import drl.random.NumpyLegacyRandom;
import drl.random.TorchRandom;
import drl.rollout.Episodes;
import drl.rollout.GaussianPolicy;
import drl.rollout.RewardsToGo;
import drl.rollout.Rollout;
import drl.run.Recorder;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The front page as tests: what the README promises of chapters 1 to 3, each in a few lines, all in about a second.
/// Run them before every commit: `mvn test -Dtest=TinyTests -Dsurefire.failIfNoSpecifiedTests=false`.
class TinyTests {

    // ---- the build --------------------------------------------------------------------------------------------

    @Test
    @Tag("part1")
    void runsOnJava25() {
        assertThat(Runtime.version().feature()).isEqualTo(25);
    }

    @Test
    @Tag("part1")
    void vectorApiIsInReach() {
        assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector")).isPresent();
        assertThat(Backend.defaultBackend().name()).isEqualTo("vector");
    }

    // ---- chapter 1: tensors, gradients, networks --------------------------------------------------------------

    @Test
    @Tag("part1")
    void differentiatesASquare() {
        Tensor x = Tensor.parameter(3, 2);
        Tensor y = x.square().sum();
        y.backward();
        assertThat(y.item()).isEqualTo(13);
        assertThat(x.gradient()).containsExactly(6, 4);
    }

    @Test
    @Tag("part1")
    void appliesTheChainRule() {
        Tensor x = Tensor.parameter(0.5f);
        x.tanh().mul(x).exp().sum().backward(); // d e^(x·tanh x) = e^(x·tanh x)·(tanh x + x·(1 − tanh² x))
        double t = Math.tanh(0.5);
        assertThat(x.gradient()[0]).isCloseTo((float) (Math.exp(0.5 * t) * (t + 0.5 * (1 - t * t))), within(1e-6f));
    }

    @Test
    @Tag("part1")
    void refusesARowAgainstAColumnByName() {
        Tensor logProbs = Tensor.of(-1, -2, -3);                     // (3)
        Tensor advantages = Tensor.of(new float[] {1, 0, -1}, 3, 1); // (3, 1)
        assertThatIllegalArgumentException().isThrownBy(() -> logProbs.mul(advantages))
                .withMessageStartingWith("mul: shapes (3) and (3, 1) do not fit");
        assertThatIllegalArgumentException().isThrownBy(() -> Loss.mse(logProbs, advantages))
                .withMessageContainingAll("(3)", "(3, 1)");
        assertThat(advantages.mul(logProbs.unsqueeze(1)).toArray()).containsExactly(-1, -0f, 3);
    }

    @Test
    @Tag("part1")
    void bothBackendsComputeTheSame() {
        FeedForwardNN network = new FeedForwardNN(3, new int[] {17, 5}, 2, Activation.TANH, new TorchRandom(1));
        Tensor x = Tensor.of(new float[] {1, 2, 3, -4, 5, -6}, 2, 3);
        float[][] outputs = new float[2][];
        for (int i = 0; i < 2; i++) {
            try (var _ = new Tape(Backend.named(i == 0 ? "scalar" : "vector"), true).step()) {
                outputs[i] = network.forward(x).toArray();
            }
        }
        assertThat(outputs[0]).containsExactly(outputs[1], within(1e-6f));
    }

    @Test
    @Tag("part1")
    void drawsTheWeightsPyTorchDraws() {
        float first = new TorchRandom(0).uniform(); // torch.manual_seed(0); torch.rand(1)
        assertThat(first).isCloseTo(0.4963f, within(5e-5f));
        FeedForwardNN one = new FeedForwardNN(3, 1, new TorchRandom(7));
        assertEqual(new FeedForwardNN(3, 1, new TorchRandom(7)), one);
        assertThat(one.parameters().keySet()).startsWith("layer1.weight", "layer1.bias");
        assertThat(one).hasToString("3-64-64-1");
    }

    @Test
    @Tag("part1")
    void descendsBySgd() {
        Tensor x = Tensor.parameter(1);
        SGD sgd = new SGD(List.of(x), 0.25);
        x.square().sum().backward();
        sgd.step();
        assertThat(x.item()).isEqualTo(1 - 0.25f * 2);
    }

    @Test
    @Tag("part1")
    void fitsALine() {
        Tensor x = Tensor.of(new float[] {-1, -0.5f, 0, 0.5f, 1}, 5, 1);
        Tensor y = Tensor.of(new float[] {-1, 0, 1, 2, 3}, 5, 1);
        FeedForwardNN network = new FeedForwardNN(1, new int[] {16}, 1, Activation.TANH, new TorchRandom(1));
        Adam adam = new Adam(network.parameters().values(), 0.02);
        Tape tape = new Tape();
        float first = 0, last = 0;
        for (int i = 0; i < 400; i++) {
            try (var _ = tape.step()) {
                Tensor loss = Loss.mse(network.forward(x), y);
                adam.zeroGrad();
                loss.backward();
                adam.step();
                last = loss.item();
                first = i == 0 ? last : first;
            }
        }
        assertThat(first).isGreaterThan(1);
        assertThat(last).isLessThan(0.01f);
    }

    @Test
    @Tag("part1")
    void writesAndReadsAModel(@TempDir Path folder) {
        FeedForwardNN saved = new FeedForwardNN(3, 1, new TorchRandom(1));
        FeedForwardNN loaded = new FeedForwardNN(3, 1, new TorchRandom(2));
        StateDict state = new StateDict();
        saved.save(state, "actor.");
        Path file = folder.resolve("model.safetensors");
        state.write(file);
        loaded.load(StateDict.read(file), "actor.");
        assertEqual(loaded, saved);
    }

    private static void assertEqual(FeedForwardNN actual, FeedForwardNN expected) {
        for (String name : expected.parameters().keySet()) {
            float[] values = actual.parameters().get(name).toArray();
            assertThat(values).as(name).isEqualTo(expected.parameters().get(name).toArray());
        }
    }

    @Test
    @Tag("part1")
    void refusesATruncatedModelInOneLine(@TempDir Path folder) throws IOException {
        StateDict state = new StateDict();
        new FeedForwardNN(3, 1, new TorchRandom(1)).save(state, "");
        Path file = folder.resolve("model.safetensors");
        state.write(file);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> StateDict.read(file)).isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("model.safetensors").message().doesNotContain("\n");
    }

    // ---- chapter 2: environments, policies, rollouts ----------------------------------------------------------

    @Test
    @Tag("part2")
    void stepsThePendulumToItsTimeLimit() {
        try (Env env = Envs.make("Pendulum-v1")) {
            float[] obs = env.reset(1);
            float[] start = obs.clone();
            assertThat(Math.hypot(obs[0], obs[1])).as("cosine and sine").isCloseTo(1, within(1e-6));
            for (int t = 1; t <= 200; t++) {
                Step step = env.step(new float[] {1});
                assertThat(step.reward()).isBetween(-16.2736044, 0.0);
                assertThat(step.terminated()).isFalse();
                assertThat(step.truncated()).isEqualTo(t == 200);
            }
            assertThat(env.reset(1)).as("the same seed, the same start").isEqualTo(start);
        }
    }

    @Test
    @Tag("part2")
    void theCartPoleFallsWhichIsAnEndAndNotATimeLimit() {
        try (Env env = Envs.make("CartPole-v1")) {
            env.reset(1);
            Step step;
            int steps = 0;
            do {
                step = env.step(new float[] {1});
                steps++;
            } while (!step.done());
            assertThat(step.terminated()).isTrue();
            assertThat(step.truncated()).isFalse();
            assertThat(steps).isBetween(5, 30);
        }
    }

    @Test
    @Tag("part2")
    void namesTheNearestEnvironment() {
        assertThatIllegalArgumentException().isThrownBy(() -> Envs.make("Pendulm-v1"))
                .withMessageContainingAll("Pendulm-v1", "Pendulum-v1");
    }

    @Test
    @Tag("part2")
    void checksAnEnvironment() {
        assertThat(EnvChecker.check(() -> Envs.make("Pendulum-v1"))).isEmpty();
    }

    @Test
    @Tag("part2")
    void samplesActionsAndTheirLogProbabilities() {
        MultivariateNormal noise = new MultivariateNormal(Tensor.of(1, -1), Covariance.diagonal(2, 0.5f));
        float[] action = new float[2], again = new float[2];
        noise.sample(new TorchRandom(1), action);
        noise.sample(new TorchRandom(1), again);
        assertThat(again).isEqualTo(action);
        assertThat(noise.logProb(action)).isLessThan(noise.logProb(new float[] {1, -1}))
                .isCloseTo(noise.logProb(Tensor.of(action)).item(), within(1e-5f));

        Categorical choice = Categorical.ofLogits(Tensor.of(0, 0, 20));
        float[] index = new float[1];
        choice.sample(new TorchRandom(1), index);
        assertThat(index[0]).isEqualTo(2);
        assertThat(choice.logProb(Tensor.of(0)).item()).isCloseTo(-20, within(1e-4f));
    }

    @Test
    @Tag("part2")
    void collectsABatchAndCountsRewardsToGo() {
        try (Env env = Envs.make("Pendulum-v1")) {
            env.reset(1);
            FeedForwardNN actor = new FeedForwardNN(3, 1, new TorchRandom(1));
            GaussianPolicy policy = new GaussianPolicy(actor, Covariance.diagonal(1, 0.5f), 3, new TorchRandom(2));
            Episodes batch = new Rollout(env, policy, 300, 200, Rollout.Ending.EXACT, _ -> -7).rollout();
            assertThat(batch.timesteps()).isEqualTo(300);
            assertThat(new int[] {batch.len(0), batch.len(1)}).containsExactly(200, 100);

            double[] rtgs = new double[300];
            RewardsToGo.computeRtgs(batch, 0.9, rtgs);
            double[] rews = batch.rews();
            assertThat(rtgs[299]).isEqualTo(rews[299] + 0.9 * -7);
            assertThat(rtgs[298]).isEqualTo(rews[298] + 0.9 * rtgs[299]);
            assertThat(rtgs[199]).as("the next episode's rewards do not count").isEqualTo(rews[199] + 0.9 * -7);
        }
    }

    // ---- chapter 3: proximal policy optimisation --------------------------------------------------------------

    private static float[] weightsAfterTraining(long seed) {
        try (Env env = Envs.make("Pendulum-v1")) {
            env.reset(seed);
            PPO ppo = new PPO(env, PpoHyperparameters.optimized(), new TorchRandom(seed), new NumpyLegacyRandom(seed));
            ppo.learn(2048, Recorder.NONE);
            assertThat(ppo.timesteps()).isEqualTo(2048);
            StateDict state = new StateDict();
            ppo.save(state);
            return state.get("actor.layer1.weight", List.of(64, 3));
        }
    }

    @Test
    @Tag("part3")
    void theSameSeedTrainsTheSamePolicy() {
        float[] first = weightsAfterTraining(1);
        assertThat(weightsAfterTraining(1)).isEqualTo(first);
        assertThat(weightsAfterTraining(2)).isNotEqualTo(first);
    }

    @Test
    @Tag("part3")
    void refusesBadInputInOneLine(@TempDir Path runs) {
        for (String[] bad : new String[][] {{"--gamma", "1.5", "--gamma must be in [0, 1], got 1.5"},
            {"--gama", "0.9", "--gamma"}, {"--env-id", "CartPole-v1", "CartPole-v1"}}) {
            RlHarness run = RlHarness.run(new PpoChapter(), "part3-ppo", bad[0], bad[1], "--runs-dir", runs.toString());
            assertThat(run.status()).as(bad[0]).isEqualTo(2);
            assertThat(run.err().strip()).contains(bad[2]).doesNotContain("\n");
            assertThat(runs).isEmptyDirectory();
        }
    }
}
