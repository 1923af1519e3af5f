package drl.cli;

/// The version of this project, as the root `pom.xml` has it.
public final class ProjectVersion {

    /// Written into the records of every run.
    public static final String VERSION = "0.1.0";

    private ProjectVersion() {
    }
}
