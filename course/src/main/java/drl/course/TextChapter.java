package drl.course;

import drl.cli.Chapter;
import drl.cli.Program;
import java.util.List;

/// The command `./rl text`.
public final class TextChapter implements Chapter {

    @Override
    public String name() {
        return "text";
    }

    @Override
    public String summary() {
        return "brings the code and the outputs that the chapters show up to date";
    }

    @Override
    public int order() {
        return 22;
    }

    @Override
    public List<Program<?>> programs() {
        return List.of(new TextProgram());
    }
}
