package drl.nn;

import drl.cli.Chapter;
import drl.cli.Program;
import java.util.List;

/// Chapter 1 on the command line.
public final class NetworkChapter implements Chapter {

    @Override
    public String name() {
        return "part1-network";
    }

    @Override
    public String summary() {
        return "fits a curve with the network, and draws it";
    }

    @Override
    public int order() {
        return 1;
    }

    @Override
    public List<Program<?>> programs() {
        return List.of(new FitProgram());
    }
}
