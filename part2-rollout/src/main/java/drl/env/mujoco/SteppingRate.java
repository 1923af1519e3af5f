package drl.env.mujoco;

import drl.env.Step;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/// A benchmark: how many steps a second HalfCheetah makes under random actions, seen through the whole of [MujocoEnv].
/// `tests/reference/mujoco/stepping.sh` runs it side by side with the same loop in C.
///
/// Arguments: the number of steps in a round, and of rounds. Prints steps per second of processor time, a
/// line a round.
public final class SteppingRate {
    private static final int EPISODE = 1000;

    private long state = 1;

    private SteppingRate() {
    }

    /// Runs the benchmark.
    ///
    /// @param args steps and rounds
    public static void main(String[] args) {
        new SteppingRate().run(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    }

    private void run(int steps, int rounds) {
        double sum = 0;
        ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
        try (HalfCheetah env = new HalfCheetah()) {
            float[] action = new float[env.actionSpace().size()];
            double[] initial = new double[env.state().length];
            for (int round = 0; round < rounds; round++) {
                long start = cpu.getCurrentThreadCpuTime();
                for (int t = 0; t < steps; t++) {
                    if (t % EPISODE == 0) {
                        env.reset(0);
                        env.setState(initial);
                    }
                    for (int i = 0; i < action.length; i++) {
                        action[i] = (float) uniform();
                    }
                    Step step = env.step(action);
                    sum += step.reward() + step.obs()[0];
                }
                System.out.printf("%.0f%n", steps / (1e-9 * (cpu.getCurrentThreadCpuTime() - start)));
            }
        }
        System.err.println("checksum " + sum);
    }

    /// D. Knuth's generator MMIX, in −1 … 1: as in `stepping.c`.
    private double uniform() {
        state = state * 6364136223846793005L + 1442695040888963407L;
        return (state >>> 11) * 0x1p-52 - 1;
    }
}
