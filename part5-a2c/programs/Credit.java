import drl.a2c.PolicyLoss;
import drl.a2c.literal.OuterProductLoss;
import drl.tensor.Tensor;

void main() {
    Tensor advantages = Tensor.of(1, -2, 4);
    for (PolicyLoss loss : List.of(PolicyLoss.MEAN, new OuterProductLoss())) {
        Tensor logProbs = Tensor.parameter(-0.7f, -0.2f, -1.1f);
        Tensor value = loss.of(logProbs, advantages);
        value.backward();
        IO.println(value.item() + "  " + Arrays.toString(logProbs.gradient()));
    }
    try {
        Tensor.of(-0.7f, -0.2f, -1.1f).mul(advantages.unsqueeze(1));
    } catch (IllegalArgumentException refused) {
        IO.println(refused.getMessage());
    }
}
