package drl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A program whose settings are an empty record takes the shared flags only.
@Tag("part1")
class FlaglessProgramTests {

    record Nothing() {}

    static final class Bare implements Program<Nothing>, Chapter {

        @Override
        public String name() {
            return "bare";
        }

        @Override
        public String summary() {
            return "has no flags of its own";
        }

        @Override
        public int order() {
            return 1;
        }

        @Override
        public List<Program<?>> programs() {
            return List.of(this);
        }

        @Override
        public Class<Nothing> settingsType() {
            return Nothing.class;
        }

        @Override
        public Nothing base(String preset, Given given) {
            return new Nothing();
        }

        @Override
        public Job prepare(Nothing settings, RunOptions options, Invocation invocation) {
            return () -> {
                invocation.out().println("seed " + options.seed());
                return 0;
            };
        }
    }

    @Test
    void its_help_lists_the_shared_flags() {
        RlHarness help = RlHarness.run(new Bare(), "bare", "--help");
        assertThat(help.status()).as(help.err()).isZero();
        assertThat(help.out()).contains("has no flags of its own", "Flags of every program", "--seed");
    }

    @Test
    void it_runs() {
        assertThat(RlHarness.run(new Bare(), "bare", "--seed", "4").out().strip()).isEqualTo("seed 4");
    }
}
