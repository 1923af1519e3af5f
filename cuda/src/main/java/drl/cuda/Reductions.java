package drl.cuda;

import drl.backend.Reduction;
import drl.backend.Storage;

/// Chooses how a reduction is spread over the GPU. The choice depends on sizes alone, so a sum has one order.
final class Reductions {

    /// So many values one thread adds up, or any number where there is a sum for every thread anyway.
    private static final int SHORT = 32;
    private static final int MANY_OUTPUTS = 16384;
    /// Values that one block takes on.
    private static final int CHUNK = 4096;
    /// Rows of a column that one block takes on, and columns from which on that pays.
    private static final int ROWS = 512;
    private static final int COLUMNS = 8;
    /// The grid's limit in its second dimension.
    private static final int LARGEST_GRID = 65535;

    private final Commands commands;
    private final Scratch scratch;

    Reductions(Commands commands, Scratch scratch) {
        this.commands = commands;
        this.scratch = scratch;
    }

    /// y\[o, i\] = the reduction of x\[o, ·, i\], or that added to y.
    void reduce(Reduction r, Storage x, Storage y, int outer, int n, int inner, boolean add) {
        int outputs = outer * inner;
        boolean sum = r == Reduction.SUM || r == Reduction.MEAN;
        if (n <= SHORT || outputs >= MANY_OUTPUTS && inner >= COLUMNS || outputs > LARGEST_GRID) {
            commands.each(Kernel.REDUCE_SHORT, outputs).of(r.ordinal()).at(x).at(y).of(outer).of(n).of(inner).of(add);
        } else if (sum && outer == 1 && inner >= COLUMNS) {
            int chunks = ceilDiv(n, ROWS);
            long partial = scratch.doubles(outputs * chunks);
            commands.grid(Kernel.COLUMN_CHUNKS, ceilDiv(inner, 32), chunks).at(x).at(partial).of(n).of(inner).of(ROWS);
            finish(r, partial, y, outputs, chunks, n, add);
        } else {
            int chunks = ceilDiv(n, CHUNK);
            long partial = scratch.doubles(outputs * chunks);
            commands.grid(Kernel.REDUCE_CHUNKS, chunks, outputs).of(r.ordinal()).at(x).at(partial).of(n).of(inner)
                    .of(CHUNK);
            finish(r, partial, y, outputs, chunks, n, add);
        }
    }

    private void finish(Reduction r, long partial, Storage y, int outputs, int chunks, int n, boolean add) {
        commands.each(Kernel.REDUCE_PARTIALS, outputs).of(r.ordinal()).at(partial).at(y).of(outputs).of(chunks).of(n)
                .of(add);
    }

    /// The gradient of a reduction.
    void reduceGrad(Reduction r, boolean shareTies, Storage x, Storage y, Storage dy, Storage dx, int outer, int n,
            int inner) {
        int outputs = outer * inner;
        switch (r) {
            case SUM, MEAN -> commands.each(Kernel.SUM_GRAD, outputs * n).of(r.ordinal()).at(dy).at(dx).of(n).of(inner)
                    .of(outputs * n);
            case MAX, MIN ->
                commands.grid(Kernel.EXTREME_GRAD, outputs, 1).of(shareTies).at(x).at(y).at(dy).at(dx).of(n)
                        .of(inner);
        }
    }

    /// Scales x so that its length is at most `maxNorm`, and leaves the length before in `norm`.
    void clipNorm(Storage x, float maxNorm, Storage norm) {
        int n = x.size(), chunks = ceilDiv(n, CHUNK);
        long partial = scratch.doubles(chunks + 1), scale = partial + (long) Double.BYTES * chunks;
        commands.grid(Kernel.SQUARE_CHUNKS, chunks, 1).at(x).at(partial).of(n).of(CHUNK);
        commands.each(Kernel.CLIP_SCALE, 1).at(partial).of(chunks).of(maxNorm).at(norm).at(scale);
        commands.each(Kernel.SCALE_BY, n).at(scale).at(x).of(n);
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}
