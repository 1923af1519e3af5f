package drl.bench;

import drl.cli.Chapter;
import drl.cli.Program;
import java.util.List;

/// The command `./rl bench`.
public final class BenchChapter implements Chapter {

    @Override
    public String name() {
        return "bench";
    }

    @Override
    public String summary() {
        return "measures kernels and whole runs, a CSV row for each figure";
    }

    @Override
    public int order() {
        return 14;
    }

    @Override
    public List<Program<?>> programs() {
        return List.of(new BenchProgram());
    }
}
