import drl.nn.FeedForwardNN;
import drl.nn.StateDict;
import drl.random.TorchRandom;

void main() throws IOException {
    Path file = Path.of("model.safetensors"), cut = Path.of("cut.safetensors");
    var state = new StateDict();
    new FeedForwardNN(3, 1, new TorchRandom(1)).save(state, "actor.");
    state.write(file);
    byte[] bytes = Files.readAllBytes(file);
    IO.println(bytes.length + " bytes: " + new String(bytes, 8, 75) + " …");

    Files.write(cut, Arrays.copyOf(bytes, 4000));
    try {
        StateDict.read(cut);
    } catch (IllegalArgumentException refused) {
        IO.println(refused.getMessage());
    }
}
