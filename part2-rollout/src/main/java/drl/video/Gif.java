package drl.video;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/// An animated GIF that runs for ever: larger than an [Mp4] and of 256 colours, but a web page shows it as a picture.
public final class Gif implements Clip {
    private static final String FORMAT = "javax_imageio_gif_image_1.0";

    private final int hundredths;
    private final AsideFile file;
    private ImageWriter writer;
    private ImageOutputStream out;
    private int width;
    private int height;

    /// Nothing is written before the first frame.
    ///
    /// @param file the name to give it in the end, by custom with the ending `.gif`; its folder is made if it is
    ///     missing
    /// @param framesPerSecond how fast to show it; viewers slow down what is faster than 50
    /// @throws IllegalArgumentException if `framesPerSecond` is not in 1 … 50
    /// @throws IOException if the folder cannot be made
    public Gif(Path file, int framesPerSecond) throws IOException {
        if (framesPerSecond < 1 || framesPerSecond > 50) {
            throw new IllegalArgumentException("Gif: frames per second have to be in 1 … 50, not " + framesPerSecond);
        }
        this.hundredths = Math.round(100f / framesPerSecond);
        this.file = new AsideFile(file);
    }

    @Override
    public void add(BufferedImage frame) throws IOException {
        if (writer == null) {
            begin(frame);
        }
        if (frame.getWidth() != width || frame.getHeight() != height) {
            throw new IllegalArgumentException("Gif: a frame of " + frame.getWidth() + " x " + frame.getHeight()
                    + " pixels does not fit a clip of " + width + " x " + height);
        }
        writer.writeToSequence(new IIOImage(frame, null, timing(frame)), null);
    }

    private void begin(BufferedImage frame) throws IOException {
        width = frame.getWidth();
        height = frame.getHeight();
        out = ImageIO.createImageOutputStream(file.path().toFile());
        writer = ImageIO.getImageWritersByFormatName("gif").next();
        writer.setOutput(out);
        writer.prepareWriteSequence(null);
    }

    private IIOMetadata timing(BufferedImage frame) throws IOException {
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(frame), null);
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
        IIOMetadataNode control = child(root, "GraphicControlExtension");
        control.setAttribute("delayTime", Integer.toString(hundredths));
        control.setAttribute("disposalMethod", "none");
        IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
        loop.setAttribute("applicationID", "NETSCAPE");
        loop.setAttribute("authenticationCode", "2.0");
        loop.setUserObject(new byte[] {1, 0, 0});
        child(root, "ApplicationExtensions").appendChild(loop);
        metadata.setFromTree(FORMAT, root);
        return metadata;
    }

    private static IIOMetadataNode child(IIOMetadataNode root, String name) {
        if (root.getElementsByTagName(name).item(0) instanceof IIOMetadataNode found) {
            return found;
        }
        IIOMetadataNode added = new IIOMetadataNode(name);
        root.appendChild(added);
        return added;
    }

    @Override
    public void close() throws IOException {
        if (writer == null) {
            return;
        }
        try {
            try (ImageOutputStream _ = out) {
                writer.endWriteSequence();
            }
            file.publish();
        } finally {
            writer.dispose();
            writer = null;
            file.discard();
        }
    }
}
