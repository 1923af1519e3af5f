package drl.ppo;

import drl.cli.Chapter;
import drl.cli.Program;
import java.util.List;

/// Chapter 3 on the command line.
public final class PpoChapter implements Chapter {

    @Override
    public String name() {
        return "part3-ppo";
    }

    @Override
    public String summary() {
        return "trains PPO: the tutorial's, or as practitioners run it";
    }

    @Override
    public int order() {
        return 3;
    }

    @Override
    public List<Program<?>> programs() {
        return List.of(new TutorialProgram(), new VectorPpoProgram(VectorPpoKind.CONTINUOUS),
                new VectorPpoProgram(VectorPpoKind.DISCRETE));
    }
}
