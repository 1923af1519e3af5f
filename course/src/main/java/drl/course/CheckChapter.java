package drl.course;

import drl.cli.Chapter;
import drl.cli.Program;
import java.util.List;

/// The command `./rl check`.
public final class CheckChapter implements Chapter {

    @Override
    public String name() {
        return "check";
    }

    @Override
    public String summary() {
        return "runs the reference tests of a chapter, a line a step, on the chapter or on your workbook";
    }

    @Override
    public int order() {
        return 21;
    }

    @Override
    public List<Program<?>> programs() {
        return List.of(new CheckProgram());
    }
}
