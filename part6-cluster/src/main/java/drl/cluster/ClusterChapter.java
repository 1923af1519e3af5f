package drl.cluster;

import drl.cli.Chapter;
import drl.cli.Program;
import java.util.List;

/// Chapter 6 on the command line.
public final class ClusterChapter implements Chapter {

    @Override
    public String name() {
        return "part6-cluster";
    }

    @Override
    public String summary() {
        return "trains PPO with environments on an Apache Spark cluster";
    }

    @Override
    public int order() {
        return 6;
    }

    @Override
    public List<Program<?>> programs() {
        return List.of(new ClusterProgram(), new StandaloneProgram(), new CostProgram());
    }
}
