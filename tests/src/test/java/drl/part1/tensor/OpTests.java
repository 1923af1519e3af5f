package drl.part1.tensor;

import static drl.part1.tensor.Inputs.AS_RECORDED;
import static drl.part1.tensor.Inputs.EACH;
import static drl.part1.tensor.Inputs.MATRICES;
import static drl.part1.tensor.Inputs.PAIRS;

import com.fasterxml.jackson.databind.JsonNode;
import drl.backend.Activation;
import drl.backend.Unary;
import drl.reference.Golden;
import drl.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// One line an operation. Each is checked on every backend against PyTorch's numbers, forward and gradient, against
/// finite differences, and, for the sizes it names, backend against backend; see [OpChecks].
///
/// The names are those of the recording. What it holds and no line names is a failing test.
@Tag("part1")
@Tag("golden")
class OpTests {

    private static final Inputs POSITIVE = EACH.positive();

    // @formatter:off
    @TestFactory
    List<DynamicNode> everyOperation() {
        OpChecks ops = new OpChecks(Golden.read("nn_autograd_a.json"));

        ops.checkOp("add",          PAIRS,                (a, b) -> a.add(b));
        ops.checkOp("sub",          PAIRS,                (a, b) -> a.sub(b));
        ops.checkOp("mul",          PAIRS,                (a, b) -> a.mul(b));
        ops.checkOp("div",          PAIRS.positive(),     (a, b) -> a.div(b));
        ops.checkOp("minimum",      PAIRS,                (a, b) -> a.min(b));
        ops.checkOp("maximum",      PAIRS,                (a, b) -> a.max(b));
        ops.checkOp("pow_tensor",   PAIRS.positive(),     (a, b) -> a.pow(b));
        ops.checkOpWith("add_scalar",  EACH,              (x, c) -> x.add(number(c)));
        ops.checkOpWith("rsub_scalar", EACH,              (x, c) -> x.affine(-1, number(c)));
        ops.checkOpWith("mul_scalar",  EACH,              (x, c) -> x.mul(number(c)));
        ops.checkOpWith("div_scalar",  EACH,              (x, c) -> x.div(number(c)));
        ops.checkOpWith("rdiv_scalar", POSITIVE,          (x, c) -> x.apply(Unary.RECIPROCAL, 0).mul(number(c)));

        ops.checkOp("neg",          EACH,                 Tensor::neg);
        ops.checkOp("exp",          EACH,                 Tensor::exp);
        ops.checkOp("expm1",        EACH,                 x -> x.apply(Unary.EXPM1, 0));
        ops.checkOp("log",          POSITIVE,             Tensor::log);
        ops.checkOp("log1p",        POSITIVE,             x -> x.apply(Unary.LOG1P, 0));
        ops.checkOp("sqrt",         POSITIVE,             Tensor::sqrt);
        ops.checkOp("rsqrt",        POSITIVE,             x -> x.apply(Unary.RSQRT, 0));
        ops.checkOp("reciprocal",   POSITIVE,             x -> x.apply(Unary.RECIPROCAL, 0));
        ops.checkOp("square",       EACH,                 Tensor::square);
        ops.checkOpWith("pow_scalar", POSITIVE,           (x, p) -> x.pow(number(p)));
        ops.checkOp("abs",          EACH,                 Tensor::abs);
        ops.checkOp("sign",         EACH,                 x -> x.apply(Unary.SIGN, 0));
        ops.checkOp("sin",          EACH,                 x -> x.apply(Unary.SIN, 0));
        ops.checkOp("cos",          EACH,                 x -> x.apply(Unary.COS, 0));
        ops.checkOp("tanh",         EACH,                 Tensor::tanh);
        ops.checkOp("relu",         EACH,                 Tensor::relu);
        ops.checkOpWith("leaky_relu", EACH,               (x, p) -> x.apply(Unary.LEAKY_RELU, number(p)));
        ops.checkOp("elu",          EACH,                 x -> x.apply(Unary.ELU, 1));
        ops.checkOp("sigmoid",      EACH,                 Tensor::sigmoid);
        ops.checkOp("silu",         EACH,                 x -> x.apply(Unary.SILU, 0));
        ops.checkOp("softplus",     EACH,                 x -> x.apply(Unary.SOFTPLUS, 0));
        ops.checkOwn("clamp",       EACH,                 x -> x.clamp(-0.45f, 0.75f)); // half-way between the points
        ops.checkOpWith("clamp",     EACH.withoutDifferences(), (x, c) -> x.clamp(number(c, 0), number(c, 1)));
        ops.checkOpWith("clamp_min", EACH.withoutDifferences(), (x, c) -> x.clamp(number(c), Float.POSITIVE_INFINITY));
        ops.checkOpWith("clamp_max", EACH.withoutDifferences(), (x, c) -> x.clamp(Float.NEGATIVE_INFINITY, number(c)));

        ops.checkOp("sum",          MATRICES,             x -> x.sum());
        ops.checkOp("mean",         MATRICES,             x -> x.mean());
        ops.checkOp("max_all",      MATRICES,             x -> x.max());
        ops.checkOp("min_all",      MATRICES,             x -> x.min());
        ops.checkOpWith("sum_dim",  MATRICES,             (x, axis) -> x.sum(whole(axis)));
        ops.checkOpWith("mean_dim", MATRICES,             (x, axis) -> x.mean(whole(axis)));
        ops.checkOpWith("max_dim_values", MATRICES,       (x, axis) -> x.max(whole(axis)));
        ops.checkOpWith("min_dim_values", MATRICES,       (x, axis) -> x.min(whole(axis)));
        ops.checkOpWith("sum_dim_keepdim",  MATRICES,     (x, axis) -> x.sum(whole(axis)).unsqueeze(whole(axis)));
        ops.checkOpWith("mean_dim_keepdim", MATRICES,     (x, axis) -> x.mean(whole(axis)).unsqueeze(whole(axis)));
        ops.checkOp("std",          AS_RECORDED,          x -> x.std(1));
        ops.checkOp("var",          AS_RECORDED,          x -> x.var(1));
        ops.checkOp("std_biased",   AS_RECORDED,          x -> x.std(0));
        ops.checkOpWith("std_dim",  AS_RECORDED,          (x, axis) -> x.sub(x.mean(whole(axis))).square()
                                                              .sum(whole(axis)).div(x.shape().dim(0) - 1).sqrt());
        ops.checkOp("normalize_adv", AS_RECORDED,         x -> x.sub(x.mean()).div(x.std(1).add(1e-8f)));
        ops.checkOp("norm",         AS_RECORDED,          x -> x.square().sum().sqrt());

        ops.checkOp("matmul",       AS_RECORDED,          (a, b) -> a.matmul(b));
        ops.checkOp("matmul_broadcast", AS_RECORDED,      (a, b) -> a.view(6, -1).matmul(b).view(2, 3, -1));
        ops.checkOwn("matmul with a transpose", Inputs.of("3 4, 5 4"), (a, b) -> a.matmulTransposed(b));
        ops.checkOp("linear",       AS_RECORDED,          (x, w, b) -> x.linear(w.transpose(), b, Activation.IDENTITY));
        ops.checkOwn("linear, relu",    Inputs.of("5 3, 3 4, 4"), (x, w, b) -> x.linear(w, b, Activation.RELU));
        ops.checkOwn("linear, tanh",    Inputs.of("5 3, 3 4, 4"), (x, w, b) -> x.linear(w, b, Activation.TANH));
        ops.checkOwn("linear, sigmoid", Inputs.of("5 3, 3 4, 4"), (x, w, b) -> x.linear(w, b, Activation.SIGMOID));
        ops.checkOwn("linear of two",   Inputs.of("5 3, 5 2, 5 4"),   (x, more, w) -> x.linear(more, w, w.narrow(0, 0, 1).squeeze(0), Activation.TANH));
        ops.checkOwn("linear, a row",   Inputs.of("3, 3 4, 4"),   (x, w, b) -> x.linear(w, b, Activation.TANH));
        ops.checkOwn("linear, rank 3",  Inputs.of("2 5 3, 3 4, 4"), (x, w, b) -> x.linear(w, b, Activation.TANH));
        ops.checkOp("triangular_solve_lower", AS_RECORDED.lowerTriangular(), (l, b) -> l.solveLower(b));
        ops.checkOp("cholesky",     AS_RECORDED.withoutDifferences(), Tensor::cholesky);
        ops.checkOwn("cholesky of x·xᵀ + x's diagonal", Inputs.of("3 3"), OpTests::choleskyOfSquare);

        ops.checkOp("squeeze",      AS_RECORDED,          x -> x.squeeze());
        ops.checkOpWith("squeeze_dim", AS_RECORDED,       (x, axis) -> x.squeeze(whole(axis)));
        ops.checkOpWith("unsqueeze",   AS_RECORDED,       (x, axis) -> x.unsqueeze(whole(axis)));
        ops.checkOpWith("view",     AS_RECORDED,          (x, dims) -> x.view(Golden.ints(dims)));
        ops.checkOp("flatten",      EACH,                 Tensor::flatten);
        ops.checkOp("t",            MATRICES,             Tensor::transpose);
        ops.checkOpWith("transpose", AS_RECORDED,         (x, axes) -> x.permute(swapped(x, axes)));
        ops.checkOpWith("permute",  AS_RECORDED,          (x, order) -> x.permute(Golden.ints(order)));
        ops.checkOpWith("expand",   AS_RECORDED,          (x, dims) -> x.expand(Golden.ints(dims)));
        ops.checkOpWith("narrow",   AS_RECORDED,          (x, range) -> x.narrow(0, whole(range, 0), whole(range, 1)));
        ops.checkOpWith("select",   AS_RECORDED,          (x, at) -> x.narrow(1, whole(at), whole(at) + 1).squeeze(1));
        ops.checkOpWith("index_rows",   AS_RECORDED,      (x, rows) -> x.select(0, floats(rows)));
        ops.checkOpWith("index_select", AS_RECORDED,      (x, args) -> x.select(dim(args), index(args)));
        ops.checkOpWith("gather",   AS_RECORDED,          (x, args) -> x.gather(dim(args), index(args)));
        ops.checkOpWith("cat",      AS_RECORDED,          (a, b, axis) -> a.concat(b, whole(axis)));
        ops.checkOpWith("stack",    AS_RECORDED,          (a, b, axis) -> stack(a, b, whole(axis)));
        ops.checkOpWith("where",       AS_RECORDED, (a, b, mask) -> a.mul(ones(mask, true)).add(b.mul(ones(mask, false))));
        ops.checkOpWith("masked_fill", AS_RECORDED, (x, mask) -> x.mul(ones(mask, false)));

        ops.checkOp("detach_mul",   EACH.withoutDifferences(), x -> x.mul(x.detach()));
        ops.checkOp("reuse",        EACH,                 x -> x.mul(x).add(x));
        ops.checkOp("chain",        AS_RECORDED,          (x, w) -> x.matmul(w).tanh().pow(2).mean());
        ops.checkOwn("softmax",     MATRICES,             Tensor::softmax);
        ops.checkOwn("log_softmax", MATRICES,             Tensor::logSoftmax);
        ops.checkOwn("logsumexp",   MATRICES,             Tensor::logSumExp);
        ops.checkOp("softmax_gather_log", AS_RECORDED,
                x -> x.softmax().gather(1, Tensor.of(new float[] {1, 0, 3}, 3, 1)).log().mean());

        ops.refuses("add", "(2, 1, 3)", "(4, 1)");
        ops.refuses("sub", "(2, 1, 3)", "(4, 1)");
        ops.refuses("mul", "(2, 1, 3)", "(4, 1)");
        ops.refuses("div", "(3, 1)", "(4)");

        ops.lacks("bmm");      // no chapter multiplies batches of matrices
        ops.lacks("gelu");     // nor uses this activation
        ops.lacks("amax");     // max(axis) gives ties to the first, as torch.max(axis) does
        ops.lacks("cumsum");   // returns are sums of doubles over plain arrays
        ops.lacks("prod");
        return ops.tests();
    }
    // @formatter:on

    private static float number(JsonNode args) {
        return number(args, 0);
    }

    private static float number(JsonNode args, int i) {
        return (float) Golden.number(args.required(i));
    }

    private static int whole(JsonNode args) {
        return whole(args, 0);
    }

    private static int whole(JsonNode args, int i) {
        return args.required(i).intValue();
    }

    private static Tensor floats(JsonNode indices) {
        return Tensor.of(Golden.floats(indices), Golden.shape(indices));
    }

    private static Tensor ones(JsonNode mask, boolean where) {
        Tensor ones = Tensor.zeros(mask.size());
        for (int i = 0; i < mask.size(); i++) {
            ones.set(i, new float[] {mask.get(i).booleanValue() == where ? 1 : 0}, 0, 1);
        }
        return ones;
    }

    private static int dim(JsonNode args) {
        return args.required("dim").intValue();
    }

    private static Tensor index(JsonNode args) {
        return floats(args.required("index"));
    }

    private static Tensor stack(Tensor a, Tensor b, int axis) {
        return a.unsqueeze(axis).concat(b.unsqueeze(axis), axis);
    }

    private static int[] swapped(Tensor x, JsonNode axes) {
        int a = whole(axes, 0), b = whole(axes, 1);
        int[] order = new int[x.shape().rank()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i == a ? b : i == b ? a : i;
        }
        return order;
    }

    /// Finite differences change one element of a matrix at a time; only of a product with itself does the result stay
    /// symmetric.
    private static Tensor choleskyOfSquare(Tensor x) {
        Tensor identity = Tensor.of(new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 3, 3);
        return x.matmulTransposed(x).add(identity).cholesky();
    }
}
