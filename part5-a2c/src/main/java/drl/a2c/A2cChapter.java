package drl.a2c;

import drl.cli.Chapter;
import drl.cli.Program;
import java.util.List;

/// Chapter 5 on the command line.
public final class A2cChapter implements Chapter {

    @Override
    public String name() {
        return "part5-a2c";
    }

    @Override
    public String summary() {
        return "trains A2C, the synchronous advantage actor-critic, or A3C, the asynchronous one";
    }

    @Override
    public int order() {
        return 5;
    }

    @Override
    public List<Program<?>> programs() {
        return List.of(new A2cProgram(), new A3cProgram());
    }
}
