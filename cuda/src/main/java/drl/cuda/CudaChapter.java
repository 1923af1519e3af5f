package drl.cuda;

import drl.cli.Chapter;
import drl.cli.Program;
import java.util.List;

/// The command `./rl cuda`.
public final class CudaChapter implements Chapter {

    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public String summary() {
        return "the GPU: what is found, every operation against the CPU, and how fast both are";
    }

    @Override
    public int order() {
        return 20;
    }

    @Override
    public List<Program<?>> programs() {
        return List.of(new InfoProgram(), new CheckProgram(), new BenchProgram());
    }
}
