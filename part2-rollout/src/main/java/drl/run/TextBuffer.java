package drl.run;

import java.io.IOException;
import java.io.OutputStream;

/// Puts a text of Latin letters and numbers together and writes it in one piece, without making a string of it:
/// [StringBuilder] appends numbers in place.
final class TextBuffer {

    private static final int FRACTION = 4;
    private static final double[] POWERS = {1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7};

    private final StringBuilder text = new StringBuilder(1 << 12);
    private byte[] bytes = new byte[1 << 12];

    TextBuffer append(String word) {
        text.append(word);
        return this;
    }

    /// A word without its first letters.
    TextBuffer append(String word, int from) {
        text.append(word, from, word.length());
        return this;
    }

    TextBuffer append(char letter) {
        text.append(letter);
        return this;
    }

    TextBuffer append(long number) {
        text.append(number);
        return this;
    }

    /// The shortest decimal that reads back as the same double.
    TextBuffer exact(double number) {
        text.append(number);
        return this;
    }

    /// With a fixed number of decimals, at most 7.
    TextBuffer fixed(double number, int decimals) {
        double scaled = Math.abs(number) * POWERS[decimals];
        if (!(scaled < 1e18)) {
            return exact(number);
        }
        long digits = Math.round(scaled);
        if (number < 0 && digits > 0) {
            text.append('-');
        }
        long whole = digits / (long) POWERS[decimals];
        text.append(whole);
        if (decimals > 0) {
            text.append('.');
            long fraction = digits - whole * (long) POWERS[decimals];
            for (int i = decimals - 1; i >= 0; i--) {
                text.append((char) ('0' + fraction / (long) POWERS[i] % 10));
            }
        }
        return this;
    }

    /// With about four significant digits, as people compare numbers.
    TextBuffer rounded(double number) {
        double size = Math.abs(number);
        if (size >= 1e9 || size > 0 && size < 1e-3) {
            return scientific(number, size);
        }
        int decimals = size >= 1000 || size == 0 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : FRACTION;
        return fixed(number, decimals);
    }

    /// Adds blanks in front of what follows position `from`, so that it is `width` wide.
    TextBuffer padFrom(int from, int width) {
        for (int missing = width - (text.length() - from); missing > 0; missing--) {
            text.insert(from, ' ');
        }
        return this;
    }

    int length() {
        return text.length();
    }

    /// Writes everything in one piece and becomes empty.
    ///
    /// @return the number of bytes
    int writeTo(OutputStream out) throws IOException {
        int length = text.length();
        if (bytes.length < length) {
            bytes = new byte[2 * length];
        }
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) text.charAt(i);
        }
        text.setLength(0);
        out.write(bytes, 0, length);
        out.flush();
        return length;
    }

    private TextBuffer scientific(double number, double size) {
        if (!(size < Double.POSITIVE_INFINITY && size > 1e-300)) {
            return exact(number); // a power of ten to divide by would not be finite
        }
        int exponent = (int) Math.floor(Math.log10(size));
        double mantissa = number / Math.pow(10, exponent);
        if (Math.abs(mantissa) >= 9.9995) {
            mantissa /= 10;
            exponent++;
        }
        return fixed(mantissa, 3).append('e').append((long) exponent);
    }
}
