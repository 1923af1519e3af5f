package drl.video;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Picture;

/// A picture as H.264 wants it: brightness for every pixel, two colour differences for every square of four, in the
/// levels 16 … 235 and 16 … 240 that a player expects of an unmarked video (ITU-R BT.601).
///
/// jcodec's own conversion gives brightness from 1 to 242, so that a player shows white as darker and black as blacker.
final class VideoFrame {
    private final BufferedImage rgb;
    private final int[] pixels;
    private final Picture picture;

    /// @param width even
    /// @param height even
    VideoFrame(int width, int height) {
        rgb = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        pixels = ((DataBufferInt) rgb.getRaster().getDataBuffer()).getData();
        picture = Picture.create(width, height, ColorSpace.YUV420J);
    }

    /// Converts an image of the same size.
    ///
    /// @return the picture, in a buffer that the next call overwrites
    Picture of(BufferedImage image) {
        Graphics2D g = rgb.createGraphics();
        g.drawImage(image, 0, 0, null);
        g.dispose();

        int width = rgb.getWidth();
        byte[] luma = picture.getPlaneData(0);
        byte[] blue = picture.getPlaneData(1);
        byte[] red = picture.getPlaneData(2);
        for (int y = 0; y < rgb.getHeight(); y++) {
            for (int x = 0; x < width; x++) {
                luma[y * width + x] = luma(pixels[y * width + x]);
            }
        }
        for (int y = 0; y < rgb.getHeight() / 2; y++) {
            for (int x = 0; x < width / 2; x++) {
                int corner = 2 * y * width + 2 * x;
                int mean = mean(pixels[corner], pixels[corner + 1], pixels[corner + width], pixels[corner + width + 1]);
                blue[y * (width / 2) + x] = chroma(mean, -0.148, -0.291, 0.439);
                red[y * (width / 2) + x] = chroma(mean, 0.439, -0.368, -0.071);
            }
        }
        return picture;
    }

    // jcodec stores every level less 128, to fit it into a signed byte.

    private static byte luma(int rgb) {
        return (byte) (Math.round(16 + 0.257 * red(rgb) + 0.504 * green(rgb) + 0.098 * blue(rgb)) - 128);
    }

    private static byte chroma(int rgb, double ofRed, double ofGreen, double ofBlue) {
        return (byte) Math.round(ofRed * red(rgb) + ofGreen * green(rgb) + ofBlue * blue(rgb));
    }

    private static int mean(int a, int b, int c, int d) {
        int red = (red(a) + red(b) + red(c) + red(d) + 2) / 4;
        int green = (green(a) + green(b) + green(c) + green(d) + 2) / 4;
        int blue = (blue(a) + blue(b) + blue(c) + blue(d) + 2) / 4;
        return red << 16 | green << 8 | blue;
    }

    private static int red(int rgb) {
        return rgb >> 16 & 0xFF;
    }

    private static int green(int rgb) {
        return rgb >> 8 & 0xFF;
    }

    private static int blue(int rgb) {
        return rgb & 0xFF;
    }
}
