import drl.tensor.Tape;
import drl.tensor.Tensor;

void main() {
    Tensor w = Tensor.parameter(2, -3);
    Tensor x = Tensor.of(5, 4);
    Tensor y = w.mul(x).sum().tanh();
    y.backward();

    for (Tensor node : Tape.current().recorded()) {
        IO.println("%-8s %-18s gradient %s".formatted(node.op().getClass().getSimpleName(), node,
                Arrays.toString(node.gradient())));
    }
    IO.println("dy/dw " + Arrays.toString(w.gradient()));
}
