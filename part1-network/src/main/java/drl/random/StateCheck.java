package drl.random;

/// The checks a saved position has to pass before a stream takes it up.
final class StateCheck {

    private StateCheck() {
    }

    /// Checks the length and the leading number.
    ///
    /// @param stream what to call the stream in the message
    static void header(String stream, long[] state, long format, int length) {
        if (state.length == 0 || state[0] != format) {
            throw new IllegalArgumentException("this is not the saved state of a " + stream + ": it must begin with "
                    + format + (state.length == 0 ? " but is empty" : " but begins with " + state[0]));
        }
        if (state.length != length) {
            throw new IllegalArgumentException("the saved state of a " + stream + " holds " + length
                    + " numbers, this one " + state.length);
        }
    }

    /// Checks one number against its range, both ends included.
    static void range(String stream, String field, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("the saved state of a " + stream + " is damaged: its " + field
                    + " must be from " + min + " to " + max + " but is " + value);
        }
    }

    /// Checks that a number kept as bits is finite.
    static void finite(String stream, String field, long bits) {
        double value = Double.longBitsToDouble(bits);
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("the saved state of a " + stream + " is damaged: its " + field
                    + " must be finite but is " + value);
        }
    }
}
