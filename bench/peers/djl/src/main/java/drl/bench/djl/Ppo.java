package drl.bench.djl;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.util.PairList;
import drl.env.Discrete;
import drl.env.Envs;
import drl.env.vector.SyncVectorEnv;
import drl.env.vector.VectorEnv;
import drl.env.vector.VectorStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// PPO on Pendulum-v1 or CartPole-v1 in DJL with its PyTorch engine, with the settings of a program of `./rl bench`: what
/// one writes in Java who has no tensors of one's own. The environments are chapter 2's; a graph for each minibatch, one
/// Adam, norms clipped as ppo_pytorch.py beside this folder does.
///
/// Prints the row of `./rl bench` for the loop's speed; told the program's name, the steps and the threads.
final class Ppo {

    /// The settings of a program.
    record Program(String env, int envs, int steps, int minibatches, int epochs, float gamma, float learningRate,
            Function<NDList, NDList> activation) {
    }

    /// Actor, critic and log standard deviation: the output is (mean or logits, value, log standard deviation).
    private static final class Agent extends AbstractBlock {

        private final Block actor;
        private final Block critic;
        private final Parameter logstd;

        Agent(int actions, Function<NDList, NDList> activation) {
            actor = addChildBlock("actor", network(actions, activation));
            critic = addChildBlock("critic", network(1, activation));
            logstd = addParameter(Parameter.builder().setName("logstd").setType(Parameter.Type.OTHER)
                    .optInitializer(Initializer.ZEROS).optShape(new Shape(1, actions)).build());
        }

        private static Block network(int outputs, Function<NDList, NDList> activation) {
            return new SequentialBlock().add(Linear.builder().setUnits(64).build()).add(activation)
                    .add(Linear.builder().setUnits(64).build()).add(activation)
                    .add(Linear.builder().setUnits(outputs).build());
        }

        @Override
        protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training,
                PairList<String, Object> params) {
            NDArray obs = inputs.singletonOrThrow();
            return new NDList(actor.forward(store, inputs, training).singletonOrThrow(),
                    critic.forward(store, inputs, training).singletonOrThrow().squeeze(1),
                    store.getValue(logstd, obs.getDevice(), training));
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputs) {
            return new Shape[] {actor.getOutputShapes(inputs)[0], critic.getOutputShapes(inputs)[0], logstd.getShape()};
        }

        @Override
        protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
            actor.initialize(manager, type, inputs);
            critic.initialize(manager, type, inputs);
        }
    }

    private final Program p;
    private final VectorEnv envs;
    private final Trainer trainer;
    private final List<NDArray> parameters = new ArrayList<>();
    private final Random random = new Random(1);
    private final boolean discrete;
    private final int width; // of an observation
    private final int rows;
    private float[] obs; // of all environments

    private Ppo(Program p, VectorEnv envs, Trainer trainer) {
        this.p = p;
        this.envs = envs;
        this.trainer = trainer;
        trainer.getModel().getBlock().getParameters().forEach(entry -> parameters.add(entry.getValue().getArray()));
        discrete = envs.actionSpace() instanceof Discrete;
        width = envs.observationSpace().size();
        rows = p.envs * p.steps;
        obs = envs.reset(1).obs();
    }

    private void iteration() {
        float[] allObs = new float[rows * width], actions = new float[rows], logprobs = new float[rows];
        float[] rewards = new float[rows], values = new float[rows];
        boolean[] done = new boolean[rows];
        for (int t = 0; t < p.steps; t++) {
            int at = t * p.envs;
            System.arraycopy(obs, 0, allObs, t * obs.length, obs.length);
            float[] chosen;
            try (NDManager scope = trainer.getManager().newSubManager()) {
                NDList out = evaluate(scope);
                NDArray action = sample(out);
                System.arraycopy(logProb(out, action).toFloatArray(), 0, logprobs, at, p.envs);
                System.arraycopy(out.get(1).toFloatArray(), 0, values, at, p.envs);
                chosen = action.toType(DataType.FLOAT32, false).toFloatArray();
            }
            System.arraycopy(chosen, 0, actions, at, p.envs);
            VectorStep step = envs.step(chosen);
            for (int i = 0; i < p.envs; i++) {
                rewards[at + i] = (float) step.rewards()[i];
                done[at + i] = step.done(i);
            }
            obs = step.obs();
        }
        learn(allObs, actions, logprobs, values, advantages(rewards, values, done));
    }

    private NDList evaluate(NDManager scope) {
        return attached(trainer.evaluate(new NDList(scope.create(obs, new Shape(p.envs, width)))),
                scope);
    }

    /// What the networks said goes with the scope; the third output is a parameter, and stays.
    private static NDList attached(NDList out, NDManager scope) {
        out.get(0).attach(scope);
        out.get(1).attach(scope);
        return out;
    }

    private float[] advantages(float[] rewards, float[] values, boolean[] done) {
        float[] advantages = new float[rows], next;
        try (NDManager scope = trainer.getManager().newSubManager()) {
            next = evaluate(scope).get(1).toFloatArray();
        }
        float[] last = new float[p.envs];
        for (int t = p.steps - 1; t >= 0; t--) {
            for (int i = 0; i < p.envs; i++) {
                int at = t * p.envs + i;
                float alive = done[at] ? 0 : 1;
                float delta = rewards[at] + p.gamma * next[i] * alive - values[at];
                last[i] = delta + p.gamma * 0.95f * alive * last[i];
                advantages[at] = last[i];
                next[i] = values[at];
            }
        }
        return advantages;
    }

    private void learn(float[] allObs, float[] actions, float[] logprobs, float[] values, float[] advantages) {
        try (NDManager scope = trainer.getManager().newSubManager()) {
            NDArray o = scope.create(allObs, new Shape(rows, width)), a = scope.create(actions);
            NDArray old = scope.create(logprobs), v = scope.create(values), adv = scope.create(advantages);
            NDArray returns = adv.add(v);
            for (int epoch = 0; epoch < p.epochs; epoch++) {
                long[] order = shuffled();
                for (int m = 0; m < p.minibatches; m++) {
                    int size = rows / p.minibatches;
                    try (NDManager batch = scope.newSubManager()) {
                        NDArray part = batch.create(Arrays.copyOfRange(order, m * size, (m + 1) * size));
                        NDList data = new NDList();
                        for (NDArray column : List.of(o, a, old, v, adv, returns)) {
                            NDArray chosen = column.get(new NDIndex("{}", part));
                            chosen.attach(batch);
                            data.add(chosen);
                        }
                        update(data, batch);
                    }
                }
            }
        }
    }

    private void update(NDList data, NDManager batch) {
        NDArray adv = data.get(4), v = data.get(3), returns = data.get(5);
        try (GradientCollector gradients = trainer.newGradientCollector()) {
            NDList out = attached(trainer.forward(new NDList(data.get(0))), batch);
            NDArray ratio = logProb(out, data.get(1)).sub(data.get(2)).exp();
            NDArray centred = adv.sub(adv.mean());
            NDArray normed = centred.div(centred.square().mean().sqrt().add(1e-8f));
            NDArray policy = normed.neg().mul(ratio).maximum(normed.neg().mul(ratio.clip(0.8f, 1.2f))).mean();
            NDArray value = out.get(1);
            NDArray clipped = v.add(value.sub(v).clip(-0.2f, 0.2f));
            NDArray valueLoss = value.sub(returns).square().maximum(clipped.sub(returns).square()).mean().mul(0.5f);
            gradients.backward(policy.sub(entropy(out).mul(0.01f)).add(valueLoss.mul(0.5f)));
        }
        double squares = 0;
        for (NDArray parameter : parameters) {
            if (parameter.hasGradient()) {
                NDArray gradient = parameter.getGradient();
                gradient.attach(batch);
                squares += gradient.square().sum().getFloat();
            }
        }
        float scale = (float) Math.min(1, 0.5 / (Math.sqrt(squares) + 1e-6));
        for (NDArray parameter : parameters) {
            if (scale < 1 && parameter.hasGradient()) {
                NDArray gradient = parameter.getGradient();
                gradient.attach(batch);
                gradient.muli(scale);
            }
        }
        trainer.step();
    }

    private NDArray sample(NDList out) {
        NDArray first = out.get(0);
        if (discrete) { // the largest of logits with Gumbel noise
            NDArray u = first.getManager().randomUniform(1e-7f, 1, first.getShape());
            return first.add(u.log().neg().log().neg()).argMax(1);
        }
        return first.add(first.getManager().randomNormal(first.getShape()).mul(out.get(2).exp())).squeeze(1);
    }

    private NDArray logProb(NDList out, NDArray action) {
        if (discrete) {
            return out.get(0).logSoftmax(1)
                    .get(new NDIndex().addAllDim().addPickDim(action.toType(DataType.INT64, false)
                            .expandDims(1)))
                    .squeeze(1);
        }
        NDArray std = out.get(2).exp(), z = action.expandDims(1).sub(out.get(0)).div(std);
        return z.square().mul(-0.5f).sub(out.get(2)).sub((float) (0.5 * Math.log(2 * Math.PI))).squeeze(1);
    }

    private NDArray entropy(NDList out) {
        if (discrete) {
            NDArray logs = out.get(0).logSoftmax(1);
            return logs.exp().mul(logs).sum(new int[] {1}).neg().mean();
        }
        return out.get(2).add((float) (0.5 + 0.5 * Math.log(2 * Math.PI))).mean();
    }

    private long[] shuffled() {
        long[] order = new long[rows];
        for (int i = 0; i < rows; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    public static void main(String[] args) {
        String name = args[0];
        long total = Long.parseLong(args[1]);
        Program program = switch (name) {
            case "pendulum-ppo-4x1024" -> new Program("Pendulum-v1", 4, 1024, 16, 2, 0.9f, 1e-3f, Activation::relu);
            case "cartpole-ppo-4x128" -> new Program("CartPole-v1", 4, 128, 4, 4, 0.99f, 2.5e-4f, Activation::tanh);
            default -> throw new IllegalArgumentException("no program " + name);
        };
        System.setProperty("ai.djl.pytorch.num_threads", args[2]);
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        Engine.getEngine("PyTorch").setRandomSeed(1);
        try (Model model = Model.newInstance("ppo", "PyTorch");
                VectorEnv envs =
                        new SyncVectorEnv(program.envs, _ -> Envs.make(program.env), UnaryOperator.identity())) {
            int actions = envs.actionSpace() instanceof Discrete choice ? choice.n() : 1;
            model.setBlock(new Agent(actions, program.activation));
            Optimizer adam = Optimizer.adam().optLearningRateTracker(Tracker.fixed(program.learningRate))
                    .optEpsilon(1e-5f).build();
            try (Trainer trainer = model.newTrainer(new DefaultTrainingConfig(Loss.l2Loss()).optOptimizer(adam))) {
                trainer.initialize(new Shape(1, envs.observationSpace().size()));
                Ppo ppo = new Ppo(program, envs, trainer);
                int iterations = (int) (total / ppo.rows);
                double[] rates = new double[iterations - 1];
                for (int i = 0; i < iterations; i++) { // the first warms up
                    long start = System.nanoTime();
                    ppo.iteration();
                    if (i > 0) {
                        rates[i - 1] = ppo.rows / ((System.nanoTime() - start) / 1e9);
                    }
                }
                Arrays.sort(rates);
                System.out.println("benchmark,threads,figure,unit,median,least,most,samples");
                System.out.printf("%s,%s,DJL (PyTorch %s) env steps per second,1/s,%.0f,%.0f,%.0f,%d%n", name, args[2],
                        Engine.getEngine("PyTorch").getVersion(), rates[rates.length / 2], rates[0],
                        rates[rates.length - 1], rates.length);
            }
        }
    }
}
