import drl.nn.FeedForwardNN;
import drl.nn.StateDict;
import drl.random.TorchRandom;

void main() {
    float[] numbers = new float[3];
    new TorchRandom(1).uniform(numbers, 0, 3);             // torch.manual_seed(1); torch.rand(3)
    IO.println(Arrays.toString(numbers));
    new TorchRandom(1).normal(numbers, 0, 3);              // torch.manual_seed(1); torch.randn(3)
    IO.println(Arrays.toString(numbers));

    var state = new StateDict();
    new FeedForwardNN(3, 1, new TorchRandom(1)).save(state, "actor.");
    float[] weights = state.get("actor.layer1.weight", List.of(64, 3));
    IO.println(Arrays.toString(Arrays.copyOf(weights, 4)));
}
