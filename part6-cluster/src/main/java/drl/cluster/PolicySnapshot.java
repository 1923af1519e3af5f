package drl.cluster;

import drl.cli.Setting;
import drl.cli.Settings;
import drl.env.wrapper.RunningMeanStd;
import drl.ppo.Agent;
import drl.ppo.VectorPpoHyperparameters;
import drl.tensor.Tensor;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/// What every executor has to know for one iteration: this is broadcast, and nothing else is shared.
///
/// @param settings   the hyperparameters, name to text (Java's optional numbers cannot travel)
/// @param seed       of the run
/// @param globalStep environment steps before the iteration
/// @param parameters all weights of the agent, one after the other
/// @param mean       of observations so far (O)
/// @param variance   of observations so far (O)
/// @param count      of observations so far
record PolicySnapshot(Map<String, String> settings, long seed, long globalStep, float[] parameters, double[] mean,
        double[] variance, double count) implements Serializable {

    /// The agent and the statistics as they are now.
    static PolicySnapshot of(VectorPpoHyperparameters hp, long seed, long globalStep, Agent agent,
            RunningMeanStd observations) {
        Map<String, String> settings = new HashMap<>();
        for (Setting setting : Settings.of(VectorPpoHyperparameters.class).values(hp)) {
            settings.put(setting.name(), setting.text());
        }
        int size = agent.parameters().values().stream().mapToInt(Tensor::size).sum(), at = 0;
        float[] parameters = new float[size];
        for (Tensor parameter : agent.parameters().values()) {
            parameter.get(0, parameters, at, parameter.size());
            at += parameter.size();
        }
        return new PolicySnapshot(settings, seed, globalStep, parameters, observations.mean(), observations.variance(),
                observations.count());
    }

    /// The hyperparameters.
    VectorPpoHyperparameters hyperparameters() {
        return Settings.of(VectorPpoHyperparameters.class).restore(VectorPpoHyperparameters.continuous(), settings);
    }

    /// Makes an agent's weights these.
    void giveTo(Agent agent) {
        int at = 0;
        for (Tensor parameter : agent.parameters().values()) {
            parameter.set(0, parameters, at, parameter.size());
            at += parameter.size();
        }
    }

    /// Makes statistics these.
    void giveTo(RunningMeanStd observations) {
        observations.restore(mean, variance, count);
    }
}
