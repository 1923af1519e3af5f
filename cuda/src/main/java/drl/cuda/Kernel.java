package drl.cuda;

/// Our kernels by their names in `src/main/cuda`. What each computes is said there.
enum Kernel {

    // @formatter:off
    FILL("fill"), COPY("copy"), COPY_TO_ROW("copyToRow"), COPY_STRIDED("copyStrided"), AFFINE("affine"), AXPY("axpy"),
    UNARY("unary"), UNARY_GRAD("unaryGrad"), CLAMP("clamp"), CLAMP_GRAD("clampGrad"),
    BINARY("binary"), BINARY_GRAD("binaryGrad"),
    BIAS_ACTIVATION("biasActivation"), ACTIVATION_GRAD("activationGrad"),
    REDUCE_SHORT("reduceShort"), REDUCE_CHUNKS("reduceChunks"), COLUMN_CHUNKS("columnChunks"),
    REDUCE_PARTIALS("reducePartials"), SUM_GRAD("sumGrad"), EXTREME_GRAD("extremeGrad"),
    SOFTMAX("softmax"), SOFTMAX_GRAD("softmaxGrad"), LOG_SOFTMAX("logSoftmax"), LOG_SOFTMAX_GRAD("logSoftmaxGrad"),
    SELECT_ROWS("selectRows"), SELECT_GRAD("selectGrad"), GATHER("gather"), GATHER_GRAD("gatherGrad"),
    CLIP_SCALE("clipScale"), SQUARE_CHUNKS("squareChunks"), SCALE_BY("scaleBy"),
    SGD("sgd"), ADAM("adam"), RMSPROP("rmsprop"),
    CHOLESKY("cholesky"), CHOLESKY_GRAD("choleskyGrad"), SOLVE_TRIANGULAR("solveTriangular");
    // @formatter:on

    private final String symbol;

    Kernel(String symbol) {
        this.symbol = symbol;
    }

    /// The function's name in the compiled program.
    String symbol() {
        return symbol;
    }
}
