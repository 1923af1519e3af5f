package drl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("part1")
@DisplayName("a settings record becomes flags")
class FlagsTests {

    private final SampleChapter chapter = new SampleChapter();

    @Test
    void withoutFlagsTheBaseHolds() {
        assertThat(settings("--preset", "none")).isEqualTo(SampleSettings.PLAIN);
        assertThat(chapter.options).containsExactly(RunOptions.DEFAULTS);
    }

    @Test
    void everyKindOfComponentTakesItsValue() {
        SampleSettings settings = settings("--env-id", "CartPole-v1", "--total-timesteps", "1_000_000", "--num-envs",
                "1e1",
                "--learning-rate", "2.5e-4", "--gamma=1", "--no-anneal-lr", "--target-kl", "0.02", "--autoreset",
                "next-step", "--clip-coef", "0.1");
        assertThat(settings).isEqualTo(new SampleSettings("CartPole-v1", 1_000_000, 10, 2.5e-4, 1, false,
                OptionalDouble.of(0.02), SampleSettings.Autoreset.NEXT_STEP, 0.1f));
    }

    @ParameterizedTest
    @CsvSource({
        "--anneal-lr, true", "--no-anneal-lr, false", "--anneal-lr=false, false", "--anneal-lr=true, true",
        "--no-anneal-lr=false, true", "--anneal-lr=FALSE, false"})
    void aSwitchIsTurnedOnAndOff(String flag, boolean expected) {
        assertThat(settings(flag).annealLr()).isEqualTo(expected);
    }

    @Test
    void theWordBehindASwitchMayBeItsValue() {
        assertThat(settings("--anneal-lr", "false", "--num-envs", "2").annealLr()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "1e6, 1000000", "1_000, 1000", "5.0, 5", "+12, 12", "2.5E3, 2500"})
    void wholeNumbersMayBeWrittenTheWaysPeopleWriteThem(String text, long expected) {
        assertThat(settings("--total-timesteps", text).totalTimesteps()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"numEnvs, num-envs", "SAME_STEP, same-step", "A2C, a2c", "l2Penalty, l2-penalty", "lr, lr",
        "useGAE, use-gae"})
    void namesAreWrittenInLowerCaseWithDashes(String java, String typed) {
        assertThat(ValueType.kebab(java)).isEqualTo(typed);
    }

    @Test
    void anAliasIsTheSameFlag() {
        assertThat(settings("--lr", "0.5").learningRate()).isEqualTo(0.5);
    }

    @Test
    void noneEmptiesAnOptionalValue() {
        assertThat(settings("--target-kl", "none").targetKl()).isEmpty();
    }

    @Test
    void valuesAreTakenLiterally(@TempDir Path temp) throws IOException {
        assertThat(settings("--env-id", "${user.home}").envId()).isEqualTo("${user.home}");
        String file = "@" + Files.writeString(temp.resolve("file"), "CartPole-v1");
        assertThat(settings("--env-id", file).envId()).isEqualTo(file);
    }

    @Test
    void aRecordIsShownAsItWouldBeTyped() {
        assertThat(Settings.of(SampleSettings.class).values(SampleSettings.PLAIN))
                .extracting(Setting::name, Setting::text)
                .extracting(Object::toString)
                .containsExactly("(\"env_id\", \"Pendulum-v1\")", "(\"total_timesteps\", \"1000000\")",
                        "(\"num_envs\", \"1\")", "(\"learning_rate\", \"0.0003\")", "(\"gamma\", \"0.99\")",
                        "(\"anneal_lr\", \"true\")", "(\"target_kl\", \"none\")", "(\"autoreset\", \"same-step\")",
                        "(\"clip_coef\", \"0.2\")");
    }

    @Test
    void aRecordIsRestoredFromWhatWasShown() {
        SampleSettings settings = new SampleSettings("X-v3", 1L << 60, 16, 1.0 / 3, 0.1 + 0.2, false,
                OptionalDouble.of(5e-324), SampleSettings.Autoreset.NEXT_STEP, 1f / 3);
        Map<String, String> texts = new HashMap<>(Map.of("a_flag_of_an_older_version", "1"));
        for (Setting setting : Settings.of(SampleSettings.class).values(settings)) {
            texts.put(setting.name(), setting.text());
        }
        assertThat(Settings.of(SampleSettings.class).restore(SampleSettings.PLAIN, texts)).isEqualTo(settings);
    }

    @Test
    void aComponentWithoutAnnotationIsAProgrammingError() {
        record Bare(int numEnvs) {}
        assertThatThrownBy(() -> Settings.of(Bare.class)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("numEnvs").hasMessageContaining("@Flag");
        record Odd(@Flag("an odd one") Thread thread) {}
        assertThatThrownBy(() -> Settings.of(Odd.class)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("java.lang.Thread");
    }

    @Test
    void theSharedFlagsAreTakenByEveryProgram() {
        settings("--seed", "4294967295", "--device", "cuda", "--threads", "2", "--runs-dir", "elsewhere", "--run-name",
                "first", "--resume", "runs/a", "--save-freq", "0", "--eval-episodes", "100", "--capture-video",
                "--quiet");
        assertThat(chapter.options).containsExactly(new RunOptions(4294967295L, RunOptions.Device.CUDA, 2,
                Path.of("elsewhere"), Optional.of("first"), Optional.of(Path.of("runs/a")), 0,
                100, true, true));
    }

    private SampleSettings settings(String... flags) {
        List<String> args = new ArrayList<>(List.of("part9-sample", "tutorial"));
        args.addAll(List.of(flags));
        if (!args.contains("--preset")) {
            args.addAll(List.of("--preset", "none"));
        }
        RlHarness result = RlHarness.run(chapter, args.toArray(String[]::new));
        assertThat(result).isEqualTo(new RlHarness(0, "trained" + System.lineSeparator(), ""));
        return chapter.started.getLast();
    }
}
