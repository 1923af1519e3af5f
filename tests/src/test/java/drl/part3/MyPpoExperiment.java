package drl.part3;

import drl.env.Env;
import drl.env.Envs;
import drl.env.Step;
import drl.env.vector.SyncVectorEnv;
import drl.env.vector.VectorEnv;
import drl.ppo.AdvantageEstimator;
import drl.ppo.Psi;
import drl.ppo.RolloutStorage;
import drl.ppo.VectorPPO;
import drl.ppo.VectorPpoHyperparameters;
import drl.ppo.literal.LiteralMyPpoTraining;
import drl.random.NumpyLegacyRandom;
import drl.random.TorchRandom;
import drl.rollout.Policy;
import drl.run.Recorder;
import drl.run.TrainingSetup;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What each trap of MyPPO costs, and what each Ψ is worth: the chapter's tables. Every variant is the corrected program
/// with one thing changed, run on seeds 1 to 5 and then evaluated greedily over 20 episodes, whose mean each column
/// shows.
///
/// ```text
/// java --add-modules jdk.incubator.vector -cp … drl.part3.MyPpoExperiment
/// ```
public final class MyPpoExperiment {

    private static final int SEEDS = 5;
    private static final int EPISODES = 20;

    /// The corrected program with another way to judge actions.
    ///
    /// @param anew whether every iteration starts with new episodes
    private record Variant(VectorPpoHyperparameters hp, AdvantageEstimator advantages, boolean anew) {

        static Variant of(String... flags) {
            VectorPpoHyperparameters hp = VectorPpoHyperparameters.myPpo().with(flags);
            return new Variant(hp, hp.advantages(), false);
        }
    }

    private MyPpoExperiment() {
    }

    /// @param args none
    public static void main(String[] args) {
        for (Psi psi : Psi.values()) {
            print("psi " + psi, Variant.of("--psi", psi.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        }
        VectorPpoHyperparameters hp = VectorPpoHyperparameters.myPpo();
        Map<String, Variant> traps = new LinkedHashMap<>();
        traps.put("trap 1, terminal reward dropped",
                new Variant(hp, rollout -> returns(rollout, hp.gamma(), true, false, true), false));
        traps.put("trap 2, returns leak across actors",
                new Variant(hp, rollout -> returns(rollout, hp.gamma(), false, true, false), false));
        traps.put("trap 3, nothing behind the horizon",
                new Variant(hp, rollout -> returns(rollout, hp.gamma(), false, false, false), false));
        traps.put("trap 4, every rollout from a reset", new Variant(hp, hp.advantages(), true));
        traps.put("traps 3 and 4",
                new Variant(hp, rollout -> returns(rollout, hp.gamma(), false, false, false), true));
        traps.put("trap 6, unnormalised return minus value",
                Variant.of("--psi", "baseline", "--norm-adv", "false"));
        traps.put("shared backbone", Variant.of("--share-backbone", "true"));
        traps.forEach(MyPpoExperiment::print);
        StringBuilder literal = new StringBuilder();
        for (int seed = 1; seed <= SEEDS; seed++) {
            LiteralMyPpoTraining training = new LiteralMyPpoTraining(hp.envId(), hp.literalMyPpo(),
                    new TrainingSetup(seed, 1));
            training.learn(Recorder.NONE);
            append(literal, evaluate(training.policy(), seed));
        }
        System.out.println("all of them: --faithful," + literal);
    }

    private static void print(String name, Variant variant) {
        StringBuilder line = new StringBuilder();
        for (int seed = 1; seed <= SEEDS; seed++) {
            append(line, train(variant, seed));
        }
        System.out.println(name + "," + line);
    }

    private static void append(StringBuilder line, double number) {
        line.append(String.format(Locale.ROOT, " %.1f,", number));
    }

    private static double train(Variant variant, int seed) {
        VectorPpoHyperparameters hp = variant.hp;
        try (VectorEnv envs = new SyncVectorEnv(hp.numEnvs(), _ -> Envs.make(hp.envId()), env -> env)) {
            VectorPPO ppo = new VectorPPO(envs, hp, variant.advantages, new TorchRandom(seed),
                    new NumpyLegacyRandom(seed));
            ppo.begin(seed);
            for (int i = 0; i < hp.numIterations(); i++) {
                if (variant.anew && i > 0) {
                    ppo.begin(seed + 1000L * i);
                }
                ppo.iterate(Recorder.NONE);
            }
            return evaluate(greedy(ppo), seed);
        }
    }

    private static Policy greedy(VectorPPO ppo) {
        Tape acting = Tape.withoutGradients();
        Tensor obs = Tensor.zeros(1, 4);
        return new Policy() {
            @Override
            public float getAction(float[] observation, float[] action) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void bestAction(float[] observation, float[] action) {
                obs.set(observation);
                try (var _ = acting.step()) {
                    ppo.agent().bestAction(obs).get(0, action, 0, 1);
                }
            }
        };
    }

    private static double evaluate(Policy policy, int seed) {
        double sum = 0;
        float[] action = new float[1];
        try (Env env = Envs.make("CartPole-v1")) {
            float[] obs = env.reset(seed);
            for (int episode = 0; episode < EPISODES; episode++) {
                Step step;
                do {
                    policy.bestAction(obs, action);
                    step = env.step(action);
                    sum += step.reward();
                    obs = step.obs();
                } while (!step.done());
                obs = env.reset();
            }
        }
        return sum / EPISODES;
    }

    /// Rewards-to-go with a mistake.
    private static void returns(RolloutStorage rollout, double gamma, boolean terminalDropped, boolean leak,
            boolean bootstrap) {
        int envs = rollout.nextValues().length, steps = rollout.size() / envs;
        double next = 0;
        for (int n = envs - 1; n >= 0; n--) {
            if (!leak) {
                next = bootstrap ? rollout.nextValues()[n] : 0;
            }
            for (int i = (steps - 1) * envs + n; i >= 0; i -= envs) {
                boolean done = rollout.terminated()[i] || rollout.truncated()[i];
                if (done) {
                    next = rollout.truncated()[i] && !rollout.terminated()[i] ? rollout.finalValues()[i] : 0;
                }
                next = done && terminalDropped ? 0 : rollout.rewards()[i] + gamma * next;
                rollout.returns()[i] = (float) next;
                rollout.advantages()[i] = (float) next;
            }
        }
    }
}
