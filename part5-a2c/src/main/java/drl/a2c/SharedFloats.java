package drl.a2c;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Floats that several threads read and write without locks.
///
/// Every access is *opaque* ([VarHandle#getOpaque]), which promises three things of each element by itself: it is read and
/// written whole (a float's 32 bits never tear; so the language says of plain ones, too, JLS 17.7); all threads see its
/// values in one order; and what one thread has written, the others come to see. A plain access lacks the last two: the
/// compiler might keep an element in a register for as long as it likes.
///
/// It promises nothing about two elements. A thread may see the new value of one and the old one of its neighbour, and
/// of two threads that add to an element at once one may undo the other. That is what "Hogwild" means (Recht et al.
/// 2011): such accidents are rare and small against the noise of the gradients themselves. Order between whole updates
/// comes from elsewhere, see [A3C].
public final class SharedFloats {

    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(float[].class);

    private final float[] values;

    /// `size` zeros.
    public SharedFloats(int size) {
        values = new float[size];
    }

    /// How many there are.
    public int size() {
        return values.length;
    }

    /// The `i`-th.
    public float get(int i) {
        return (float) ELEMENT.getOpaque(values, i);
    }

    /// Replaces the `i`-th.
    public void set(int i, float value) {
        ELEMENT.setOpaque(values, i, value);
    }

    /// Copies all of them; not a snapshot, others may write meanwhile.
    ///
    /// @param target as long as this
    public void copyTo(float[] target) {
        for (int i = 0; i < values.length; i++) {
            target[i] = get(i);
        }
    }

    /// Replaces all of them.
    ///
    /// @param source as long as this
    public void copyFrom(float[] source) {
        for (int i = 0; i < values.length; i++) {
            set(i, source[i]);
        }
    }
}
