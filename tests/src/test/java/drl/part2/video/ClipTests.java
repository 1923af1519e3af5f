package drl.part2.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import drl.video.Clip;
import drl.video.Gif;
import drl.video.Mp4;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jcodec.api.FrameGrab;
import org.jcodec.api.JCodecException;
import org.jcodec.common.DemuxerTrack;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.io.SeekableByteChannel;
import org.jcodec.common.model.Picture;
import org.jcodec.containers.mp4.demuxer.MP4Demuxer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/// Clips that are written and read back.
@Tag("part2")
class ClipTests {
    private static final int WIDTH = 96;
    private static final int HEIGHT = 64;
    private static final int FRAMES = 30;

    @TempDir
    private Path folder;

    private static Clip open(Path file, int framesPerSecond) throws IOException {
        return file.toString().endsWith(".mp4") ? new Mp4(file, framesPerSecond) : new Gif(file, framesPerSecond);
    }

    /// A dark bar that moves to the right on a light ground, with a coloured foot.
    private static BufferedImage frame(int number) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, WIDTH, HEIGHT);
        g.setColor(Color.BLACK);
        g.fillRect(2 * number, 0, 16, HEIGHT);
        g.setColor(new Color(200, 60, 40));
        g.fillRect(0, HEIGHT - 16, WIDTH, 16);
        g.dispose();
        return image;
    }

    private Path write(String name) throws IOException {
        Path file = folder.resolve(name);
        try (Clip clip = open(file, 20)) {
            for (int i = 0; i < FRAMES; i++) {
                clip.add(frame(i));
            }
        }
        return file;
    }

    @Test
    void anMp4HoldsTheFramesAndTheSpeed() throws IOException {
        Path file = write("bar.mp4");
        try (SeekableByteChannel channel = NIOUtils.readableChannel(file.toFile())) {
            DemuxerTrack track = MP4Demuxer.createMP4Demuxer(channel).getVideoTrack();
            assertThat(track.getMeta().getTotalFrames()).isEqualTo(FRAMES);
            assertThat(track.getMeta().getTotalDuration()).isEqualTo(FRAMES / 20.0);
            assertThat(track.getMeta().getVideoCodecMeta().getSize().getWidth()).isEqualTo(WIDTH);
            assertThat(track.getMeta().getVideoCodecMeta().getSize().getHeight()).isEqualTo(HEIGHT);
        }
    }

    /// Brightness and colours as ITU-R BT.601 defines them, up to what compression changes.
    @ParameterizedTest
    @ValueSource(ints = {0, 13, FRAMES - 1})
    void anMp4ShowsWhatWasDrawn(int number) throws IOException, JCodecException {
        Picture decoded = FrameGrab.getFrameFromFile(write("bar.mp4").toFile(), number);
        assertLevel(decoded, 0, 2 * number + 8, 20, 16);
        assertLevel(decoded, 0, 2 * number + 30 > WIDTH - 4 ? 20 : 2 * number + 30, 20, 235);
        assertLevel(decoded, 0, WIDTH / 2, HEIGHT - 8, 16 + (65.48 * 200 + 128.55 * 60 + 24.97 * 40) / 255);
        assertLevel(decoded, 1, WIDTH / 4, HEIGHT / 2 - 4, 128 + (-37.8 * 200 - 74.2 * 60 + 112 * 40) / 255);
        assertLevel(decoded, 2, WIDTH / 4, HEIGHT / 2 - 4, 128 + (112 * 200 - 93.79 * 60 - 18.21 * 40) / 255);
    }

    private static void assertLevel(Picture picture, int plane, int x, int y, double expected) {
        int level = picture.getPlaneData(plane)[y * picture.getPlaneWidth(plane) + x] + 128;
        assertThat((double) level).as("plane %d at %d, %d", plane, x, y).isBetween(expected - 6, expected + 6);
    }

    @Test
    void aGifHoldsTheFramesAndTheSpeed() throws IOException {
        Path file = write("bar.gif");
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            assertThat(reader.getNumImages(true)).isEqualTo(FRAMES);
            BufferedImage last = reader.read(FRAMES - 1);
            assertThat(new Color(last.getRGB(2 * (FRAMES - 1) + 8, 20))).isEqualTo(Color.BLACK);
            assertThat(new Color(last.getRGB(8, 20))).isEqualTo(Color.WHITE);
            String format = "javax_imageio_gif_image_1.0";
            String control = ((Element) reader.getImageMetadata(3).getAsTree(format))
                    .getElementsByTagName("GraphicControlExtension").item(0).getAttributes()
                    .getNamedItem("delayTime").getNodeValue();
            assertThat(control).as("hundredths of a second").isEqualTo("5");
        }
        reader.dispose();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip.mp4", "clip.gif"})
    void theNameAppearsWithTheCompleteFile(String name) throws IOException {
        Path file = folder.resolve("deep/er").resolve(name);
        try (Clip clip = open(file, 10)) {
            clip.add(frame(0));
            assertThat(file).doesNotExist();
        }
        assertThat(file).isNotEmptyFile();
        byte[] before = Files.readAllBytes(file);
        try (Clip clip = open(file, 10)) {
            clip.add(frame(0));
            clip.add(frame(9));
            assertThat(file).hasBinaryContent(before);
        }
        assertThat(Files.readAllBytes(file)).isNotEqualTo(before);
        try (Stream<Path> left = Files.list(file.getParent())) {
            assertThat(left).containsExactly(file);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip.mp4", "clip.gif"})
    void aClipWithoutFramesLeavesNoFile(String name) throws IOException {
        Clip clip = open(folder.resolve(name), 10);
        clip.close();
        clip.close();
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip.mp4", "clip.gif"})
    void aClipThatCannotTakeItsNameLeavesNothing(String name) throws IOException {
        Path taken = Files.createDirectories(folder.resolve(name).resolve("full"));
        Clip clip = open(folder.resolve(name), 10);
        clip.add(frame(0));
        assertThatExceptionOfType(IOException.class).isThrownBy(clip::close);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(taken.getParent());
        }
    }

    @Test
    void closingTwiceDoesNoHarm() throws IOException {
        for (String name : new String[] {"clip.mp4", "clip.gif"}) {
            Clip clip = open(folder.resolve(name), 10);
            clip.add(frame(0));
            clip.close();
            clip.close();
            assertThat(folder.resolve(name)).isNotEmptyFile();
        }
    }

    @Test
    void refusesFramesThatDoNotFit() throws IOException {
        BufferedImage odd = new BufferedImage(95, 64, BufferedImage.TYPE_3BYTE_BGR);
        BufferedImage other = new BufferedImage(64, 64, BufferedImage.TYPE_3BYTE_BGR);
        try (Clip clip = open(folder.resolve("clip.mp4"), 10)) {
            assertThatIllegalArgumentException().isThrownBy(() -> clip.add(odd))
                    .withMessage("Mp4: width and height have to be even, not 95 x 64");
            clip.add(frame(0));
            assertThatIllegalArgumentException().isThrownBy(() -> clip.add(other))
                    .withMessage("Mp4: a frame of 64 x 64 pixels does not fit a video of 96 x 64");
        }
        try (Clip clip = open(folder.resolve("clip.gif"), 10)) {
            clip.add(frame(0));
            assertThatIllegalArgumentException().isThrownBy(() -> clip.add(other))
                    .withMessage("Gif: a frame of 64 x 64 pixels does not fit a clip of 96 x 64");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> open(folder.resolve("a.mp4"), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> open(folder.resolve("a.gif"), 51));
    }
}
