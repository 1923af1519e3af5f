package drl.run;

import drl.cli.Chapter;
import drl.cli.Program;
import java.util.List;

/// The command `./rl envs`.
public final class EnvsChapter implements Chapter {

    @Override
    public String name() {
        return "envs";
    }

    @Override
    public String summary() {
        return "the environments, with their spaces, step limits and whether their engine is installed";
    }

    @Override
    public int order() {
        return 12;
    }

    @Override
    public List<Program<?>> programs() {
        return List.of(new EnvsProgram());
    }
}
