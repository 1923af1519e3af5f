package drl.env.vector;

import drl.env.Env;
import drl.parallel.Workers;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/// A [VectorEnv] whose environments are divided among threads, the caller's being one. Every environment has its own
/// random stream and its own place in the arrays, so results do not depend on the number of threads.
///
/// A handful of simple environments is stepped faster by one thread than threads can be told to start; this pays for
/// hundreds of them, or for few that take long.
public final class ThreadedVectorEnv extends SeatedVectorEnv {

    private final Workers workers;
    private float[] actions;      // of the running step
    private final Workers.Job work; // kept, so that a step makes no new object

    /// @param make     makes environment i, on the caller's thread; its returns and lengths are recorded as it gives
    ///                 them
    /// @param wrappers put around each of them, outside the recording; nothing in them may be shared between
    ///                 environments
    /// @param threads  at least 1; more than there are environments are not started
    /// @throws IllegalArgumentException if there is not at least one environment and one thread
    public ThreadedVectorEnv(int numEnvs, IntFunction<? extends Env> make, UnaryOperator<Env> wrappers, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, got " + threads);
        }
        super(new Seats(numEnvs, make, wrappers));
        workers = new Workers(Math.min(threads, numEnvs), "environments");
        work = (part, parts) -> seats.step(actions, seam(part, parts), seam(part + 1, parts));
    }

    private int seam(int part, int parts) {
        return (int) ((long) seats.count() * part / parts);
    }

    @Override
    void stepAll(float[] actions) {
        this.actions = actions;
        workers.run(2 * workers.threads(), work);
    }

    @Override
    public void close() {
        workers.close();
        super.close();
    }
}
