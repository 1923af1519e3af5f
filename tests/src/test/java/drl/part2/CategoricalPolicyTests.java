package drl.part2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import drl.nn.FeedForwardNN;
import drl.random.TorchRandom;
import drl.rollout.CategoricalPolicy;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The policy for discrete actions, against probabilities worked out by hand from the network's logits.
@Tag("part2")
class CategoricalPolicyTests {

    private static final int OBS = 3;
    private static final int ACTIONS = 5;

    private final FeedForwardNN actor = new FeedForwardNN(OBS, ACTIONS, new TorchRandom(4));
    private final CategoricalPolicy policy = new CategoricalPolicy(actor, OBS, ACTIONS, new TorchRandom(8));

    @Test
    void givesTheLogProbabilityOfTheActionItDrew() {
        float[] obs = {3, -8, 5}, action = new float[1];
        double[] probs = probs(obs);
        for (int i = 0; i < 50; i++) {
            float logProb = policy.getAction(obs, action);
            assertThat((double) logProb).isCloseTo(Math.log(probs[(int) action[0]]), within(1e-5));
        }
    }

    @Test
    void drawsEachActionAsOftenAsItIsLikely() {
        float[] obs = {3, -8, 5}, action = new float[1];
        double[] probs = probs(obs);
        int draws = 4000;
        int[] counts = new int[ACTIONS];
        for (int i = 0; i < draws; i++) {
            policy.getAction(obs, action);
            counts[(int) action[0]]++;
        }
        for (int a = 0; a < ACTIONS; a++) {
            double std = Math.sqrt(probs[a] * (1 - probs[a]) / draws);
            assertThat((double) counts[a] / draws).as("share of action %d", a).isCloseTo(probs[a], within(5 * std));
        }
    }

    @Test
    void theBestActionIsTheLikeliest() {
        TorchRandom random = new TorchRandom(15);
        float[] action = new float[1];
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            float[] obs = new float[OBS];
            for (int j = 0; j < OBS; j++) {
                obs[j] = 20 * random.uniform() - 10;
            }
            double[] probs = probs(obs);
            policy.bestAction(obs, action);
            int likeliest = 0;
            for (int a = 1; a < ACTIONS; a++) {
                likeliest = probs[a] > probs[likeliest] ? a : likeliest;
            }
            assertThat(action[0]).isEqualTo(likeliest);
            seen.add(likeliest);
        }
        assertThat(seen).as("what is best depends on the observation").hasSizeGreaterThan(1);
    }

    @Test
    void theSeedDecidesTheDraws() {
        CategoricalPolicy same = new CategoricalPolicy(actor, OBS, ACTIONS, new TorchRandom(8));
        float[] obs = {3, -8, 5}, action = new float[1], sameAction = new float[1];
        for (int i = 0; i < 20; i++) {
            assertThat(same.getAction(obs, sameAction)).isEqualTo(policy.getAction(obs, action));
            assertThat(sameAction).isEqualTo(action);
        }
    }

    @Test
    void gradientsReachTheNetworkThroughADistributionOnATape() {
        try (var _ = new Tape().step()) {
            policy.distribution(Tensor.of(new float[2 * OBS], 2, OBS)).logProb(Tensor.of(1, 3)).sum().backward();
        }
        Tensor bias = actor.parameters().get("layer3.bias");
        double[] probs = probs(new float[OBS]);
        float[] gradient = bias.gradient();
        for (int a = 0; a < ACTIONS; a++) { // d log softmax(z)ₖ / d zₐ = [a = k] − pₐ, for k = 1 and k = 3
            double expected = (a == 1 || a == 3 ? 1 : 0) - 2 * probs[a];
            assertThat((double) gradient[a]).isCloseTo(expected, within(1e-5));
        }
    }

    private double[] probs(float[] obs) {
        float[] logits = actor.forward(obs).toArray();
        double[] probs = new double[ACTIONS];
        double sum = 0;
        for (int a = 0; a < ACTIONS; a++) {
            probs[a] = Math.exp(logits[a]);
            sum += probs[a];
        }
        for (int a = 0; a < ACTIONS; a++) {
            probs[a] /= sum;
        }
        return probs;
    }
}
