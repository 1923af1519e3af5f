package drl.ppo.literal;

import drl.random.TorchRandom;
import drl.rollout.Policy;
import drl.tensor.Tape;
import drl.tensor.Tensor;

/// The model when it plays: how it is evaluated. (Its tutorial only ever draws actions, and plays 128 steps of them.)
final class MyPpoPolicy implements Policy {

    private final MyPPO model;
    private final TorchRandom random;
    private final Tape acting = Tape.withoutGradients();

    MyPpoPolicy(MyPPO model, TorchRandom random) {
        this.model = model;
        this.random = random;
    }

    @Override
    public float getAction(float[] observation, float[] chosen) {
        try (var _ = acting.step()) {
            MyPPO.Output output = model.forward(Tensor.of(observation, 1, observation.length));
            chosen[0] = output.draw(random)[0];
            return (float) Math.log(output.probs().at((int) chosen[0]));
        }
    }

    @Override
    public void bestAction(float[] observation, float[] chosen) {
        try (var _ = acting.step()) {
            Tensor probs = model.forward(Tensor.of(observation, 1, observation.length)).probs();
            int best = 0;
            for (int a = 1; a < probs.size(); a++) {
                best = probs.at(a) > probs.at(best) ? a : best;
            }
            chosen[0] = best;
        }
    }
}
