package drl.video;

import drl.env.Env;
import drl.env.Step;
import drl.env.wrapper.Wrapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.IntPredicate;

/// Writes a video of chosen episodes: `folder/prefix-episode-N.mp4`, N counting all episodes from 0.
///
/// The video shows the first observation and every step after it, at the environment's own
/// [Env#framesPerSecond()]. It is complete when its episode ends, or is cut off by a reset or by closing. Place it
/// inside wrappers that change the reward, so that it shows the task's.
public final class RecordVideo extends Wrapper {

    /// Episodes 0, 1, 8, 27, … up to the cube below 1000, then every thousandth: often while much changes, as Gymnasium's
    /// recorder does.
    public static final IntPredicate CAPPED_CUBIC = episode -> {
        int root = (int) Math.round(Math.cbrt(episode));
        return episode < 1000 ? root * root * root == episode : episode % 1000 == 0;
    };

    private final Path folder;
    private final String prefix;
    private final IntPredicate chosen;
    private final EpisodePainter painter;

    private Clip clip;
    private int episode = -1;
    private int steps;
    private double episodeReturn;

    /// Frames of the default size.
    ///
    /// @param env the environment inside
    /// @param folder where to put the videos; made when the first one begins
    /// @param prefix how their names begin
    /// @param chosen whether to record the episode of that number
    public RecordVideo(Env env, Path folder, String prefix, IntPredicate chosen) {
        this(env, folder, prefix, chosen, new EpisodePainter());
    }

    /// @param env the environment inside
    /// @param folder where to put the videos; made when the first one begins
    /// @param prefix how their names begin
    /// @param chosen whether to record the episode of that number
    /// @param painter draws the frames
    public RecordVideo(Env env, Path folder, String prefix, IntPredicate chosen, EpisodePainter painter) {
        super(env);
        this.folder = folder;
        this.prefix = prefix;
        this.chosen = chosen;
        this.painter = painter;
    }

    /// @throws UncheckedIOException if a video cannot be written
    @Override
    public float[] reset() {
        float[] obs = env.reset();
        begin();
        return obs;
    }

    /// @throws UncheckedIOException if a video cannot be written
    @Override
    public float[] reset(long seed) {
        float[] obs = env.reset(seed);
        begin();
        return obs;
    }

    /// @throws UncheckedIOException if a video cannot be written
    @Override
    public Step step(float[] action) {
        Step step = env.step(action);
        if (clip != null) {
            steps++;
            episodeReturn += step.reward();
            addFrame(step.terminated() ? "terminated" : step.truncated() ? "time limit" : "");
            if (step.done()) {
                finish();
            }
        }
        return step;
    }

    /// Completes a video that is being written, and closes the environment inside.
    ///
    /// @throws UncheckedIOException if a video cannot be written
    @Override
    public void close() {
        try (env) {
            finish();
        }
    }

    private void begin() {
        finish();
        episode++;
        if (chosen.test(episode)) {
            steps = 0;
            episodeReturn = 0;
            try {
                clip = new Mp4(folder.resolve(prefix + "-episode-" + episode + ".mp4"), env.framesPerSecond());
            } catch (IOException e) {
                throw new UncheckedIOException("a video cannot be written to " + folder + ": " + e.getMessage(), e);
            }
            addFrame("");
        }
    }

    private void addFrame(String remark) {
        try {
            clip.add(painter.paint(env, steps, episodeReturn, remark));
        } catch (IOException e) {
            throw new UncheckedIOException("a video cannot be written to " + folder + ": " + e.getMessage(), e);
        }
    }

    private void finish() {
        if (clip == null) {
            return;
        }
        try (Clip _ = clip) {
            clip = null;
        } catch (IOException e) {
            throw new UncheckedIOException("a video cannot be written to " + folder + ": " + e.getMessage(), e);
        }
    }
}
