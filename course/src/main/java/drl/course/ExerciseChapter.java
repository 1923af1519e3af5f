package drl.course;

import drl.cli.Chapter;
import drl.cli.Program;
import java.util.List;

/// The command `./rl exercise`.
public final class ExerciseChapter implements Chapter {

    @Override
    public String name() {
        return "exercise";
    }

    @Override
    public String summary() {
        return "writes a workbook: a copy of a chapter whose steps are yours to write";
    }

    @Override
    public int order() {
        return 20;
    }

    @Override
    public List<Program<?>> programs() {
        return List.of(new ExerciseProgram());
    }
}
