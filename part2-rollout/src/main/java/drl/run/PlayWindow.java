package drl.run;

import drl.env.Env;
import drl.env.Step;
import drl.env.wrapper.Wrapper;
import drl.video.EpisodePainter;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.TimeUnit;
import javax.swing.ImageIcon;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;

/// Shows an environment in a window while it is played, as fast as its own time passes. Once the window is closed, what
/// is still to be played passes unseen and at full speed.
final class PlayWindow extends Wrapper {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;

    private final EpisodePainter painter = new EpisodePainter(WIDTH, HEIGHT);
    private final JLabel view = new JLabel(new ImageIcon(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB)));
    private final JFrame frame = new JFrame();
    private final long nanosPerStep;
    private volatile boolean closed;
    private long due; // System.nanoTime() at which the picture shown is to be followed by the next
    private int steps;
    private double episodeReturn;

    /// Opens the window.
    ///
    /// @param title its title
    PlayWindow(Env env, String title) {
        super(env);
        nanosPerStep = TimeUnit.SECONDS.toNanos(1) / env.framesPerSecond();
        onSwingsThread(() -> {
            frame.setTitle(title);
            frame.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
            frame.addWindowListener(new WindowAdapter() {
                @Override
                public void windowClosed(WindowEvent event) {
                    closed = true;
                }
            });
            frame.add(view);
            frame.pack();
            frame.setResizable(false);
            frame.setLocationRelativeTo(null);
            frame.setVisible(true);
        });
    }

    @Override
    public float[] reset() {
        float[] obs = env.reset();
        begin();
        return obs;
    }

    @Override
    public float[] reset(long seed) {
        float[] obs = env.reset(seed);
        begin();
        return obs;
    }

    @Override
    public Step step(float[] action) {
        Step step = env.step(action);
        steps++;
        episodeReturn += step.reward();
        show(step.terminated() ? "terminated" : step.truncated() ? "time limit" : "");
        return step;
    }

    @Override
    public void close() {
        try (env) {
            onSwingsThread(frame::dispose);
        }
    }

    private void begin() {
        steps = 0;
        episodeReturn = 0;
        show("");
    }

    /// Draws on Swing's thread and waits for it: the environment stands still meanwhile, and no picture is shown half
    /// drawn.
    private void show(String remark) {
        if (closed) {
            return;
        }
        waitUntilDue();
        onSwingsThread(() -> {
            view.setIcon(new ImageIcon(painter.paint(env, steps, episodeReturn, remark)));
            view.paintImmediately(0, 0, view.getWidth(), view.getHeight());
        });
    }

    private void waitUntilDue() {
        long now = System.nanoTime();
        if (due - now > 0 && due - now <= nanosPerStep) {
            try {
                TimeUnit.NANOSECONDS.sleep(due - now);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            due += nanosPerStep;
        } else {
            due = now + nanosPerStep; // the first picture, or one that is late
        }
    }

    private static void onSwingsThread(Runnable action) {
        try {
            SwingUtilities.invokeAndWait(action);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (InvocationTargetException failed) {
            throw new IllegalStateException("the window cannot be drawn", failed.getCause());
        }
    }
}
