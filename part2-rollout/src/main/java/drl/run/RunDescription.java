package drl.run;

import drl.cli.Invocation;
import drl.cli.RunOptions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What a run is about, for its header, its config.json and its picture.
///
/// @param envId          the environment
/// @param exp            the program's name as it stands in the folder's, CleanRL's `exp_name`
/// @param totalTimesteps how many environment steps the run will take; 0 if that is not known
/// @param settings       every hyperparameter as used
/// @param options        the shared flags
/// @param invocation     how the program was started
/// @param header         what the header shows beside that, label to text, in order: spaces, network sizes, backend
/// @param versions       versions beside the project's and the JDK's: the backend's, MuJoCo's where it is used
public record RunDescription(String envId, String exp, long totalTimesteps, Record settings, RunOptions options,
        Invocation invocation, SequencedMap<String, String> header, SequencedMap<String, String> versions) {

    /// Copies the maps.
    public RunDescription {
        header = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(header));
        versions = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(versions));
    }

    /// `part3-ppo tutorial`, or the chapter alone when it has one program of its own name.
    String program() {
        boolean same = invocation.program().equals(invocation.chapter());
        return invocation.chapter() + (same ? "" : " " + invocation.program());
    }
}
