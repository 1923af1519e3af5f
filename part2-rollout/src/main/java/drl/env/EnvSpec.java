package drl.env;

import drl.env.wrapper.TimeLimit;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// An entry of the registry: how an environment is called and made.
///
/// @param id the name to type, such as `Pendulum-v1`; a change that makes results incomparable raises the version.
///     Letters, digits, `_`, `-` and `.`, since it becomes part of a run's folder name
/// @param maxEpisodeSteps after how many steps [TimeLimit] truncates an episode; [#NO_LIMIT] for never
/// @param factory makes a new environment without its time limit, usually a constructor
/// @param obstacle says what is missing on this machine, in one line that tells how to get it; empty if nothing is
public record EnvSpec(
        String id, int maxEpisodeSteps, Supplier<? extends Env> factory, Supplier<Optional<String>> obstacle) {

    /// The [#maxEpisodeSteps] of an environment whose episodes may last for ever.
    public static final int NO_LIMIT = 0;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

    /// @throws IllegalArgumentException if the id is not one, or the limit is negative
    public EnvSpec {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("\"" + id + "\" cannot name an environment:"
                    + " an id starts with a letter or digit and goes on with letters, digits, _ - and .");
        }
        if (maxEpisodeSteps < NO_LIMIT) {
            throw new IllegalArgumentException(id + ": maxEpisodeSteps has to be at least 1, or 0 for no limit, not "
                    + maxEpisodeSteps);
        }
    }

    /// An environment that needs nothing but Java.
    ///
    /// @throws IllegalArgumentException as the constructor does
    public EnvSpec(String id, int maxEpisodeSteps, Supplier<? extends Env> factory) {
        this(id, maxEpisodeSteps, factory, Optional::empty);
    }

    /// Makes a new environment, with its time limit around it.
    ///
    /// @throws IllegalArgumentException if something is missing on this machine; the message says what
    public Env make() {
        Optional<String> missing = obstacle.get();
        if (missing.isPresent()) {
            throw new IllegalArgumentException(id + ": " + missing.get());
        }
        Env env = factory.get();
        return maxEpisodeSteps == NO_LIMIT ? env : new TimeLimit(env, maxEpisodeSteps);
    }
}
