package drl.run;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Encodes messages in the protocol buffers' wire format, as far as event files need it: varints, fixed32, fixed64 and
/// length-delimited fields. Cleared and filled again, it allocates nothing.
final class ProtoBuffer {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    private byte[] bytes = new byte[256];
    private int length;

    ProtoBuffer clear() {
        length = 0;
        return this;
    }

    ProtoBuffer varint(int field, long value) {
        tag(field, VARINT);
        varint(value);
        return this;
    }

    ProtoBuffer fixed64(int field, double value) {
        tag(field, FIXED64);
        littleEndian(Double.doubleToRawLongBits(value), 8);
        return this;
    }

    ProtoBuffer fixed32(int field, float value) {
        tag(field, FIXED32);
        littleEndian(Float.floatToRawIntBits(value), 4);
        return this;
    }

    ProtoBuffer message(int field, ProtoBuffer nested) {
        tag(field, LENGTH_DELIMITED);
        varint(nested.length);
        append(nested.bytes, nested.length);
        return this;
    }

    /// A text of ASCII letters, copied letter by letter.
    ProtoBuffer ascii(int field, String text) {
        tag(field, LENGTH_DELIMITED);
        varint(text.length());
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    /// Any text.
    ProtoBuffer text(int field, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        tag(field, LENGTH_DELIMITED);
        varint(utf8.length);
        append(utf8, utf8.length);
        return this;
    }

    /// Bytes without a field around them.
    ProtoBuffer append(byte[] source, int count) {
        reserve(count);
        System.arraycopy(source, 0, bytes, length, count);
        length += count;
        return this;
    }

    /// The lowest `count` bytes of a number, the lowest first, without a field around them.
    ProtoBuffer littleEndian(long value, int count) {
        reserve(count);
        for (int i = 0; i < count; i++) {
            bytes[length++] = (byte) (value >>> 8 * i);
        }
        return this;
    }

    /// The encoded bytes, valid up to [#length] and until the next change.
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    private void tag(int field, int wireType) {
        varint((long) field << 3 | wireType);
    }

    private void varint(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    private void reserve(int more) {
        if (bytes.length < length + more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
