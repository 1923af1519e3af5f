package drl.part2.env;

import static org.assertj.core.api.Assertions.assertThat;

import drl.env.Box;
import drl.env.Env;
import drl.env.EnvChecker;
import drl.env.EnvSpec;
import drl.env.Envs;
import drl.env.Space;
import drl.env.Step;
import drl.random.NumpyRandom;
import java.awt.Graphics2D;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the checker says of good environments, and of one with each fault.
@Tag("part2")
class EnvCheckerTests {

    static List<EnvSpec> specs() {
        return Envs.specs().stream().filter(spec -> spec.obstacle().get().isEmpty()).toList();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void everyRegisteredEnvironmentKeepsTheContract(EnvSpec spec) {
        assertThat(EnvChecker.check(spec::make)).isEmpty();
        assertThat(EnvChecker.check(new EnvSpec(spec.id(), EnvSpec.NO_LIMIT, spec.factory())::make)).isEmpty();
    }

    @Test
    void acceptsAnEnvironmentThatCannotBeCheckpointed() {
        assertThat(EnvChecker.check(() -> new LineWorld() {
            @Override
            public void save(DataOutput out) {
                throw new UnsupportedOperationException();
            }
        })).isEmpty();
    }

    private static void assertFault(Supplier<Env> factory, String fault) {
        assertThat(EnvChecker.check(factory)).singleElement().asString().contains(fault);
    }

    @Test
    void findsAMissingSpace() {
        assertFault(() -> new LineWorld() {
            @Override
            public Space actionSpace() {
                return null;
            }
        }, "actionSpace() is null");
    }

    @Test
    void findsAFactoryWithoutEnvironments() {
        assertFault(() -> null, "the factory returned null");
    }

    @Test
    void findsAnObservationOfTheWrongLength() {
        assertFault(() -> new LineWorld() {
            @Override
            protected float[] obs() {
                return new float[2];
            }
        }, "reset(7) returned an observation of 2 numbers; Box(0.0, 1.0, (1,), float32) has 1");
    }

    @Test
    void findsAnObservationOutsideTheSpace() {
        assertFault(() -> new LineWorld() {
            @Override
            protected float[] obs() {
                return new float[] {2};
            }
        }, "reset(7) returned the observation [2.0], which is not in Box(0.0, 1.0, (1,), float32)");
    }

    @Test
    void findsAnObservationThatIsNotANumber() {
        assertFault(() -> new LineWorld() {
            @Override
            public Step step(float[] action) {
                Step step = super.step(action);
                return new Step(new float[] {Float.NaN}, step.reward(), step.terminated(), step.truncated());
            }
        }, "step 1 returned the observation [NaN]");
    }

    @Test
    void findsAMissingObservation() {
        assertFault(() -> new LineWorld() {
            @Override
            protected float[] obs() {
                return null;
            }
        }, "reset(7) returned null for an observation");
    }

    @Test
    void findsAMissingStep() {
        assertFault(() -> new LineWorld() {
            @Override
            public Step step(float[] action) {
                return null;
            }
        }, "step 1 returned null");
    }

    @Test
    void findsARewardThatIsNotFinite() {
        assertFault(() -> new LineWorld() {
            @Override
            public Step step(float[] action) {
                Step step = super.step(action);
                return new Step(step.obs(), 1 / 0.0, step.terminated(), step.truncated());
            }
        }, "step 1 returned the reward Infinity");
    }

    @Test
    void findsAnExceptionAndSaysWhen() {
        assertFault(() -> new LineWorld() {
            @Override
            public float[] reset(long seed) {
                throw new IllegalStateException("no wheels");
            }
        }, "a first episode threw java.lang.IllegalStateException: no wheels");
    }

    @Test
    void findsASeedThatIsIgnored() {
        assertThat(EnvChecker.check(() -> new LineWorld() {
            @Override
            public float[] reset(long seed) {
                return reset();
            }
        })).singleElement().asString().startsWith("reset(7) a second time does not bring back the same episodes: ");
    }

    @Test
    void findsADependenceOnOtherEnvironments() {
        int[] made = {0};
        assertThat(EnvChecker.check(() -> new LineWorld() {
            private final double bonus = made[0]++;

            @Override
            public Step step(float[] action) {
                Step step = super.step(action);
                return new Step(step.obs(), step.reward() + bonus, step.terminated(), step.truncated());
            }
        })).anySatisfy(problem -> assertThat(problem)
                .startsWith("two environments with one seed and the same actions differ: step 1 gave "));
    }

    @Test
    void findsAResetThatStartsTheStreamAgain() {
        assertThat(EnvChecker.check(() -> new LineWorld() {
            private long lastSeed;

            @Override
            public float[] reset(long seed) {
                lastSeed = seed;
                return super.reset(seed);
            }

            @Override
            public float[] reset() {
                random = new NumpyRandom(lastSeed);
                return super.reset();
            }

            @Override
            public void save(DataOutput out) {
                throw new UnsupportedOperationException();
            }
        })).singleElement().asString().endsWith("without a seed the random stream has to go on");
    }

    @Test
    void findsAnActionThatIsChanged() {
        assertFault(() -> new LineWorld() {
            @Override
            public Step step(float[] action) {
                Step step = super.step(action);
                action[0] = 9;
                return step;
            }
        }, "changed the caller's action");
    }

    @Test
    void findsAnActionThatIsKept() {
        assertFault(() -> new LineWorld() {
            private float[] last = new float[1];

            @Override
            public Step step(float[] action) {
                Step step = super.step(action);
                double reward = Float.isNaN(last[0]) ? 1 : 0;
                last = action;
                return new Step(step.obs(), reward, step.terminated(), step.truncated());
            }
        }, "the environment keeps the action array after step");
    }

    @Test
    void findsAnActionThatShouldBeRefused() {
        assertFault(() -> new LineWorld() {
            @Override
            public Step step(float[] action) {
                return super.step(new float[] {Math.min(action[0], 1)});
            }
        }, "step([2]) was accepted, though it is not in Discrete(2)");
    }

    @Test
    void findsDrawingThatChangesTheState() {
        assertFault(() -> new LineWorld() {
            @Override
            public void render(Graphics2D g, int width, int height) {
                position = 0.5;
            }
        }, "drawing changes what happens afterwards");
    }

    @Test
    void findsACheckpointThatForgets() {
        assertFault(() -> new LineWorld() {
            @Override
            public void load(DataInput in) throws IOException {
                super.load(in);
                position = 0.5;
            }
        }, "an environment goes on differently after save and load");
    }

    @Test
    void findsACheckpointThatIsNotReadToItsEnd() {
        assertFault(() -> new LineWorld() {
            @Override
            public void save(DataOutput out) throws IOException {
                super.save(out);
                out.writeInt(0);
            }
        }, "load read less than save had written");
    }

    @Test
    void findsASpeedThatMakesNoClip() {
        assertFault(() -> new LineWorld() {
            @Override
            public int framesPerSecond() {
                return 0;
            }
        }, "framesPerSecond() is 0, below 1");
    }

    @Test
    void triesTheBoundsOfContinuousActions() {
        assertFault(() -> new LineWorld() {
            @Override
            public Space actionSpace() {
                return Box.of(-1, 1, 1);
            }

            @Override
            public Step step(float[] action) {
                return new Step(new float[] {action[0] == -1 ? 7 : 0.5f}, 0, false, false);
            }

            @Override
            public void save(DataOutput out) {
                throw new UnsupportedOperationException();
            }
        }, "step([-1.0]) returned the observation [7.0]");
    }
}
