package drl.part2.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import drl.env.Acrobot;
import drl.env.CartPole;
import drl.env.ClassicControl;
import drl.env.Discrete;
import drl.env.Env;
import drl.env.Envs;
import drl.env.MountainCarContinuous;
import drl.env.Pendulum;
import drl.env.Step;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The textbook environments beyond their recorded trajectories: refusals, rewards by hand, checkpoints, allocation.
@Tag("part2")
class ClassicControlTests {

    @Test
    void refusesAStepBeforeTheFirstReset() {
        assertThatIllegalStateException().isThrownBy(() -> new CartPole().step(new float[1]))
                .withMessage("CartPole: step outside an episode; call reset first");
        assertThatIllegalStateException().isThrownBy(() -> new Pendulum().step(0));
        assertThatIllegalStateException().isThrownBy(() -> Envs.make("Pendulum-v1").step(new float[1]))
                .withMessage("Pendulum: step outside an episode; call reset first");
    }

    @Test
    void refusesAStepAfterTheEnd() {
        CartPole env = new CartPole();
        env.reset(1);
        env.setState(2.39, 1, 0, 0);
        assertThat(env.step(new float[] {1}).terminated()).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> env.step(new float[] {1}));
        env.reset();
        assertThat(env.step(new float[] {1}).terminated()).isFalse();
    }

    @Test
    void refusesActionsThatAreNone() {
        CartPole cartPole = new CartPole();
        cartPole.reset(1);
        assertThatIllegalArgumentException().isThrownBy(() -> cartPole.step(new float[] {2}))
                .withMessage("CartPole: action [2.0] is not in Discrete(2)");
        assertThatIllegalArgumentException().isThrownBy(() -> cartPole.step(new float[] {0.5f}));
        assertThatIllegalArgumentException().isThrownBy(() -> cartPole.step(new float[2]));
        Pendulum pendulum = new Pendulum();
        pendulum.reset(1);
        assertThatIllegalArgumentException().isThrownBy(() -> pendulum.step(new float[] {Float.NaN}))
                .withMessage("Pendulum: action [NaN] is not in Box(-2.0, 2.0, (1,), float32)");
        assertThatIllegalArgumentException().isThrownBy(() -> pendulum.step(new float[2]));
    }

    @Test
    void refusesStatesThatAreNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Acrobot().setState(0, 0))
                .withMessage("Acrobot: a state has 4 finite numbers, not [0.0, 0.0]");
        assertThatIllegalArgumentException().isThrownBy(() -> new Pendulum().setState(0, Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> new Pendulum(Double.NaN)).withMessageContaining("NaN");
    }

    @Test
    void pendulumPaysForAngleSpeedAndTorque() {
        Pendulum env = new Pendulum();
        env.setState(Math.PI - 0.5, 2);
        assertThat(env.step(1.5).reward()).isCloseTo(
                -((Math.PI - 0.5) * (Math.PI - 0.5) + 0.1 * 4 + 0.001 * 2.25), within(1e-12));
        env.setState(0, 0);
        assertThat(env.step(0).reward()).isZero();
        env.setState(-7 * Math.PI / 2, 0);
        assertThat(env.step(0).reward()).as("the angle counts once around").isCloseTo(
                -Math.PI * Math.PI / 4, within(1e-12));
        env.setState(0, 0);
        assertThat(env.step(50).reward()).as("torque is clipped to 2").isCloseTo(-0.004, within(1e-15));
    }

    @Test
    void pendulumFallsFasterUnderMoreGravity() {
        Pendulum earth = new Pendulum(9.81);
        Pendulum moon = new Pendulum(1.62);
        earth.setState(1, 0);
        moon.setState(1, 0);
        earth.step(0);
        moon.step(0);
        assertThat(earth.state()[1] / moon.state()[1]).isCloseTo(9.81 / 1.62, within(1e-9));
    }

    @Test
    void pendulumKeepsItsEnergyWithoutTorque() {
        Pendulum env = new Pendulum();
        env.setState(2, 0);
        double before = energy(env.state());
        double worst = 0;
        for (int i = 0; i < 1000; i++) {
            env.step(0);
            worst = Math.max(worst, Math.abs(energy(env.state()) - before));
        }
        // Semi-implicit Euler neither gains nor loses energy in the long run; it swings around by the step size.
        assertThat(worst).isLessThan(1.2);
    }

    private static double energy(double[] state) {
        return state[1] * state[1] / 6 + 10 * Math.cos(state[0]) / 2;
    }

    @Test
    void mountainCarPaysForTheUnclippedAction() {
        MountainCarContinuous env = new MountainCarContinuous();
        env.setState(-0.5, 0);
        assertThat(env.step(new float[] {3}).reward()).isCloseTo(-0.9, within(1e-12));
        env.setState(0.44, 0.07);
        Step arrival = env.step(new float[] {1});
        assertThat(arrival.terminated()).isTrue();
        assertThat(arrival.reward()).isCloseTo(99.9, within(1e-12));
    }

    @Test
    void mountainCarRoundsItsStateAfterEveryStep() {
        MountainCarContinuous env = new MountainCarContinuous();
        env.setState(-0.5, 0);
        env.step(new float[] {0.3f});
        for (double number : env.state()) {
            assertThat(number).isNotZero().isEqualTo((float) number);
        }
    }

    @Test
    void acrobotEarnsNothingForTheStepThatArrives() {
        Acrobot env = new Acrobot();
        env.setState(Math.PI, 0, 0, 0);
        Step step = env.step(new float[] {1});
        assertThat(step.terminated()).isTrue();
        assertThat(step.reward()).isZero();
        env.setState(0, 0, 0, 0);
        assertThat(env.step(new float[] {1}).reward()).isEqualTo(-1);
    }

    @Test
    void resetAndStepReturnTheSameBuffer() {
        Env env = Envs.make("Pendulum-v1");
        float[] first = env.reset(1);
        float[] copy = first.clone();
        assertThat(env.step(new float[1]).obs()).isSameAs(first).isNotEqualTo(copy);
        assertThat(env.reset()).isSameAs(first);
    }

    @Test
    void readsTheSeedAsUnsigned() {
        float[] negative = new Pendulum().reset(-1);
        assertThat(negative).isEqualTo(new Pendulum().reset(Long.parseUnsignedLong("18446744073709551615")))
                .isNotEqualTo(new Pendulum().reset(1));
    }

    @Test
    void withoutAnySeedEpisodesDiffer() {
        assertThat(new Pendulum().reset()).isNotEqualTo(new Pendulum().reset());
    }

    @Test
    void refusesACheckpointCutShort() throws IOException {
        Env env = Envs.make("CartPole-v1");
        env.reset(1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        env.save(new DataOutputStream(bytes));
        for (int length = 0; length < bytes.size(); length++) {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray(), 0, length));
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> Envs.make("CartPole-v1").load(in));
        }
    }

    @Test
    void refusesACheckpointWithoutARandomStream() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Env env = new Pendulum();
        env.reset(1);
        env.save(new DataOutputStream(bytes));
        byte[] data = bytes.toByteArray();
        data[1 + 2 * Double.BYTES + 1] ^= 1;
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new Pendulum().load(new DataInputStream(new ByteArrayInputStream(data))))
                .withMessageStartingWith("Pendulum: the checkpoint holds no random stream: ");
    }

    @Test
    void anEnvironmentThatWasNeverResetCanBeCheckpointed() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new CartPole().save(new DataOutputStream(bytes));
        ClassicControl loaded = new CartPole();
        loaded.reset(1);
        loaded.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThatIllegalStateException().isThrownBy(() -> loaded.step(new float[1]));
    }

    /// A record of a reference, a double and two booleans takes 32 bytes, unless the compiler removes it.
    @ParameterizedTest
    @ValueSource(strings = {"CartPole-v1", "Pendulum-v1", "Acrobot-v1", "MountainCar-v0", "MountainCarContinuous-v0"})
    void aStepAllocatesNothingButItsRecords(String id) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Env env = Envs.make(id)) {
            float[] action = {env.actionSpace() instanceof Discrete ? 1 : 0.5f};
            play(env, action, 2000);
            long before = threads.getCurrentThreadAllocatedBytes();
            play(env, action, 1000);
            long perStep = (threads.getCurrentThreadAllocatedBytes() - before) / 1000;
            assertThat(perStep).isLessThanOrEqualTo(2 * 32);
        }
    }

    private static void play(Env env, float[] action, int steps) {
        env.reset(1);
        for (int i = 0; i < steps; i++) {
            if (env.step(action).done()) {
                env.reset();
            }
        }
    }
}
