package drl.run;

import drl.cli.Chapter;
import drl.cli.Program;
import java.util.List;

/// The command `./rl plot`.
public final class PlotChapter implements Chapter {

    @Override
    public String name() {
        return "plot";
    }

    @Override
    public String summary() {
        return "learning curves of one or more runs in one picture";
    }

    @Override
    public int order() {
        return 11;
    }

    @Override
    public List<Program<?>> programs() {
        return List.of(new PlotProgram());
    }
}
