package drl.part2.env;

import static org.assertj.core.api.Assertions.assertThat;

import drl.env.ClassicControl;
import drl.env.Env;
import drl.env.EnvSpec;
import drl.env.Envs;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The pictures of the environments: that the parts are where the state says.
@Tag("part2")
class PictureTests {
    private static final int WIDTH = 400;
    private static final int HEIGHT = 300;
    private static final Color BODY = new Color(0xD1654A);
    private static final Color SECOND = new Color(0xE0A458);
    private static final Color FORCE = new Color(0x2A7F8E);

    static List<EnvSpec> specs() {
        return Envs.specs().stream().filter(spec -> spec.obstacle().get().isEmpty()).toList();
    }

    private static BufferedImage draw(Env env) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        env.render(g, WIDTH, HEIGHT);
        g.dispose();
        return image;
    }

    private static BufferedImage draw(String id, double... state) {
        ClassicControl env = (ClassicControl) Envs.make(id).unwrapped();
        env.reset(1);
        env.setState(state);
        return draw(env);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void coversThePictureAndLeavesTheGraphicsAlone(EnvSpec spec) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.MAGENTA);
        g.translate(3, 4);
        AffineTransform transform = g.getTransform();
        try (Env env = spec.make()) {
            env.reset(1);
            env.render(g, WIDTH - 3, HEIGHT - 4);
        }
        assertThat(g.getColor()).isEqualTo(Color.MAGENTA);
        assertThat(g.getTransform()).isEqualTo(transform);
        int[] inside = image.getRGB(3, 4, WIDTH - 3, HEIGHT - 4, null, 0, WIDTH);
        for (int y = 0; y < HEIGHT - 4; y++) {
            for (int x = 0; x < WIDTH - 3; x++) {
                assertThat(inside[y * WIDTH + x] >>> 24).isEqualTo(255);
            }
        }
        assertThat(Arrays.stream(inside).distinct().count()).as("colours").isGreaterThan(2);
    }

    /// The mean position of all pixels of one colour, from the middle of the picture, y upwards.
    private static double[] centre(BufferedImage image, Color color) {
        double sumX = 0;
        double sumY = 0;
        int count = 0;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                if (image.getRGB(x, y) == color.getRGB()) {
                    sumX += x - WIDTH / 2.0;
                    sumY += HEIGHT / 2.0 - y;
                    count++;
                }
            }
        }
        assertThat(count).as("pixels").isPositive();
        return new double[] {sumX / count, sumY / count};
    }

    @ParameterizedTest
    @CsvSource({"0,0,1", "1.5708,-1,0", "-1.5708,1,0", "3.1416,0,-1"})
    void theRodPointsWhereThePendulumIs(double theta, int right, int up) {
        double[] rod = centre(draw("Pendulum-v1", theta, 0), BODY);
        assertThat(Math.signum(Math.round(rod[0] / 10))).isEqualTo(right);
        assertThat(Math.signum(Math.round(rod[1] / 10))).isEqualTo(up);
    }

    @Test
    void theTorqueShowsAsAnArrow() {
        Env env = Envs.make("Pendulum-v1");
        env.reset(1);
        BufferedImage before = draw(env);
        env.step(new float[] {2});
        double[] left = centre(draw(env), FORCE);
        env.step(new float[] {-2});
        double[] right = centre(draw(env), FORCE);
        assertThat(left[1]).as("below the pivot").isNegative();
        assertThat(left[0] * right[0]).as("its head is on the side it turns to").isNegative();
        assertThat(Arrays.stream(before.getRGB(0, 0, WIDTH, HEIGHT, null, 0, WIDTH))).doesNotContain(FORCE.getRGB());
    }

    @Test
    void theCartAndItsPoleMove() {
        double[] middle = centre(draw("CartPole-v1", 0, 0, 0, 0), BODY);
        double[] driven = centre(draw("CartPole-v1", 1, 0, 0, 0), BODY);
        double[] leaning = centre(draw("CartPole-v1", 0, 0, 0.2, 0), BODY);
        assertThat(middle[0]).isBetween(-1.0, 1.0);
        assertThat(driven[0]).isGreaterThan(50);
        assertThat(leaning[0]).isBetween(2.0, 20.0);
    }

    @Test
    void theLinksOfTheAcrobotBend() {
        double[] hanging = centre(draw("Acrobot-v1", 0, 0, 0, 0), SECOND);
        double[] bent = centre(draw("Acrobot-v1", 0, Math.PI / 2, 0, 0), SECOND);
        double[] upright = centre(draw("Acrobot-v1", Math.PI, 0, 0, 0), SECOND);
        assertThat(hanging[0]).isBetween(-1.0, 1.0);
        assertThat(hanging[1]).isLessThan(-80);
        assertThat(bent[0]).isGreaterThan(20);
        assertThat(upright[1]).isGreaterThan(80);
    }

    @Test
    void theCarClimbsTheHill() {
        double[] valley = centre(draw("MountainCar-v0", -Math.PI / 6, 0), BODY);
        double[] flag = centre(draw("MountainCar-v0", 0.5, 0), BODY);
        double[] left = centre(draw("MountainCar-v0", -1.1, 0), BODY);
        assertThat(flag[0]).isGreaterThan(valley[0] + 150);
        assertThat(flag[1]).isGreaterThan(valley[1] + 150);
        assertThat(left[0]).isLessThan(valley[0] - 80);
        assertThat(left[1]).isGreaterThan(valley[1] + 50);
    }

    @Test
    void anEnvironmentWithoutAPictureSaysSo() {
        BufferedImage image = draw(new LineWorld());
        assertThat(Arrays.stream(image.getRGB(0, 0, WIDTH, HEIGHT, null, 0, WIDTH)).distinct().count())
                .isGreaterThan(1);
    }
}
