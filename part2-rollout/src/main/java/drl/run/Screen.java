package drl.run;

import drl.cli.UsageException;
import java.awt.AWTError;
import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;

/// Whether a program draws on a screen. To be settled before anything is drawn: Java decides once.
public final class Screen {

    private Screen() {
    }

    /// Says that pictures will be drawn into files only, for which a screen that cannot be reached is no obstacle.
    public static void doWithout() {
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    /// Makes sure of a screen.
    ///
    /// @param flag what needs it
    /// @throws UsageException if there is none
    static void require(String flag) {
        try {
            GraphicsEnvironment.getLocalGraphicsEnvironment().getDefaultScreenDevice();
        } catch (HeadlessException | AWTError | LinkageError none) {
            throw new UsageException(flag + " opens a window, and no screen can be reached from here; leave it out, "
                    + "and a clip is saved", none);
        }
    }
}
