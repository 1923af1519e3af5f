package drl.video;

import drl.env.Env;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Locale;

/// Draws an environment with a line below it that says how far the episode is.
public final class EpisodePainter {

    /// The default width of a frame in pixels.
    public static final int WIDTH = 320;

    /// The default height of a frame in pixels: small, because encoding a video takes time per pixel.
    public static final int HEIGHT = 240;

    private static final Color STRIP = new Color(0xEDEBE3);
    private static final Color TEXT = new Color(0x2F3542);

    private final BufferedImage image;
    private final int strip;

    /// Frames of the default size.
    public EpisodePainter() {
        this(WIDTH, HEIGHT);
    }

    /// @param width of a frame in pixels
    /// @param height of a frame in pixels, the line included
    /// @throws IllegalArgumentException if either is below 64 or odd, which a video cannot hold
    public EpisodePainter(int width, int height) {
        if (width < 64 || height < 64 || width % 2 != 0 || height % 2 != 0) {
            throw new IllegalArgumentException("a frame needs an even width and height of at least 64 pixels, not "
                    + width + " x " + height);
        }
        image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        strip = Math.max(14, height / 12);
    }

    /// Draws a frame.
    ///
    /// @param env what to draw
    /// @param steps how many steps the episode has taken
    /// @param episodeReturn the rewards so far, added up
    /// @param remark what else to say, such as how the episode ended; may be empty
    /// @return the frame, in an image that the next call draws on again
    public BufferedImage paint(Env env, int steps, double episodeReturn, String remark) {
        int width = image.getWidth();
        int height = image.getHeight();
        Graphics2D g = image.createGraphics();
        env.render(g, width, height - strip);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setClip(0, height - strip, width, strip);
        g.setColor(STRIP);
        g.fillRect(0, height - strip, width, strip);
        g.setColor(TEXT);
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, Math.round(strip * 0.62f)));
        int margin = strip / 2;
        int baseline = height - Math.round(strip * 0.28f);
        g.drawString("step " + steps, margin, baseline);
        g.drawString(remark, (width - g.getFontMetrics().stringWidth(remark)) / 2, baseline);
        String total = String.format(Locale.ROOT, "return %.1f", episodeReturn);
        g.drawString(total, width - margin - g.getFontMetrics().stringWidth(total), baseline);
        g.dispose();
        return image;
    }
}
