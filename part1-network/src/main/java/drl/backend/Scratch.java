package drl.backend;

/// Buffers for operands and results that must be rearranged, grown when needed and kept. One set a thread.
final class Scratch {

    private static final ThreadLocal<Scratch> LOCAL = ThreadLocal.withInitial(Scratch::new);

    final float[] corner = new float[6 * VectorMath.V]; // the part of C that fills less than a vector
    private float[] panels = new float[0];              // the right operand of the running product
    private float[] transposed = new float[0];          // the right operand of a product still to come
    private float[] sums = new float[0];                // a product that is added elsewhere
    private double[] squares = new double[0];           // the sums of a gradient's, block by block

    private Scratch() {
    }

    static Scratch local() {
        return LOCAL.get();
    }

    float[] panels(int size) {
        return panels.length >= size ? panels : (panels = new float[size]);
    }

    float[] transposed(int size) {
        return transposed.length >= size ? transposed : (transposed = new float[size]);
    }

    double[] squares(int size) {
        return squares.length >= size ? squares : (squares = new double[size]);
    }

    float[] sums(int size) {
        return sums.length >= size ? sums : (sums = new float[size]);
    }
}
