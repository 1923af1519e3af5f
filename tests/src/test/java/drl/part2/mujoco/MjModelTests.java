package drl.part2.mujoco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import drl.env.mujoco.HalfCheetah;
import drl.env.mujoco.MjData;
import drl.env.mujoco.MjModel;
import drl.env.mujoco.MujocoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The binding: models of one's own, and what the engine says of bad ones.
@Tag("part2")
@NeedsMujoco
class MjModelTests {

    private static final String FALLING = """
            <mujoco>
              <worldbody>
                <body name="stone">
                  <joint type="slide" axis="0 0 1" stiffness="%s"/>
                  <geom type="sphere" size="0.1" mass="2"/>
                </body>
              </worldbody>
            </mujoco>
            """;

    @TempDir
    Path folder;

    private Path file(String xml) throws IOException {
        return Files.writeString(folder.resolve("model.xml"), xml);
    }

    @Test
    void aStoneFallsAsItShould() throws IOException {
        try (MjModel model = MjModel.load(file(FALLING.formatted(0))); MjData data = new MjData(model)) {
            assertThat(model.size("nq")).isEqualTo(1);
            assertThat(model.array("body_mass")).containsExactly(0, 2);
            assertThat(model.array("opt.gravity")).containsExactly(0, 0, -9.81);
            assertThat(model.body("stone")).isEqualTo(1);
            data.step(500); // of 2 ms
            assertThat(data.doubles("time").get(0)).isCloseTo(1, within(1e-9));
            assertThat(data.qvel().get(0)).isCloseTo(-9.81, within(1e-9));
            assertThat(data.qpos().get(0)).isCloseTo(-9.81 / 2 * 1.002, within(1e-9)); // velocity first, then position
        }
    }

    @Test
    void badXmlIsRefusedInTheEnginesWords() throws IOException {
        Path torn = file("<mujoco><worldbody><body></mujoco>");
        assertThatThrownBy(() -> MjModel.load(torn)).isInstanceOf(MujocoException.class)
                .hasMessageStartingWith(torn + " is no model: XML ").hasMessageNotContaining("\n");
        Path unknown = file("<mujoco><worldbody><geom type=\"teapot\" size=\"1\"/></worldbody></mujoco>");
        assertThatThrownBy(() -> MjModel.load(unknown)).isInstanceOf(MujocoException.class)
                .hasMessageContaining("invalid keyword: 'teapot'").hasMessageContaining("line 1");
        Path massless = file("<mujoco><worldbody><body><freejoint/></body></worldbody></mujoco>");
        assertThatThrownBy(() -> MjModel.load(massless)).isInstanceOf(MujocoException.class)
                .hasMessageContaining("mass and inertia");
        Path missing = folder.resolve("nothing.xml");
        assertThatThrownBy(() -> MjModel.load(missing)).isInstanceOf(MujocoException.class)
                .hasMessageContaining("nothing.xml");
        assertStillUsable();
    }

    @Test
    void anUnstableModelIsReportedInTheEnginesWords() throws IOException {
        try (MjModel model = MjModel.load(file(FALLING.formatted("1e9"))); MjData data = new MjData(model)) {
            data.qpos().set(0, 1);
            assertThatThrownBy(() -> data.step(2000)).isInstanceOf(MujocoException.class)
                    .hasMessageContaining("model.xml").hasMessageContaining("The simulation is unstable");
            data.reset();
            data.step(1);
            assertThat(data.qpos().get(0)).isCloseTo(0, within(1e-4));
        }
        assertStillUsable();
    }

    @Test
    void whatDoesNotExistIsNamed() throws IOException {
        try (MjModel model = MjModel.load(file(FALLING.formatted(0))); MjData data = new MjData(model)) {
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> model.array("body_colour"))
                    .withMessageContaining("mjModel.body_colour");
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> data.doubles("soul"))
                    .withMessageContaining("mjData.soul");
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> model.body("feather"))
                    .withMessageContaining("has no body feather");
        }
    }

    /// The data keep the model, whoever closes first.
    @Test
    void theModelLivesAsLongAsItsData() throws IOException {
        MjModel model = MjModel.load(file(FALLING.formatted(0)));
        try (MjData data = new MjData(model)) {
            model.close();
            data.step(1);
            assertThat(data.qvel().get(0)).isNegative();
        }
        assertThatThrownBy(() -> model.size("nq")).isInstanceOf(IllegalStateException.class);
    }

    private static void assertStillUsable() {
        try (HalfCheetah env = new HalfCheetah()) {
            env.reset(1);
            assertThat(env.step(new float[6]).obs()).doesNotContain(Float.NaN);
        }
    }
}
