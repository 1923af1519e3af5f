package drl.ppo.literal;

import drl.env.Discrete;
import drl.env.Env;
import drl.env.Step;
import drl.nn.Adam;
import drl.nn.StateDict;
import drl.random.NumpyLegacyRandom;
import drl.random.TorchRandom;
import drl.rollout.Policy;
import drl.run.FiniteGuard;
import drl.run.NotFiniteException;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.util.function.Consumer;

/// "MyPPO" for CartPole as its tutorial printed it. What is wrong in it, and changes numbers:
///
/// - the "actors" play one after the other in one environment, each from a reset: nothing later than a horizon is seen;
/// - the reward of a terminal step is dropped, and a return runs on from one actor's steps into the next one's;
/// - nothing is bootstrapped at the horizon, and a time limit counts as the task's end;
/// - the critic follows returns that are normalised anew each time, the advantage is what it misses them by;
/// - the steps are shuffled once an iteration, not once an epoch, and the last one of them is lost;
/// - clipping margin and learning rate both reach 0: the last iteration cannot learn anything;
/// - the model draws actions inside the losses, too.
public final class LiteralMyPpo {

    /// The tutorial's settings.
    ///
    /// @param maxIterations iterations
    /// @param nActors       rollouts an iteration
    /// @param horizon       steps of each
    /// @param epsilon       clipping margin at the start
    /// @param nEpochs       passes over an iteration's steps
    /// @param batchSize     steps in a minibatch
    /// @param lr            learning rate at the start
    /// @param gamma         discount factor
    /// @param c1            weight of the values' loss
    /// @param c2            weight of the entropy
    /// @param hidden        units of every hidden layer
    /// @param shareBackbone whether actor and critic share the first two of them
    public record Settings(int maxIterations, int nActors, int horizon, double epsilon, int nEpochs, int batchSize,
            double lr, double gamma, double c1, double c2, int hidden, boolean shareBackbone) {

        /// @throws IllegalArgumentException if there are not enough steps for one minibatch
        public Settings {
            if (nActors * horizon < batchSize || batchSize < 1) {
                throw new IllegalArgumentException("batchSize must be in [1, " + nActors * horizon
                        + "], the steps of an iteration, got " + batchSize);
            }
        }
    }

    /// Is told of every minibatch, before the model is changed by it.
    @FunctionalInterface
    public interface Observer {

        /// @param losses    valid during the call
        /// @param objective what was maximised
        void minibatch(MyPpoLosses losses, float objective);
    }

    private final Env env;
    private final Settings settings;
    private final TorchRandom random;
    private final NumpyLegacyRandom shuffles;
    private final MyPPO model;
    private final Adam optimizer;
    private final Tape tape = new Tape();
    private final Tape noGrad = Tape.withoutGradients();
    private final MyPpoBuffer buffer;
    private int iteration;
    private long globalStep;

    /// @param env      seeded by its maker
    /// @param random   draws the weights, then the actions
    /// @param shuffles orders the buffer
    public LiteralMyPpo(Env env, Settings settings, TorchRandom random, NumpyLegacyRandom shuffles) {
        this.env = env;
        this.settings = settings;
        this.random = random;
        this.shuffles = shuffles;
        int obsDim = env.observationSpace().size(), nActions = ((Discrete) env.actionSpace()).n();
        model = new MyPPO(obsDim, nActions, settings, random);
        optimizer = new Adam(model.parameters(), settings.lr, Adam.Options.DEFAULT.maximizing());
        buffer = new MyPpoBuffer(settings.nActors * settings.horizon, obsDim, nActions);
    }

    /// One iteration: collect, shuffle, optimise.
    ///
    /// @return the "average reward" by which the tutorial picks its best model: the mean of the returns, bugs included
    public double iterate(Observer observer) {
        return iterate(observer, _ -> {
        });
    }

    /// The same.
    ///
    /// @param steps is told of every step of the environment
    /// @throws NotFiniteException if an observation, a reward, an objective or a gradient is not finite; the model is
    ///     as it was before the iteration
    double iterate(Observer observer, Consumer<Step> steps) {
        double averageReward = collect(steps);
        buffer.shuffle(shuffles);
        optimize(observer);
        return averageReward;
    }

    /// The first half of [#iterate]: the buffer in the order in which it was played.
    public double collect() {
        return collect(_ -> {
        });
    }

    private double collect(Consumer<Step> steps) {
        buffer.clear();
        for (int actor = 0; actor < settings.nActors; actor++) {
            runTimestamps(steps);
        }
        return cumulativeRewards(buffer.rewards, buffer.ends, settings.gamma);
    }

    private void runTimestamps(Consumer<Step> steps) {
        float[] state = env.reset();
        for (int t = 0; t < settings.horizon; t++) {
            buffer.begin(state);
            float[] action;
            try (var _ = noGrad.step()) {
                MyPPO.Output output = model.forward(Tensor.of(state, 1, state.length));
                action = output.draw(random);
                buffer.decide(action[0], output.probs(), output.value());
            }
            Step step = env.step(action);
            FiniteGuard.check(step.obs(), step.reward(), ++globalStep);
            buffer.end(step);
            steps.accept(step);
            state = step.done() ? env.reset() : step.obs();
        }
    }

    /// Replaces rewards by discounted sums of rewards, then normalises them with the population's standard deviation. A
    /// terminal step's reward becomes 0, and there is nothing where one actor's steps end and the next one's begin.
    ///
    /// @param rewards replaced
    /// @param ends    whether an episode ended with each step
    /// @return the mean of the sums
    public static double cumulativeRewards(double[] rewards, boolean[] ends, double gamma) {
        double current = 0, sum = 0;
        for (int i = rewards.length - 1; i >= 0; i--) {
            current = ends[i] ? 0 : rewards[i] + gamma * current;
            rewards[i] = current;
            sum += current;
        }
        double mean = sum / rewards.length, squares = 0;
        for (double r : rewards) {
            squares += (r - mean) * (r - mean);
        }
        double deviation = Math.sqrt(squares / rewards.length) + 1e-6;
        for (int i = 0; i < rewards.length; i++) {
            rewards[i] = (rewards[i] - mean) / deviation;
        }
        return mean;
    }

    private void optimize(Observer observer) {
        double annealing = settings.maxIterations == 1 ? 1 : 1 - iteration / (settings.maxIterations - 1.0);
        int size = buffer.size();
        long schedulerSteps = (long) settings.maxIterations * settings.nEpochs;
        optimizer.keep();
        for (int epoch = 0; epoch < settings.nEpochs; epoch++) {
            for (int batch = 0; batch < size / settings.batchSize; batch++) {
                int start = batch * settings.batchSize, end = start + settings.batchSize;
                update(start, end < size ? end : size - 1, annealing, observer); // Python's −1: all but the last
            }
            long steps = (long) iteration * settings.nEpochs + epoch + 1;
            optimizer.learningRate(settings.lr * Math.max(0, 1 - (double) steps / schedulerSteps));
        }
        iteration++;
    }

    private void update(int start, int end, double annealing, Observer observer) {
        try (var _ = tape.step()) {
            MyPpoBuffer.Batch batch = buffer.batch(start, end);
            MyPPO.Output now = model.forward(batch.states());
            requireFinite("the actor's output for minibatch ", start, now.probs().sum());
            now.draw(random); // here, too: training consumes random numbers
            MyPpoLosses losses = MyPpoLosses.of(now.probs(), now.value(), batch.probs(), batch.values(),
                    batch.actions(), batch.cumulativeRewards(), settings.epsilon * annealing);
            Tensor objective = losses.objective(settings.c1, settings.c2);
            optimizer.zeroGrad();
            objective.backward();
            optimizer.clipGradNorm(Double.POSITIVE_INFINITY); // measured, not cut
            requireFinite("the objective of minibatch ", start, objective);
            requireFinite("the length of the gradient of minibatch ", start, optimizer.gradNorm());
            observer.minibatch(losses, objective.item());
            optimizer.step();
        }
    }

    /// Takes the iteration's updates back if this one would be useless.
    private void requireFinite(String what, int start, Tensor number) {
        try {
            FiniteGuard.check(what + start / settings.batchSize, number.item(), globalStep);
        } catch (NotFiniteException stop) {
            optimizer.goBack();
            throw stop;
        }
    }

    /// The steps of the latest iteration.
    public MyPpoBuffer buffer() {
        return buffer;
    }

    /// The learning rate of the next epoch.
    public double learningRate() {
        return optimizer.learningRate();
    }

    /// Finished iterations.
    int iteration() {
        return iteration;
    }

    /// Steps of the environment so far.
    long globalStep() {
        return globalStep;
    }

    /// The model's sizes, for a run's header.
    String networks() {
        return model.toString();
    }

    /// The model as it is now, at play.
    Policy policy(TorchRandom actions) {
        return new MyPpoPolicy(model, actions);
    }

    /// Adds the weights under the tutorial's names.
    public void save(StateDict state) {
        model.save(state);
    }

    /// Takes the weights from `state`.
    void load(StateDict state) {
        model.load(state);
    }

    /// Adds everything that the next iteration depends on, apart from the environment and the random streams.
    void saveTraining(StateDict state) {
        model.save(state);
        optimizer.save(state, "optimizer.");
        state.putLongs("progress", globalStep, iteration);
    }

    /// Continues where [#saveTraining] was called.
    void loadTraining(StateDict state) {
        model.load(state);
        optimizer.load(state, "optimizer.");
        long[] progress = state.getLongs("progress", 2);
        globalStep = progress[0];
        iteration = Math.toIntExact(progress[1]);
    }
}
