package drl.rollout;

import drl.cli.Chapter;
import drl.cli.Program;
import java.util.List;

/// Chapter 2 on the command line.
public final class RolloutChapter implements Chapter {

    @Override
    public String name() {
        return "part2-rollout";
    }

    @Override
    public String summary() {
        return "collects one batch with an untrained policy, and films the first episode";
    }

    @Override
    public int order() {
        return 2;
    }

    @Override
    public List<Program<?>> programs() {
        return List.of(new RolloutProgram());
    }
}
