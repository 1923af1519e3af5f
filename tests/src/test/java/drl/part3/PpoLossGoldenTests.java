package drl.part3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import drl.cli.Settings;
import drl.env.Envs;
import drl.ppo.Batch;
import drl.ppo.PPO;
import drl.ppo.PolicyLoss;
import drl.ppo.PpoHyperparameters;
import drl.ppo.PpoLoss;
import drl.ppo.ValueLoss;
import drl.random.NumpyLegacyRandom;
import drl.random.TorchRandom;
import drl.reference.Golden;
import drl.rollout.Gae;
import drl.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The parts of an update, one by one, against what CleanRL's lines gave.
@Tag("part3")
@Tag("golden")
class PpoLossGoldenTests {

    private static final double RELATIVE = 1e-6;
    private static final double ABSOLUTE = 1e-7;

    @Test
    void losses_and_gradients() {
        JsonNode cases = Golden.read("algo_ppo_losses_a.json").required("cleanrl");
        assertThat(cases).isNotEmpty();
        for (JsonNode recorded : cases) {
            Tensor newLogProb = parameter(recorded, "new_logprob");
            Tensor newValue = parameter(recorded, "new_values");
            Tensor entropy = parameter(recorded, "entropy");
            Tensor advantages = constant(recorded, "advantages");
            Tensor A = advantages;
            if (recorded.required("norm_adv").asBoolean()) {
                A = advantages.sub(advantages.mean()).div(advantages.std(1).add(1e-8f));
            }
            assertClose("advantages", recorded.required("normalised_advantages"), A.toArray());
            PpoLoss.Weights weights = new PpoLoss.Weights(recorded.required("clip_coef").asDouble(),
                    recorded.required("clip_vloss").asBoolean(), recorded.required("ent_coef").asDouble(),
                    recorded.required("vf_coef").asDouble());
            PolicyLoss policy = PolicyLoss.of(newLogProb, constant(recorded, "old_logprob"), A, entropy, weights);
            ValueLoss value = ValueLoss.of(newValue, constant(recorded, "old_values"), constant(recorded, "returns"),
                    weights);
            Tensor loss = new PpoLoss(policy, value).sum();
            assertClose("pg_loss", recorded.required("pg_loss"), policy.policyLoss().toArray());
            assertClose("v_loss", recorded.required("v_loss"), value.valueLoss().toArray());
            assertClose("entropy_loss", recorded.required("entropy_loss"), policy.entropy().toArray());
            assertClose("loss", recorded.required("loss"), loss.toArray());
            assertClose("approx_kl", recorded.required("approx_kl"), policy.approxKl().toArray());
            assertClose("old_approx_kl", recorded.required("old_approx_kl"), policy.oldApproxKl().toArray());
            assertThat(PolicyLoss.clipfrac(policy.ratio().toArray(), 0, newLogProb.size(), weights.clipCoef()))
                    .isEqualTo(recorded.required("clipfrac").doubleValue());

            loss.backward();
            assertClose("grad_new_logprob", recorded.required("grad_new_logprob"), newLogProb.gradient());
            assertClose("grad_new_values", recorded.required("grad_new_values"), newValue.gradient());
            assertClose("grad_entropy", recorded.required("grad_entropy"), entropy.gradient());
        }
    }

    /// The tutorial's losses, which the two optimisers have one each of.
    @Test
    void the_tutorials_losses_and_gradients() {
        JsonNode cases = Golden.read("algo_ppo_losses_a.json").required("ppo_for_beginners");
        assertThat(cases).isNotEmpty();
        for (JsonNode recorded : cases) {
            Tensor newLogProb = parameter(recorded, "new_logprob"), V = parameter(recorded, "V");
            int timesteps = V.size();
            Batch batch = new Batch(Tensor.zeros(timesteps, 3), Tensor.zeros(timesteps, 1),
                    constant(recorded, "old_logprob"), constant(recorded, "rtgs"), constant(recorded, "A_k"));
            PPO.Losses losses = tutorial(recorded.required("clip").asText())
                    .losses(new PPO.Evaluation(V, newLogProb, Tensor.zeros()), batch);
            assertClose("actor_loss", recorded.required("actor_loss"), losses.actor().toArray());
            assertClose("critic_loss", recorded.required("critic_loss"), losses.critic().toArray());

            losses.actor().backward();
            losses.critic().backward();
            assertClose("grad_new_logprob", recorded.required("grad_new_logprob"), newLogProb.gradient());
            assertClose("grad_V", recorded.required("grad_V"), V.gradient());
        }
    }

    private static PPO tutorial(String clipCoef) {
        PpoHyperparameters hp = Settings.of(PpoHyperparameters.class).restore(PpoHyperparameters.plain(),
                Map.of("clip_coef", clipCoef));
        return new PPO(Envs.make(hp.envId()), hp, new TorchRandom(1), new NumpyLegacyRandom(1));
    }

    @Test
    void generalised_advantage_estimation() {
        JsonNode cases = Golden.read("algo_returns_a.json").required("gae");
        assertThat(cases).isNotEmpty();
        for (JsonNode recorded : cases) {
            int steps = recorded.required("num_steps").asInt(), envs = recorded.required("num_envs").asInt();
            float[] values = Golden.floats(recorded.required("values")), advantages = new float[steps * envs];
            Gae.compute(steps, envs, Golden.floats(recorded.required("rewards")), values,
                    Golden.floats(recorded.required("dones")), Golden.floats(recorded.required("next_value")),
                    Golden.floats(recorded.required("next_done")), recorded.required("gamma").asDouble(),
                    recorded.required("lambda").asDouble(), advantages);
            Golden.assertMatches(recorded.required("advantages"), advantages, RELATIVE);
            float[] returns = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                returns[i] = advantages[i] + values[i];
            }
            Golden.assertMatches(recorded.required("returns"), returns, RELATIVE);
        }
    }

    private static Tensor parameter(JsonNode recorded, String name) {
        return Tensor.parameter(Golden.floats(recorded.required(name)));
    }

    private static Tensor constant(JsonNode recorded, String name) {
        return Tensor.of(Golden.floats(recorded.required(name)));
    }

    private static void assertClose(String what, JsonNode recorded, float[] actual) {
        double[] expected = recorded.isNumber() ? new double[] {recorded.doubleValue()} : Golden.doubles(recorded);
        assertThat(actual).as(what).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).as("%s [%d]", what, i).isCloseTo(expected[i],
                    within(RELATIVE * Math.abs(expected[i]) + ABSOLUTE));
        }
    }
}
