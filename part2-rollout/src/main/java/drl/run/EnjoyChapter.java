package drl.run;

import drl.cli.Chapter;
import drl.cli.Program;
import java.util.List;

/// The command `./rl enjoy`.
public final class EnjoyChapter implements Chapter {

    @Override
    public String name() {
        return "enjoy";
    }

    @Override
    public String summary() {
        return "plays what a run has trained, and films it";
    }

    @Override
    public int order() {
        return 10;
    }

    @Override
    public List<Program<?>> programs() {
        return List.of(new EnjoyProgram());
    }
}
