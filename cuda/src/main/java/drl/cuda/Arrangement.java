package drl.cuda;

/// A strided copy, made ready for a kernel that knows four axes to copy along and two to add up along.
///
/// Axes of length 1 go, and neighbours that lie in memory as one axis are joined, which leaves few of any tensor's axes.
/// An axis along which the destination stands still is one to add up along.
final class Arrangement {

    private static final int COPIED = 4;
    private static final int ADDED = 2;

    private final int[] copied = new int[COPIED];      // lengths, the last axis last
    private final int[] copiedX = new int[COPIED];     // strides
    private final int[] copiedY = new int[COPIED];
    private final int[] added = new int[ADDED];
    private final int[] addedX = new int[ADDED];
    private int copiedCount;
    private int addedCount;

    /// Tries to bring these axes into form.
    ///
    /// @return false if there are too many
    boolean of(int[] xStrides, int[] yStrides, int[] dims, boolean add) {
        copiedCount = 0;
        addedCount = 0;
        for (int axis = 0; axis < dims.length; axis++) {
            int length = dims[axis], x = xStrides[axis], y = yStrides[axis];
            if (length == 1) {
                continue;
            }
            boolean fits = y == 0 && add ? addAlong(length, x) : copyAlong(length, x, y);
            if (!fits) {
                return false;
            }
        }
        pad();
        return true;
    }

    private boolean addAlong(int length, int x) {
        int last = addedCount - 1;
        if (last >= 0 && addedX[last] == x * length) {
            added[last] *= length;
            addedX[last] = x;
            return true;
        }
        if (addedCount == ADDED) {
            return false;
        }
        added[addedCount] = length;
        addedX[addedCount++] = x;
        return true;
    }

    private boolean copyAlong(int length, int x, int y) {
        int last = copiedCount - 1;
        if (last >= 0 && copiedX[last] == x * length && copiedY[last] == y * length) {
            copied[last] *= length;
            copiedX[last] = x;
            copiedY[last] = y;
            return true;
        }
        if (copiedCount == COPIED) {
            return false;
        }
        copied[copiedCount] = length;
        copiedX[copiedCount] = x;
        copiedY[copiedCount++] = y;
        return true;
    }

    private void pad() {
        for (; copiedCount < COPIED; copiedCount++) {
            copied[copiedCount] = 1;
            copiedX[copiedCount] = 0;
            copiedY[copiedCount] = 0;
        }
        for (; addedCount < ADDED; addedCount++) {
            added[addedCount] = 1;
            addedX[addedCount] = 0;
        }
    }

    /// Enqueues the copy from address `x` to address `y`.
    void enqueue(Commands commands, long x, long y, boolean add) {
        int n = copied[0] * copied[1] * copied[2] * copied[3];
        commands.each(Kernel.COPY_STRIDED, n).at(x).at(y).of(n);
        commands.of(copied[1]).of(copied[2]).of(copied[3]);
        for (int stride : copiedX) {
            commands.of(stride);
        }
        for (int stride : copiedY) {
            commands.of(stride);
        }
        commands.of(added[0]).of(added[1]).of(addedX[0]).of(addedX[1]).of(add);
    }
}
