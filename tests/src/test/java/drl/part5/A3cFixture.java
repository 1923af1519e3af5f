package drl.part5;

import static org.assertj.core.api.Assertions.assertThat;

import drl.a2c.A3C;
import drl.a2c.A3cHyperparameters;
import drl.a2c.ActorCritic;
import drl.a2c.OptimizerKind;
import drl.env.Env;
import drl.env.vector.SyncVectorEnv;
import drl.env.vector.VectorEnv;
import drl.nn.StateDict;
import drl.random.TorchRandom;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/// Small instances of A3C.
final class A3cFixture {
    static final int HIDDEN = 16;
    static final int STEPS = 5;
    static final long SEED = 3;

    private A3cFixture() {
    }

    static A3cHyperparameters hp(String envId, long total, int workers, OptimizerKind optimizer,
            boolean sharedStatistics, boolean anneal) {
        return new A3cHyperparameters(envId, total, 1e-3, workers, STEPS, anneal, 0.99, 0.01, 0.5,
                OptionalDouble.of(0.5), optimizer, sharedStatistics, HIDDEN, false, 1, 0, 1, 500);
    }

    static A3C a3c(A3cHyperparameters hp, Supplier<Env> env) {
        return new A3C(model(env(env)), _ -> env(env), hp, SEED, null);
    }

    static ActorCritic model(VectorEnv env) {
        return new ActorCritic(env.observationSpace(), env.actionSpace(), HIDDEN, new TorchRandom(SEED));
    }

    static VectorEnv env(Supplier<Env> env) {
        return new SyncVectorEnv(1, _ -> env.get(), e -> e);
    }

    static void assertSame(ActorCritic actual, ActorCritic expected) {
        StateDict a = new StateDict(), b = new StateDict();
        actual.save(a);
        expected.save(b);
        assertThat(a.checksum()).isEqualTo(b.checksum());
    }
}
