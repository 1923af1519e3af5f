package drl.cluster;

import drl.cli.Given;
import drl.cli.Invocation;
import drl.cli.Job;
import drl.cli.Preset;
import drl.cli.Require;
import drl.cli.RunFailure;
import drl.cli.RunOptions;
import drl.env.Env;
import drl.nn.StateDict;
import drl.ppo.VectorPpoKind;
import drl.ppo.VectorPpoProgram;
import drl.rollout.Policy;
import drl.run.NotFiniteException;
import drl.run.Training;
import drl.run.TrainingProgram;
import drl.run.TrainingSetup;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// `./rl part6-cluster ppo`: trains chapter 3's [drl.ppo.VectorPPO] with environments on a cluster. Flags, presets and
/// what becomes of a run are those of `part3-ppo continuous`.
public final class ClusterProgram implements TrainingProgram<ClusterHyperparameters> {

    private static final String MASTER = "--master";

    private final VectorPpoProgram chapter3 = new VectorPpoProgram(VectorPpoKind.CONTINUOUS);
    private final Optional<ClusterHyperparameters> place; // that was typed for a resumed run
    private Cluster cluster;                              // of the run, once somebody has needed it

    /// The program as it is listed.
    public ClusterProgram() {
        this(Optional.empty());
    }

    private ClusterProgram(Optional<ClusterHyperparameters> place) {
        this.place = place;
    }

    @Override
    public String name() {
        return "ppo";
    }

    @Override
    public String summary() {
        return "PPO for continuous actions, its environments on a cluster";
    }

    @Override
    public Class<ClusterHyperparameters> settingsType() {
        return ClusterHyperparameters.class;
    }

    @Override
    public List<Preset> presets() {
        return chapter3.presets();
    }

    @Override
    public String presetFor(Given given) {
        return chapter3.presetFor(given);
    }

    @Override
    public ClusterHyperparameters base(String preset, Given given) {
        return new ClusterHyperparameters(chapter3.base(preset, given), "local[2]", OptionalInt.empty(), false);
    }

    /// A resumed run may go on elsewhere: where it is played does not change what is learned. A new one has its cluster
    /// before its folder, so that none is left behind where the cluster does not come up.
    @Override
    public Job prepare(ClusterHyperparameters settings, RunOptions options, Invocation invocation) {
        Require.that(!options.captureVideo(),
                "--capture-video is not for environments on a cluster: ./rl enjoy RUN films "
                        + "what was trained");
        if (options.resume().isPresent()) {
            return new ClusterProgram(Optional.of(settings).filter(_ -> invocation.given().has(MASTER)))
                    .prepared(settings, options, invocation);
        }
        requireFit(settings, invocation);
        ClusterProgram program = new ClusterProgram(Optional.empty());
        program.open(settings, options.threads());
        return program.prepared(settings, options, invocation);
    }

    private Job prepared(ClusterHyperparameters settings, RunOptions options, Invocation invocation) {
        try {
            Job job = TrainingProgram.super.prepare(settings, options, invocation);
            return () -> {
                try (Cluster _ = cluster) {
                    return job.run();
                } catch (RunFailure failure) {
                    throw failure.getCause() instanceof NotFiniteException ? failure // says that itself
                            : new RunFailure(failure.getMessage() + "; " + left(options), failure);
                }
            };
        } catch (RuntimeException refused) {
            if (cluster != null) {
                cluster.close();
            }
            throw refused;
        }
    }

    private static String left(RunOptions options) {
        return options.saveFreq() > 0
                ? "--resume and the run's folder go on from its last checkpoint, with --master wherever there is a cluster"
                : "with --save-freq 0 there is no checkpoint to go on from";
    }

    private Cluster open(ClusterHyperparameters settings, int threads) {
        if (cluster == null) {
            cluster = Cluster.open(settings, threads);
        }
        return cluster;
    }

    @Override
    public Set<String> changeable() {
        return Set.of(MASTER, "--num-partitions", "--barrier");
    }

    @Override
    public String exp() {
        return "ppo_cluster";
    }

    @Override
    public ClusterHyperparameters defaults() {
        return new ClusterHyperparameters(chapter3.defaults(), "local[2]", OptionalInt.empty(), false);
    }

    @Override
    public String envId(ClusterHyperparameters settings) {
        return settings.ppo().envId();
    }

    @Override
    public long totalTimesteps(ClusterHyperparameters settings) {
        return chapter3.totalTimesteps(settings.ppo());
    }

    @Override
    public void requireFit(String envId, Env env) {
        chapter3.requireFit(envId, env);
    }

    @Override
    public Training training(ClusterHyperparameters settings, TrainingSetup setup) {
        ClusterHyperparameters placed = place.map(settings::at).orElse(settings);
        return new ClusterTraining(placed, setup.seed(), open(placed, setup.threads()));
    }

    @Override
    public Env environment(ClusterHyperparameters settings) {
        return chapter3.environment(settings.ppo());
    }

    @Override
    public Policy policy(ClusterHyperparameters settings, StateDict model, Env env, long seed) {
        return chapter3.policy(settings.ppo(), model, env, seed);
    }
}
