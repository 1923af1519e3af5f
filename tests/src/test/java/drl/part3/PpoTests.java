package drl.part3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drl.cli.Settings;
import drl.env.Env;
import drl.env.Envs;
import drl.fixture.DiseasedEnv;
import drl.nn.StateDict;
import drl.ppo.PPO;
import drl.ppo.PpoHyperparameters;
import drl.random.NumpyLegacyRandom;
import drl.random.TorchRandom;
import drl.run.NotFiniteException;
import drl.run.Recorder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The tutorial's PPO in small.
@Tag("part3")
class PpoTests {

    /// The last step of the second iteration is sick. Its reward counts for that step alone (γ = 0), so that the
    /// minibatches before the one that has it are learned from, and taken back.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NaN      | 1        | number 3 of the observation is NaN at step 32
            Infinity | 1        | number 3 of the observation is Infinity at step 32
            0        | NaN      | the reward is NaN at step 32
            0        | 3e38     | value_loss is Infinity at step 32
            """)
    void a_number_that_is_none_leaves_the_networks_before_the_iteration(float obs, double reward, String message) {
        PpoHyperparameters hp = optimized("timesteps_per_batch", "16", "gamma", "0", "target_kl", "none");
        PPO ppo = ppo(new DiseasedEnv(Envs.make("CartPole-v1"), 32, obs, reward), hp);
        StateDict before = new StateDict(), after = new StateDict();
        assertThatThrownBy(() -> ppo.learn(64, (Recorder) _ -> ppo.save(before)))
                .isInstanceOf(NotFiniteException.class).hasMessage(message);
        ppo.save(after);
        assertThat(after.checksum()).isEqualTo(before.checksum());
    }

    private static PpoHyperparameters optimized(String... settings) {
        Map<String, String> texts = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            texts.put(settings[i], settings[i + 1]);
        }
        return Settings.of(PpoHyperparameters.class).restore(PpoHyperparameters.optimized(), texts);
    }

    private static PPO ppo(Env env, PpoHyperparameters hp) {
        return new PPO(env, hp, new TorchRandom(1), new NumpyLegacyRandom(1));
    }
}
