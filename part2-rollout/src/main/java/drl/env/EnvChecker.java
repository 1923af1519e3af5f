package drl.env;

import drl.random.NumpyRandom;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// Tests an environment against the contract of [Env].
///
/// ```java
/// EnvChecker.check(GridWorld::new).forEach(System.out::println);
/// ```
///
/// It plays a few hundred random steps and looks at the spaces, at every observation and reward, at what one seed
/// fixes, at the arrays that change hands, at drawing and at checkpoints. What it finds comes back as sentences.
public final class EnvChecker {
    private static final int STEPS = 400;
    private static final long SEED = 7;
    private static final long OTHER_SEED = 8;

    private final Supplier<? extends Env> factory;
    private final List<String> problems = new ArrayList<>();

    private interface Check {
        void run(Env env) throws IOException;
    }

    private EnvChecker(Supplier<? extends Env> factory) {
        this.factory = factory;
    }

    /// Checks the environments that `factory` makes; it has to make a new one each time.
    ///
    /// @return the problems found, one sentence each; empty if there are none
    public static List<String> check(Supplier<? extends Env> factory) {
        EnvChecker checker = new EnvChecker(factory);
        checker.attempt("asking for the spaces", checker::spaces);
        if (checker.problems.isEmpty()) {
            checker.attempt("a first episode", checker::values);
        }
        if (checker.problems.isEmpty()) {
            checker.attempt("repeating a seed", checker::seeding);
            checker.attempt("resetting without a seed", checker::unseededReset);
            checker.attempt("changing the action array after a step", checker::actionArray);
            checker.attempt("trying the edges of the action space", checker::actionEdges);
            checker.attempt("drawing", checker::drawing);
            checker.attempt("saving and loading", checker::checkpoint);
            checker.attempt("closing twice", Env::close);
        }
        return List.copyOf(checker.problems);
    }

    private void attempt(String what, Check check) {
        try (Env env = factory.get()) {
            if (env == null) {
                problems.add("the factory returned null");
            } else {
                check.run(env);
            }
        } catch (RuntimeException | IOException e) {
            problems.add(what + " threw " + e);
        }
    }

    private void spaces(Env env) {
        if (env.observationSpace() == null) {
            problems.add("observationSpace() is null");
        }
        if (env.actionSpace() == null) {
            problems.add("actionSpace() is null");
        }
        if (env.framesPerSecond() < 1) {
            problems.add("framesPerSecond() is " + env.framesPerSecond() + ", below 1");
        }
    }

    private void values(Env env) {
        NumpyRandom random = new NumpyRandom(SEED);
        float[] action = new float[env.actionSpace().size()];
        observation("reset(" + SEED + ")", env, env.reset(SEED));
        for (int i = 1; i <= STEPS && problems.isEmpty(); i++) {
            env.actionSpace().sample(random, action);
            float[] given = action.clone();
            Step step = env.step(action);
            if (step == null) {
                problems.add("step " + i + " returned null");
                return;
            }
            observation("step " + i, env, step.obs());
            if (!Double.isFinite(step.reward())) {
                problems.add("step " + i + " returned the reward " + step.reward() + ", which is not finite");
            }
            if (!Arrays.equals(given, action)) {
                problems.add("step " + i + " changed the caller's action from " + Arrays.toString(given) + " to "
                        + Arrays.toString(action));
            }
            if (step.done()) {
                observation("reset() after step " + i, env, env.reset());
            }
        }
    }

    private void observation(String call, Env env, float[] obs) {
        Space space = env.observationSpace();
        if (obs == null) {
            problems.add(call + " returned null for an observation");
        } else if (obs.length != space.size()) {
            problems.add(call + " returned an observation of " + obs.length + " numbers; " + space + " has "
                    + space.size());
        } else if (!space.contains(obs)) {
            problems.add(call + " returned the observation " + Arrays.toString(obs) + ", which is not in " + space);
        }
    }

    private void seeding(Env env) {
        Trace first = Trace.of(env, SEED, STEPS, (_, _) -> {});
        first.difference(Trace.of(env, SEED, STEPS, (_, _) -> {})).ifPresent(difference -> problems.add(
                "reset(" + SEED + ") a second time does not bring back the same episodes: " + difference));
        compare(first, STEPS, (_, _) -> {}, "two environments with one seed and the same actions differ: ");
    }

    private void unseededReset(Env env) {
        float[] first = env.reset(SEED).clone();
        float[] second = env.reset().clone();
        float[] third = env.reset().clone();
        boolean repeats = Arrays.equals(first, second) && Arrays.equals(second, third);
        if (repeats && !Arrays.equals(first, env.reset(OTHER_SEED))) {
            problems.add(
                    "reset() starts every episode at " + Arrays.toString(first) + " again, though the start depends"
                            + " on the seed: without a seed the random stream has to go on");
        }
    }

    private void actionArray(Env env) {
        compare(Trace.of(env, SEED, STEPS, (_, _) -> {}), STEPS, (_, action) -> Arrays.fill(action, Float.NaN),
                "the environment keeps the action array after step, and notices when the caller reuses it: ");
    }

    private void actionEdges(Env env) {
        switch (env.actionSpace()) {
            case Discrete discrete -> {
                for (int i = 0; i < discrete.n(); i++) {
                    env.reset(SEED);
                    observation("step([" + i + "])", env, env.step(new float[] {i}).obs());
                }
                env.reset(SEED);
                try {
                    env.step(new float[] {discrete.n()});
                    problems.add("step([" + discrete.n() + "]) was accepted, though it is not in " + discrete
                            + "; it has to throw an IllegalArgumentException");
                } catch (IllegalArgumentException _) {
                    // as the contract has it
                }
            }
            case Box box -> {
                for (float[] edge : List.of(box.low(), box.high())) {
                    if (box.bounded()) {
                        env.reset(SEED);
                        observation("step(" + Arrays.toString(edge) + ")", env, env.step(edge).obs());
                    }
                }
            }
        }
    }

    private void drawing(Env env) {
        BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        compare(Trace.of(env, SEED, STEPS / 10, (_, _) -> {}), STEPS / 10,
                (drawn, _) -> drawn.render(g, image.getWidth(), image.getHeight()),
                "drawing changes what happens afterwards: ");
        g.dispose();
    }

    private void compare(Trace expected, int steps, Trace.Disturbance disturbance, String problem) {
        try (Env other = factory.get()) {
            expected.difference(Trace.of(other, SEED, steps, disturbance))
                    .ifPresent(where -> problems.add(problem + where));
        }
    }

    private void checkpoint(Env env) throws IOException {
        Trace.of(env, SEED, STEPS / 4, (_, _) -> {});
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            env.save(new DataOutputStream(bytes));
        } catch (UnsupportedOperationException _) {
            return;    // allowed: its runs have no checkpoints then
        }
        try (Env other = factory.get()) {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
            other.load(in);
            if (in.read() >= 0) {
                problems.add("load read less than save had written");
            }
            Trace.onwards(env, OTHER_SEED, STEPS).difference(Trace.onwards(other, OTHER_SEED, STEPS))
                    .ifPresent(
                            where -> problems.add("an environment goes on differently after save and load: " + where));
        }
    }
}
