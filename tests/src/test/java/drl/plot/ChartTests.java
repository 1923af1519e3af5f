package drl.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("part1")
@DisplayName("charts")
class ChartTests {

    private static final Color BLUE = new Color(0x0072B2);
    private static final Color VERMILION = new Color(0xD55E00);

    @TempDir
    Path temp;

    @Test
    void aPictureIsSavedAsPngOfTheUsualSize() throws IOException {
        Path png = temp.resolve("line.png");
        chart().line("rising", rising(100)).save(png);
        BufferedImage image = ImageIO.read(png.toFile());
        assertThat(image.getWidth()).isEqualTo(900);
        assertThat(image.getHeight()).isEqualTo(560);
        try (var files = Files.list(temp)) {
            assertThat(files).containsExactly(png);
        }
    }

    @Test
    void aLineRunsFromItsFirstPointToItsLast() {
        BufferedImage image = chart().line("rising", rising(100)).image();
        // The left end is low, the right end is high, and both lie within the plot.
        assertThat(count(image, BLUE, 90, 300, 250, 480)).isGreaterThan(50);
        assertThat(count(image, BLUE, 600, 50, 880, 200)).isGreaterThan(50);
        assertThat(count(image, BLUE, 90, 50, 300, 200)).isZero();
        assertThat(count(image, BLUE, 650, 350, 880, 480)).isZero();
    }

    /// A power law is a straight line there: half-way along, it is half-way up.
    @Test
    void logarithmicAxesMakeAPowerStraight() {
        Curve power = new Curve(new double[] {1, 2, 4, 8, 16, 32, 64}, new double[] {1, 4, 16, 64, 256, 1024, 4096});
        BufferedImage image = chart().logarithmic().line("power", power).image();
        int left = lowest(image, 120), middle = lowest(image, 480), right = lowest(image, 840);
        assertThat(middle).isCloseTo((left + right) / 2, within(4));
    }

    private static int lowest(BufferedImage image, int x) {
        for (int y = 500; y > 0; y--) {
            if (image.getRGB(x, y) == BLUE.getRGB()) {
                return y;
            }
        }
        throw new AssertionError("no line at " + x);
    }

    @Test
    void everySeriesHasAColourOfItsOwn() {
        BufferedImage image =
                chart().line("a", rising(10)).line("b", new Curve(new double[] {0, 9}, new double[] {5, 5}))
                        .image();
        assertThat(count(image, BLUE, 0, 0, 900, 560)).isGreaterThan(500);
        assertThat(count(image, VERMILION, 0, 0, 900, 560)).isGreaterThan(500);
    }

    @Test
    void aBandFillsOneStandardDeviationToEitherSide() {
        double[] ends = {0, 10};
        Curve low = new Curve(ends, new double[] {-1, -1});
        Curve high = new Curve(ends, new double[] {1, 1});
        Curve fromEdgeToEdge = new Curve(ends, new double[] {-2, 2});
        BufferedImage image = chart().band("two seeds", Band.of(List.of(low, high), 50)).line("scale", fromEdgeToEdge)
                .image();
        // The other line is far up here. The axis spans 4, so that the band takes a quarter of it above the mean
        // line and a quarter below it.
        int above = count(image, blend(BLUE, 50), 650, 50, 655, 258);
        int below = count(image, blend(BLUE, 50), 650, 258, 655, 466);
        assertThat(above).isBetween(5 * 80, 5 * 110);
        assertThat(below).isBetween(5 * 80, 5 * 110);
        BufferedImage single =
                chart().band("one seed", Band.of(List.of(low), 50)).line("scale", fromEdgeToEdge).image();
        assertThat(count(single, blend(BLUE, 50), 650, 50, 655, 466)).isLessThan(5 * 6);
    }

    @Test
    void rawValuesStandFaintBehindTheirMean() {
        double[] x = IntStream.range(0, 400).asDoubleStream().toArray();
        double[] y = IntStream.range(0, 400).mapToDouble(i -> i % 2 == 0 ? -1 : 1).toArray();
        BufferedImage image = chart().rawAndSmoothed("zigzag", new Curve(x, y), 100).image();
        // The mean of a zigzag is a level line in the middle, of about 2 pixels' thickness.
        assertThat(count(image, BLUE, 200, 230, 700, 290)).isBetween(500, 2000);
        assertThat(count(image, BLUE, 200, 60, 700, 220)).isZero();
        assertThat(coloured(image, 200, 60, 700, 220)).isGreaterThan(10_000);
    }

    @Test
    void theSameSeriesGiveTheSamePixels() {
        BufferedImage first = chart().rawAndSmoothed("a", rising(50), 5).points("b", new double[] {1}, new double[] {2})
                .image();
        BufferedImage second =
                chart().rawAndSmoothed("a", rising(50), 5).points("b", new double[] {1}, new double[] {2})
                        .image();
        assertThat(pixels(second)).isEqualTo(pixels(first));
    }

    @Test
    void oddDataAreDrawnAllTheSame() {
        double[] x = {0, 1, 2, 3};
        chart().line("one point", new Curve(new double[] {5}, new double[] {5})).image();
        chart().line("level", new Curve(x, new double[] {2, 2, 2, 2})).image();
        chart().line("nothing finite", new Curve(x, new double[] {Double.NaN, Double.NaN, Double.NaN, Double.NaN}))
                .image();
        BufferedImage gaps = chart().line("gaps",
                new Curve(x, new double[] {1, Double.POSITIVE_INFINITY, 2, Double.NEGATIVE_INFINITY})).image();
        assertThat(gaps).isNotNull();
        BufferedImage finite = chart().line("gap", new Curve(x, new double[] {1, 2, Double.NaN, 1})).image();
        assertThat(count(finite, BLUE, 0, 0, 900, 560)).isGreaterThan(100);
    }

    @Test
    void aPictureThatCannotBeWrittenLeavesNothingBehind() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "not a folder");
        assertThatThrownBy(() -> chart().line("a", rising(3)).save(file.resolve("a.png")))
                .isInstanceOf(IOException.class);
        Path taken = Files.createDirectories(temp.resolve("taken.png/inside")).getParent();
        assertThatThrownBy(() -> chart().line("a", rising(3)).save(taken)).isInstanceOf(IOException.class);
        try (var files = Files.list(temp)) {
            assertThat(files).containsExactlyInAnyOrder(file, taken);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-0.0, 0", "1, 1", "-1200, -1200", "0.25, 0.25", "9999, 9999", "10000, 10k", "250000, 250k",
        "-12500, -12.5k", "1000000, 1M", "1500000, 1.5M", "-2000000, -2M", "0.001, 0.001"})
    void ticksAreWrittenShort(double value, String expected) {
        assertThat(ChartStyle.tick(value)).isEqualTo(expected);
    }

    private static Chart chart() {
        return new Chart("a title", "steps", "return");
    }

    private static Curve rising(int n) {
        double[] values = IntStream.range(0, n).asDoubleStream().toArray();
        return new Curve(values, values);
    }

    private static Color blend(Color colour, int alpha) {
        return new Color(mix(colour.getRed(), alpha), mix(colour.getGreen(), alpha), mix(colour.getBlue(), alpha));
    }

    private static int mix(int component, int alpha) {
        return Math.round(255 + (component - 255) * alpha / 255f);
    }

    private static int count(BufferedImage image, Color colour, int left, int top, int right, int bottom) {
        int count = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                Color pixel = new Color(image.getRGB(x, y));
                boolean near = Math.abs(pixel.getRed() - colour.getRed()) < 6
                        && Math.abs(pixel.getGreen() - colour.getGreen()) < 6
                        && Math.abs(pixel.getBlue() - colour.getBlue()) < 6;
                count += near ? 1 : 0;
            }
        }
        return count;
    }

    private static int coloured(BufferedImage image, int left, int top, int right, int bottom) {
        int count = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                Color pixel = new Color(image.getRGB(x, y));
                count += pixel.getBlue() - pixel.getRed() > 10 ? 1 : 0;
            }
        }
        return count;
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }
}
