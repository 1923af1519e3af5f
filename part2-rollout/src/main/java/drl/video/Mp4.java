package drl.video;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jcodec.codecs.h264.H264Encoder;
import org.jcodec.common.Codec;
import org.jcodec.common.MuxerTrack;
import org.jcodec.common.VideoCodecMeta;
import org.jcodec.common.VideoEncoder;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.io.SeekableByteChannel;
import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Packet;
import org.jcodec.common.model.Size;
import org.jcodec.containers.mp4.muxer.MP4Muxer;

/// An H.264 video in an MP4 file, which browsers and players show.
///
/// The encoder is plain Java and takes about 20 ms for a frame of 320 × 240 pixels, four times as long for twice the
/// width and height.
public final class Mp4 implements Clip {
    private final int framesPerSecond;
    private final AsideFile file;
    private H264Encoder encoder;
    private SeekableByteChannel channel;
    private MP4Muxer muxer;
    private MuxerTrack track;
    private VideoFrame picture;
    private ByteBuffer encoded;
    private int frames;
    private int width;
    private int height;

    /// Nothing is written before the first frame.
    ///
    /// @param file the name to give it in the end, by custom with the ending `.mp4`; its folder is made if it is
    ///     missing
    /// @param framesPerSecond how fast to show it
    /// @throws IllegalArgumentException if `framesPerSecond` is below 1
    /// @throws IOException if the folder cannot be made
    public Mp4(Path file, int framesPerSecond) throws IOException {
        if (framesPerSecond < 1) {
            throw new IllegalArgumentException("Mp4: frames per second have to be at least 1, not " + framesPerSecond);
        }
        this.framesPerSecond = framesPerSecond;
        this.file = new AsideFile(file);
    }

    /// @throws IllegalArgumentException if width or height is odd or not that of the first frame
    @Override
    public void add(BufferedImage frame) throws IOException {
        if (encoder == null) {
            begin(frame);
        }
        if (frame.getWidth() != width || frame.getHeight() != height) {
            throw new IllegalArgumentException("Mp4: a frame of " + frame.getWidth() + " x " + frame.getHeight()
                    + " pixels does not fit a video of " + width + " x " + height);
        }
        encoded.clear();
        VideoEncoder.EncodedFrame coded = encoder.encodeFrame(picture.of(frame), encoded);
        track.addFrame(Packet.createPacket(NIOUtils.clone(coded.getData()), frames, framesPerSecond, 1, frames,
                coded.isKeyFrame() ? Packet.FrameType.KEY : Packet.FrameType.INTER, null));
        frames++;
    }

    private void begin(BufferedImage frame) throws IOException {
        if (frame.getWidth() % 2 != 0 || frame.getHeight() % 2 != 0) {
            throw new IllegalArgumentException("Mp4: width and height have to be even, not " + frame.getWidth() + " x "
                    + frame.getHeight());
        }
        width = frame.getWidth();
        height = frame.getHeight();
        picture = new VideoFrame(width, height);
        encoder = H264Encoder.createH264Encoder();
        encoded = ByteBuffer.allocate(encoder.estimateBufferSize(picture.of(frame)));
        channel = NIOUtils.writableChannel(file.path().toFile());
        muxer = MP4Muxer.createMP4MuxerToChannel(channel);
        track = muxer.addVideoTrack(Codec.H264,
                VideoCodecMeta.createSimpleVideoCodecMeta(new Size(width, height), ColorSpace.YUV420));
    }

    @Override
    public void close() throws IOException {
        if (encoder == null) {
            return;
        }
        try {
            try (SeekableByteChannel _ = channel) {
                muxer.finish();
            }
            file.publish();
        } finally {
            encoder = null;
            file.discard();
        }
    }
}
