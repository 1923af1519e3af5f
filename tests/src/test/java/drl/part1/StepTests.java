package drl.part1;

import drl.backend.Activation;
import drl.backend.AdamStep;
import drl.backend.Backend;
import drl.backend.Storage;
import drl.nn.CurveFits;
import drl.nn.FeedForwardNN;
import drl.nn.Init;
import drl.nn.Loss;
import drl.nn.Module;
import drl.random.MersenneTwister;
import drl.random.TorchRandom;
import drl.steps.Expect;
import drl.steps.Step;
import drl.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The steps of chapter 1 on numbers that can be worked out by hand.
@Tag("part1")
class StepTests {

    private static final String SHAPES = "Step 2, which shapes may meet";
    private static final String CHAIN_RULE = "Step 3, the chain rule";
    private static final String LAYER = "Step 5, a layer";
    private static final String OPTIMISERS = "Step 9, losses and optimisers";
    private static final String NUMBERS = "Step 8, random numbers";

    private static final Tensor SIX = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);

    // ---- shapes -----------------------------------------------------------------------------------------------

    @Test
    @Step(SHAPES)
    void a_row_is_added_to_every_row() {
        Expect.of("(2, 3) + (3)", 11, 22, 33, 14, 25, 36).check(SIX.add(Tensor.of(10, 20, 30)).toArray());
    }

    @Test
    @Step(SHAPES)
    void a_column_is_added_to_every_column() {
        Tensor column = Tensor.of(new float[] {10, 20}, 2, 1);
        Expect.of("(2, 3) + (2, 1)", 11, 12, 13, 24, 25, 26)
                .mistake("the column was laid over the rows as a single number", 11, 12, 13, 14, 15, 16)
                .check(SIX.add(column).toArray());
    }

    @Test
    @Step(SHAPES)
    void a_number_goes_with_every_shape() {
        Expect.of("(2, 3) · ()", 2, 4, 6, 8, 10, 12).check(SIX.mul(Tensor.scalar(2)).toArray());
    }

    @Test
    @Step(SHAPES)
    void a_row_and_a_column_of_the_same_length_do_not_meet() {
        String came = "no refusal";
        try {
            Tensor.of(-1, -2, -3).mul(Tensor.of(new float[] {1, 0, -1}, 3, 1));
        } catch (IllegalArgumentException refused) {
            came = refused.getMessage();
        }
        Expect.that(came.contains("(3)") && came.contains("(3, 1)"), "(3) · (3, 1) to be refused by name", came,
                "a column needs the same rank as what it covers; the (3, 3) table is the trap of this step");
    }

    // ---- the chain rule ---------------------------------------------------------------------------------------

    @Test
    @Step(CHAIN_RULE)
    void the_gradient_of_tanh_of_a_product() {
        Tensor w = Tensor.parameter(2, -3);
        w.mul(Tensor.of(5, 4)).sum().tanh().backward();
        Expect.of("dy/dw", 0.35325408, 0.28260326)
                .mistake("the walk never arrived: it starts with a gradient of 1 and goes from the last operation to "
                        + "the first", 0, 0)
                .mistake("the slope of tanh is missing: was its node passed over?", 5, 4).check(w.gradient());
    }

    @Test
    @Step(CHAIN_RULE)
    void a_value_used_twice_receives_two_contributions() {
        Tensor x = Tensor.parameter(3);
        x.mul(x).add(x).sum().backward();
        Expect.of("d(x² + x)/dx at 3", 7)
                .mistake("only one of the contributions arrived: gradients are added, not set", 1).check(x.gradient());
    }

    @Test
    @Step(CHAIN_RULE)
    void two_losses_of_one_step_are_walked_apart() {
        Tensor a = Tensor.parameter(2), b = Tensor.parameter(5);
        Tensor first = a.square().sum(), second = b.square().sum();
        first.backward();
        second.backward();
        Expect.of("both gradients", 4, 10)
                .mistake("the second walk went over the first loss, too: pass over what this loss does not depend on",
                        8,
                        10)
                .check(a.gradient()[0], b.gradient()[0]);
    }

    // ---- a layer ----------------------------------------------------------------------------------------------

    private static final Backend SCALAR = Backend.named("scalar");

    private static Storage of(float... values) {
        Storage storage = SCALAR.allocate(values.length);
        SCALAR.upload(values, 0, storage, 0, values.length);
        return storage;
    }

    private static float[] values(Storage storage, int n) {
        float[] values = new float[n];
        SCALAR.download(storage, 0, values, 0, n);
        return values;
    }

    @Test
    @Step(LAYER)
    void a_layer_forwards() {
        Storage y = SCALAR.allocate(4);
        SCALAR.linear(of(1, 2, 3, -4), of(1, -1, 0.5f, 2), of(0.5f, -2), Activation.RELU, y, 2, 2, 2);
        Expect.of("y", 2.5, 1, 1.5, 0).mistake("the weight was read as (out, in); here it is (in, out)", 0, 2.5, 7.5, 0)
                .mistake("the activation is missing", 2.5, 1, 1.5, -13).mistake("the bias is missing", 2, 3, 1, 0)
                .check(values(y, 4));
    }

    @Test
    @Step(LAYER)
    void a_layer_backwards() {
        Storage dx = SCALAR.allocate(4), dw = SCALAR.allocate(4), db = SCALAR.allocate(2);
        SCALAR.linearGrad(of(1, 2, 3, -4), of(1, -1, 0.5f, 2), Activation.RELU, of(2.5f, 1, 1.5f, 0), of(1, 1, 1, 1),
                dx,
                false, dw, db, 2, 2, 2);
        Expect.of("db", 2, 1).mistake("act' is missing from g", 2, 2).check(values(db, 2));
        Expect.of("dW", 4, 1, -2, 2).mistake("act' is missing from g", 4, 4, -2, -2)
                .mistake("this is the transpose: dW is xᵀ·g, (in, out)", 4, -2, 1, 2).check(values(dw, 4));
        Expect.of("dx", 0, 2.5, 1, 0.5).mistake("g was multiplied by W and not by its transpose", 1.5, 1, 1, -1)
                .check(values(dx, 4));
    }

    // ---- networks ---------------------------------------------------------------------------------------------

    @Test
    @Step("Step 6, a network")
    void a_network_is_one_layer_after_the_other() {
        FeedForwardNN network = new FeedForwardNN(3, new int[] {5, 4}, 2, Activation.RELU, new TorchRandom(1));
        Tensor through = SIX;
        for (Module layer : network.children().values()) {
            through = layer.forward(through);
        }
        double[] expected = new double[through.size()];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = through.at(i);
        }
        Expect.of("the last layer's output", expected).check(network.forward(SIX).toArray());
    }

    @Test
    @Step("Step 7, how weights begin")
    void weights_begin_within_one_over_the_root_of_fan_in() {
        float[] weights = new float[3];
        Init.torchWeights().fill(weights, 2, 4, new TorchRandom(1));
        double[] u = {0.7576316, 0.27931088, 0.40306926}; // torch.manual_seed(1); torch.rand(3)
        Expect.of("the first weights of a layer with 4 inputs and 2 outputs", within(0.5, u))
                .mistake("the bound was taken from the outputs: fan-in is the number of inputs",
                        within(Math.sqrt(0.5), u))
                .mistake("the bound is 1/√fan-in and not 1/fan-in", within(0.25, u))
                .mistake("the numbers lie in [0, bound): a bound goes both ways",
                        Arrays.stream(u).map(x -> 0.5 * x).toArray())
                .check(weights);
    }

    private static double[] within(double bound, double[] uniform) {
        return Arrays.stream(uniform).map(x -> -bound + 2 * bound * x).toArray();
    }

    @Test
    @Step(NUMBERS)
    void uniform_numbers_are_24_bits_of_a_word() {
        MersenneTwister words = new MersenneTwister(1);
        double[] all = new double[3], upper = new double[3];
        for (int i = 0; i < 3; i++) {
            int word = words.nextInt();
            all[i] = (word & 0xFFFFFFFFL) * 0x1p-32;
            upper[i] = (word >>> 8) * 0x1p-24;
        }
        TorchRandom random = new TorchRandom(1);
        Expect.of("torch.manual_seed(1); torch.rand(3)", 0.7576316, 0.27931088, 0.40306926).within(1e-7)
                .mistake("all 32 bits were taken: a float holds 24", all)
                .mistake("the upper 24 bits were taken: PyTorch keeps the lower ones", upper)
                .check(random.uniform(), random.uniform(), random.uniform());
    }

    @Test
    @Step(NUMBERS)
    void normal_numbers_come_two_at_a_time() {
        double[] u = new double[6];
        new TorchRandom(1).uniform(u, 0, 6);
        double[] swapped = new double[3], single = new double[3];
        for (int i = 0; i < 3; i++) {
            single[i] = Math.sqrt(-2 * Math.log(1 - u[2 * i + 1])) * Math.cos(2 * Math.PI * u[2 * i]);
            double radius = Math.sqrt(-2 * Math.log(1 - u[i / 2 * 2 + 1])), angle = 2 * Math.PI * u[i / 2 * 2];
            swapped[i] = i % 2 == 0 ? radius * Math.sin(angle) : radius * Math.cos(angle);
        }
        TorchRandom random = new TorchRandom(1);
        Expect.of("torch.manual_seed(1); torch.randn(3)", 0.66135216, 0.2669241, 0.06167726)
                .mistake("cosine and sine are swapped", swapped)
                .mistake("the second number of the pair was thrown away: keep it for the next call", single)
                .check(random.normal(), random.normal(), random.normal());
    }

    // ---- training ---------------------------------------------------------------------------------------------

    @Test
    @Step(OPTIMISERS)
    void the_mean_squared_error() {
        Expect.of("mse of (1, 2) against (0, 4)", 2.5).mistake("this is the sum: divide by the number of errors", 5)
                .mistake("the errors are to be squared", 1.5).check(Loss.mse(Tensor.of(1, 2), Tensor.of(0, 4)).item());
    }

    @Test
    @Step(OPTIMISERS)
    void two_steps_of_adam() {
        Storage p = of(1), m = of(0), v = of(0);
        SCALAR.adam(new AdamStep(0.1, 0.9, 0.999, 1e-8, 0, false, 1), p, of(0.5f), m, v);
        double first = SCALAR.get(p, 0);
        SCALAR.adam(new AdamStep(0.1, 0.9, 0.999, 1e-8, 0, false, 2), p, of(-1), m, v);
        Expect.of("θ after gradients 0.5 and −1, from 1, α = 0.1", 0.9, 0.9366104).within(1e-5)
                .mistake("the corrections 1/(1 − βᵗ) are missing: m and v start from zero", 0.683772, 0.839352)
                .mistake("the step went uphill", 1.1, 1.0633896)
                .mistake("the root of v is missing", 0.8, 0.846302).check(first, SCALAR.get(p, 0));
    }

    @Test
    @Step("Step 10, a training loop")
    void the_loop_learns_the_curve() {
        double[] losses = CurveFits.losses(100);
        String cause = losses[1] == losses[0] ? "nothing changed: was the optimiser's step taken?"
                : "it learns badly: do gradients of earlier steps add up, for want of zeroGrad()?";
        Expect.that(losses[1] < 0.3 * losses[0], "a loss below " + (float) (0.3 * losses[0]) + " after 100 steps",
                String.valueOf((float) losses[1]), cause);
    }
}
