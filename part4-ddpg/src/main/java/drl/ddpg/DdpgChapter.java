package drl.ddpg;

import drl.cli.Chapter;
import drl.cli.Program;
import java.util.List;

/// Chapter 4 on the command line.
public final class DdpgChapter implements Chapter {

    @Override
    public String name() {
        return "part4-ddpg";
    }

    @Override
    public String summary() {
        return "trains DDPG on Pendulum-v1 and other tasks with continuous actions";
    }

    @Override
    public int order() {
        return 4;
    }

    @Override
    public List<Program<?>> programs() {
        return List.of(new DdpgProgram());
    }
}
