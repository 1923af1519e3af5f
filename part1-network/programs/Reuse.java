import drl.nn.Adam;
import drl.nn.FeedForwardNN;
import drl.nn.Loss;
import drl.random.TorchRandom;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.lang.management.ManagementFactory;

void main() {
    float[] xs = new float[256], ys = new float[256];
    for (int i = 0; i < 256; i++) {
        xs[i] = i / 128f - 1;
        ys[i] = (float) Math.sin(3 * xs[i]);
    }
    Tensor x = Tensor.of(xs, 256, 1), y = Tensor.of(ys, 256, 1);
    var network = new FeedForwardNN(1, 1, new TorchRandom(1));
    var optimizer = new Adam(network.parameters().values(), 0.003);
    var tape = new Tape();
    for (int pass = 1; pass <= 3000; pass++) {
        long before = allocated();
        try (var _ = tape.step()) {
            Tensor loss = Loss.mse(network.forward(x), y);
            optimizer.zeroGrad();
            loss.backward();
            optimizer.step();
            if (pass == 1 || pass == 2 || pass % 1000 == 0) {
                IO.println("pass %4d  loss %.6f  allocated %,d bytes".formatted(pass, loss.item(), allocated() - before));
            }
        }
    }
}

long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
}
