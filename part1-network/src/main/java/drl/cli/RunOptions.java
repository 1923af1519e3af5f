package drl.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// The flags that every program takes.
///
/// @param seed         seed of every random stream, in [0, 2³² − 1], which all the references' generators take
/// @param device       where tensors live and kernels run
/// @param threads      worker threads, from 1 to 1,024
/// @param runsDir      the folder that holds the runs
/// @param runName      name of the run's folder; without one it is made from environment, program, seed and time
/// @param resume       folder of the run to go on with
/// @param saveFreq     iterations between two checkpoints; 0 saves none
/// @param evalEpisodes episodes of the evaluation at the end; 0 evaluates nothing
/// @param captureVideo whether training episodes are recorded
/// @param quiet        whether nothing is printed on standard output
/// @param cuda         CleanRL's way to forbid the GPU: without it, `device` is the CPU
/// @param saveModel    whether the trained networks are saved
/// @param track        whether to end with the command that sends the run to Weights & Biases
public record RunOptions(
        @Flag("seed of every random stream: the same seed gives the same run") long seed,
        @Flag("where the networks are computed") Device device,
        @Flag("worker threads, the result does not depend on their number") int threads,
        @Flag("folder that holds the runs") Path runsDir,
        @Flag("name of the run's folder instead of {env-id}__{exp}__{seed}__{unix time}") Optional<String> runName,
        @Flag("folder of a run to go on with where it stopped") Optional<Path> resume,
        @Flag("iterations between two checkpoints, 0 for none") int saveFreq,
        @Flag(value = "episodes of the evaluation at the end, 0 for none", aliases = "--n-test-episodes") int evalEpisodes,
        @Flag("record episodes while training, and the first three of the evaluation, as MP4") boolean captureVideo,
        @Flag("print nothing on standard output") boolean quiet,
        @Flag("use a GPU where device allows it; --no-cuda is --device cpu") boolean cuda,
        @Flag("save the trained networks, the latest and the best") boolean saveModel,
        @Flag("end with the command that sends the run's event file to Weights & Biases") boolean track) {

    /// What holds when no flag is typed.
    public static final RunOptions DEFAULTS = new RunOptions(1, Device.AUTO, 1, Path.of("runs"), Optional.empty(),
            Optional.empty(), 10, 10, false, false);

    private static final long LARGEST_SEED = 0xFFFF_FFFFL;
    private static final int MOST_THREADS = 1024;
    private static final int LONGEST_NAME = 255; // of a folder

    /// Where the networks are computed.
    public enum Device {
        /// The device that is fastest for the networks at hand.
        AUTO,
        /// The processor.
        CPU,
        /// An NVIDIA GPU.
        CUDA
    }

    /// @throws IllegalArgumentException if a value is out of range
    public RunOptions {
        Require.that(seed >= 0 && seed <= LARGEST_SEED, "seed must be in [0, " + LARGEST_SEED + "], got " + seed);
        Require.that(cuda || device != Device.CUDA, "device must be auto or cpu with --no-cuda, got cuda");
        device = cuda ? device : Device.CPU;
        Require.inRange("threads", threads, 1, MOST_THREADS);
        Require.atLeast("saveFreq", saveFreq, 0);
        Require.atLeast("evalEpisodes", evalEpisodes, 0);
        Require.that(runName.isEmpty() || isFolderName(runName.get()),
                "runName must be the name of one folder, got \"" + runName.orElse("") + "\"");
        int length = runName.orElse("").getBytes(StandardCharsets.UTF_8).length;
        Require.that(length <= LONGEST_NAME, "runName must have at most " + LONGEST_NAME
                + " bytes, as file systems want it, got " + length);
    }

    /// With CleanRL's further flags as they are by default.
    public RunOptions(long seed, Device device, int threads, Path runsDir, Optional<String> runName,
            Optional<Path> resume, int saveFreq, int evalEpisodes, boolean captureVideo, boolean quiet) {
        this(seed, device, threads, runsDir, runName, resume, saveFreq, evalEpisodes, captureVideo, quiet, true, true,
                false);
    }

    /// These with another seed.
    public RunOptions withSeed(long other) {
        return new RunOptions(other, device, threads, runsDir, runName, resume, saveFreq, evalEpisodes, captureVideo,
                quiet, cuda, saveModel, track);
    }

    /// These with another number of episodes.
    public RunOptions withEvalEpisodes(int others) {
        return new RunOptions(seed, device, threads, runsDir, runName, resume, saveFreq, others, captureVideo, quiet,
                cuda, saveModel, track);
    }

    private static boolean isFolderName(String name) {
        return !name.isBlank() && !name.matches(".*[/\\\\].*") && !name.equals(".") && !name.equals("..");
    }
}
