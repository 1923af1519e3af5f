package drl.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import drl.backend.Backend;
import drl.cli.RlHarness;
import drl.env.Env;
import drl.env.EnvChecker;
import drl.env.Envs;
import drl.env.Step;
import drl.env.wrapper.SeededOnce;
import drl.random.TorchRandom;
import drl.run.EnjoyChapter;
import drl.run.Recorder;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The three examples of what one adds to the course, tested as one would test one's own.
@Tag("examples")
class ExampleTests {

    // ---- an environment ---------------------------------------------------------------------------------------

    @Test
    void the_thermostat_keeps_the_contract() {
        assertThat(EnvChecker.check(() -> Envs.make("Thermostat-v0"))).isEmpty();
    }

    @Test
    void the_room_leaks_heat_and_freezes_without_any() {
        Thermostat thermostat = new Thermostat();
        thermostat.setState(10, 0);
        Step step = thermostat.step(new float[] {0});
        assertThat(thermostat.state()[0]).as("3 % of the difference leak").isCloseTo(9.7, within(1e-12));
        assertThat(step.reward()).isCloseTo(-1.03 * 1.03, within(1e-12));
        thermostat.step(new float[] {100});
        assertThat(thermostat.state()[0]).as("the heating ends at 3 kW").isCloseTo(9.7 + 1.8 - 0.291, within(1e-9));
        thermostat.setState(0.1, -10);
        assertThat(thermostat.step(new float[] {0}).terminated()).isTrue();
    }

    // ---- an operation -----------------------------------------------------------------------------------------

    private static final float[] NUMBERS = {1, -2, 4, 0.5f, 3};
    private static final float[] UPSTREAM = {0.3f, -1, 2, 0.7f, -0.4f};

    private static float[][] valueAndGradient(String backend, boolean example) {
        Tensor x = Tensor.parameter(NUMBERS.clone());
        try (var _ = new Tape(Backend.named(backend), true).step()) {
            Tensor y = example ? Standardize.standardize(x) : x.sub(x.mean()).div(x.std(1));
            y.mul(Tensor.of(UPSTREAM)).sum().backward();
            return new float[][] {y.toArray(), x.gradient()};
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void standardizing_is_what_five_operations_give(String backend) {
        float[][] one = valueAndGradient(backend, true), five = valueAndGradient(backend, false);
        assertThat(one[0]).containsExactly(five[0], within(1e-6f));
        assertThat(one[1]).containsExactly(five[1], within(1e-6f));
    }

    @Test
    void standardizing_has_the_gradient_of_finite_differences() {
        float[] gradient = valueAndGradient("scalar", true)[1];
        float step = 1 / 32f;
        for (int i = 0; i < NUMBERS.length; i++) {
            double slope = (at(i, step) - at(i, -step)) / (2 * step);
            assertThat((double) gradient[i]).as("number %d", i).isCloseTo(slope, within(1e-3));
        }
    }

    private static double at(int i, float change) {
        float[] moved = NUMBERS.clone();
        moved[i] += change;
        return Standardize.standardize(Tensor.of(moved)).mul(Tensor.of(UPSTREAM)).sum().item();
    }

    @Test
    void gradients_are_added_and_not_set() {
        Tensor x = Tensor.parameter(NUMBERS.clone());
        Standardize.standardize(x).mul(Tensor.of(UPSTREAM)).sum().add(x.sum()).backward();
        float[] alone = valueAndGradient("scalar", true)[1];
        for (int i = 0; i < alone.length; i++) {
            assertThat(x.gradient()[i]).isCloseTo(alone[i] + 1, within(1e-5f));
        }
    }

    @Test
    void shapes_that_do_not_fit_are_refused_by_name() {
        assertThatIllegalArgumentException().isThrownBy(() -> Standardize.standardize(Tensor.zeros(2, 2)))
                .withMessageContaining("(2, 2)");
        assertThatIllegalArgumentException().isThrownBy(() -> Standardize.standardize(Tensor.of(1)))
                .withMessageContaining("(1)");
    }

    // ---- an algorithm -----------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void reinforce_learns_to_balance(long seed) {
        List<Double> returns = new ArrayList<>();
        try (Env env = new SeededOnce(Envs.make("CartPole-v1"), seed)) {
            ReinforceHyperparameters d = ReinforceHyperparameters.DEFAULTS;
            new Reinforce(env, new ReinforceHyperparameters(d.envId(), 40_000, d.timestepsPerBatch(), d.learningRate(),
                    d.gamma()), new TorchRandom(seed)).learn(new Recorder() {
                        @Override
                        public void scalar(String name, double value) {
                        }

                        @Override
                        public void episode(double episodicReturn, int episodicLength, long globalStep) {
                            returns.add(episodicReturn);
                        }

                        @Override
                        public void iteration(long globalStep) {
                        }
                    });
        }
        assertThat(mean(returns.subList(0, 20))).isLessThan(40);
        assertThat(mean(returns.subList(returns.size() - 20, returns.size()))).isGreaterThan(100);
    }

    private static double mean(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    @Test
    void reinforce_has_a_run_that_can_be_resumed_and_enjoyed(@TempDir Path runs) {
        RlHarness run =
                RlHarness.run(new ReinforceChapter(), "reinforce", "--total-timesteps", "2000", "--run-name", "a",
                        "--runs-dir", runs.toString(), "--eval-episodes", "1");
        assertThat(run.status()).as(run.err()).isZero();
        Path folder = runs.resolve("a");
        assertThat(RlHarness.run(new ReinforceChapter(), "reinforce", "--resume", folder.toString()).status()).isZero();
        assertThat(RlHarness.run(List.of(new EnjoyChapter(), new ReinforceChapter()), "enjoy", folder.toString(),
                "--eval-episodes", "1", "--no-video").status()).isZero();
    }

    @Test
    void reinforce_needs_discrete_actions(@TempDir Path runs) {
        RlHarness refused = RlHarness.run(new ReinforceChapter(), "reinforce", "--env-id", "Pendulum-v1", "--runs-dir",
                runs.toString());
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("Pendulum-v1", "CartPole-v1");
        assertThat(runs).isEmptyDirectory();
    }
}
