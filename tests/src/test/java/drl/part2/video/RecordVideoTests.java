package drl.part2.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import drl.env.Env;
import drl.env.Envs;
import drl.env.Pendulum;
import drl.env.Step;
import drl.env.wrapper.TimeLimit;
import drl.video.EpisodePainter;
import drl.video.RecordVideo;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntPredicate;
import org.jcodec.common.DemuxerTrackMeta;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.io.SeekableByteChannel;
import org.jcodec.containers.mp4.demuxer.MP4Demuxer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Recording episodes while they are played.
@Tag("part2")
class RecordVideoTests {
    private static final int STEPS = 8;

    @TempDir
    private Path folder;

    private Env recorded(IntPredicate chosen) {
        return new RecordVideo(new TimeLimit(new Pendulum(), STEPS), folder.resolve("videos"), "eval", chosen,
                new EpisodePainter(64, 64));
    }

    private static void playEpisode(Env env) {
        env.reset();
        Step step;
        do {
            step = env.step(new float[1]);
        } while (!step.done());
    }

    private Path video(int episode) {
        return folder.resolve("videos").resolve("eval-episode-" + episode + ".mp4");
    }

    private static DemuxerTrackMeta read(Path file) throws IOException {
        try (SeekableByteChannel channel = NIOUtils.readableChannel(file.toFile())) {
            return MP4Demuxer.createMP4Demuxer(channel).getVideoTrack().getMeta();
        }
    }

    @Test
    void writesTheChosenEpisodesAsTheyEnd() throws IOException {
        try (Env env = recorded(episode -> episode % 2 == 0)) {
            playEpisode(env);
            assertThat(video(0)).exists();
            playEpisode(env);
            playEpisode(env);
        }
        assertThat(video(1)).doesNotExist();
        for (int episode = 0; episode <= 2; episode += 2) {
            DemuxerTrackMeta meta = read(video(episode));
            assertThat(meta.getTotalFrames()).as("the first observation and every step").isEqualTo(STEPS + 1);
            assertThat(meta.getTotalDuration()).isEqualTo((STEPS + 1) / 30.0);
        }
    }

    @Test
    void completesAnEpisodeThatIsCutOff() throws IOException {
        Env env = recorded(_ -> true);
        env.reset(1);
        env.step(new float[1]);
        env.reset();
        assertThat(read(video(0)).getTotalFrames()).isEqualTo(2);
        env.step(new float[1]);
        env.step(new float[1]);
        env.close();
        assertThat(read(video(1)).getTotalFrames()).isEqualTo(3);
    }

    @Test
    void changesNothingThatTheAgentSees() {
        try (Env plain = new TimeLimit(new Pendulum(), STEPS); Env env = recorded(_ -> true)) {
            assertThat(env.reset(5)).isEqualTo(plain.reset(5));
            for (int i = 0; i < STEPS; i++) {
                Step expected = plain.step(new float[] {1});
                Step step = env.step(new float[] {1});
                assertThat(step.obs()).isEqualTo(expected.obs());
                assertThat(step.reward()).isEqualTo(expected.reward());
                assertThat(step.done()).isEqualTo(expected.done());
            }
        }
    }

    @Test
    void saysWhereAVideoCannotBeWritten() throws IOException {
        Files.writeString(folder.resolve("videos"), "a file, not a folder");
        Env env = recorded(_ -> true);
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(env::reset)
                .withMessageStartingWith("a video cannot be written to " + folder.resolve("videos"));
    }

    @Test
    void theLineBelowFollowsTheEpisode() {
        EpisodePainter painter = new EpisodePainter(160, 120);
        Env env = Envs.make("CartPole-v1");
        env.reset(1);
        int[] start = pixels(painter.paint(env, 0, 0, ""));
        assertThat(pixels(painter.paint(env, 0, 0, ""))).isEqualTo(start);
        assertThat(pixels(painter.paint(env, 1, 0, ""))).isNotEqualTo(start);
        assertThat(pixels(painter.paint(env, 0, 1, ""))).isNotEqualTo(start);
        assertThat(pixels(painter.paint(env, 0, 0, "terminated"))).isNotEqualTo(start);
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    @Test
    void refusesFramesThatAVideoCannotHold() {
        assertThatIllegalArgumentException().isThrownBy(() -> new EpisodePainter(321, 240))
                .withMessageContaining("321 x 240");
        assertThatIllegalArgumentException().isThrownBy(() -> new EpisodePainter(320, 32));
    }
}
