import drl.tensor.Tensor;

void main() {
    Tensor logProbs = Tensor.of(-1, -2, -3);                                // (3)
    Tensor advantages = Tensor.of(new float[] {1, 0, -1}, 3, 1);            // (3, 1)
    IO.println(Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3).add(Tensor.of(10, 20, 30)));
    IO.println(advantages.mul(logProbs.unsqueeze(1)));
    try {
        logProbs.mul(advantages);
    } catch (IllegalArgumentException refused) {
        IO.println(refused.getMessage());
    }
}
