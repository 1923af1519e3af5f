package drl.examples;

import drl.cli.Chapter;
import drl.cli.Program;
import java.util.List;

/// The command `./rl reinforce`.
public final class ReinforceChapter implements Chapter {

    @Override
    public String name() {
        return "reinforce";
    }

    @Override
    public String summary() {
        return "an example of an algorithm of one's own: REINFORCE";
    }

    @Override
    public int order() {
        return 9;
    }

    @Override
    public List<Program<?>> programs() {
        return List.of(new ReinforceProgram());
    }
}
