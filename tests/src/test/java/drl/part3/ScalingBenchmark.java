package drl.part3;

import drl.env.Envs;
import drl.env.vector.SyncVectorEnv;
import drl.env.vector.ThreadedVectorEnv;
import drl.env.vector.VectorEnv;
import drl.ppo.VectorPPO;
import drl.ppo.VectorPpoHyperparameters;
import drl.random.NumpyLegacyRandom;
import drl.random.TorchRandom;
import drl.run.Recorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// How many environment steps a second 1, 16, 256 and 4,096 CartPoles take together, alone and with PPO on top; and how
/// much memory 4,096 of them times 32 steps need. A CSV row for each figure, the median of seven rounds.
///
/// ```text
/// java --add-modules jdk.incubator.vector -cp … drl.part3.ScalingBenchmark [THREADS]
/// ```
public final class ScalingBenchmark {

    private static final String ENV = "CartPole-v1";
    private static final int ROUNDS = 7;
    private static final int STEPS = 1 << 20; // of a round, in all environments together

    private ScalingBenchmark() {
    }

    /// @param args the number of threads, 1 if left out
    public static void main(String[] args) throws IOException {
        int threads = args.length > 0 ? Integer.parseInt(args[0]) : 1;
        System.out.println("figure,environments,threads,value,unit");
        for (int envs : new int[] {1, 16, 256, 4096}) {
            System.out.printf("stepping,%d,%d,%.0f,steps/s%n", envs, threads, stepping(envs, threads));
        }
        for (int envs : new int[] {1, 16, 256, 4096}) {
            System.out.printf("ppo,%d,1,%.0f,steps/s%n", envs, training(envs));
        }
        System.out.printf("peak memory of the process,4096,%d,%s%n", threads, peak());
    }

    private static double stepping(int numEnvs, int threads) {
        try (VectorEnv envs = threads > 1
                ? new ThreadedVectorEnv(numEnvs, _ -> Envs.make(ENV), env -> env, threads)
                : new SyncVectorEnv(numEnvs, _ -> Envs.make(ENV), env -> env)) {
            envs.reset(1);
            float[] actions = new float[numEnvs];
            double[] rates = new double[ROUNDS];
            int vectorSteps = STEPS / numEnvs;
            for (int round = -2; round < ROUNDS; round++) { // two to warm up
                long start = System.nanoTime();
                for (int t = 0; t < vectorSteps; t++) {
                    for (int n = 0; n < numEnvs; n++) {
                        actions[n] = (n + t) & 1; // left and right in turn keep the pole up longest
                    }
                    envs.step(actions);
                }
                if (round >= 0) {
                    rates[round] = (double) vectorSteps * numEnvs / (System.nanoTime() - start) * 1e9;
                }
            }
            return median(rates);
        }
    }

    /// Whole iterations of PPO: 131,072 steps each for the most environments, 512 or so for few.
    private static double training(int numEnvs) {
        int numSteps = Math.max(32, 512 / numEnvs);
        VectorPpoHyperparameters hp = VectorPpoHyperparameters.discrete().with("--num-envs", Integer.toString(numEnvs),
                "--num-steps", Integer.toString(numSteps), "--total-timesteps", "1_000_000_000");
        try (VectorEnv envs = new SyncVectorEnv(numEnvs, _ -> Envs.make(ENV), env -> env)) {
            VectorPPO ppo = new VectorPPO(envs, hp, new TorchRandom(1), new NumpyLegacyRandom(1));
            ppo.begin(1);
            double[] rates = new double[ROUNDS];
            int iterations = Math.max(1, (1 << 15) / hp.stepsPerIteration());
            for (int round = -2; round < ROUNDS; round++) {
                long start = System.nanoTime();
                for (int i = 0; i < iterations; i++) {
                    ppo.iterate(Recorder.NONE);
                }
                if (round >= 0) {
                    rates[round] = (double) iterations * hp.stepsPerIteration() / (System.nanoTime() - start) * 1e9;
                }
            }
            return median(rates);
        }
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /// As Linux tells it.
    private static String peak() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return "unknown,kB";
        }
        return Files.readAllLines(status).stream().filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("\\D+", "") + ",kB").findFirst().orElse("unknown,kB");
    }
}
