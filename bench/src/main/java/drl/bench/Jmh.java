package drl.bench;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/// `kernels`: [KernelBenchmark] under JMH, a JVM for each of its methods and layers.
final class Jmh implements Benchmark {

    @Override
    public String name() {
        return "kernels";
    }

    @Override
    public void run(Figures figures, Effort effort) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder().include(KernelBenchmark.class.getName())
                .measurementIterations(effort.rounds()).verbosity(VerboseMode.SILENT).build()).run();
        for (RunResult result : results) {
            String method = result.getParams().getBenchmark().replaceFirst(".*\\.", "");
            List<Double> samples = result.getAggregatedResult().getIterationResults().stream()
                    .map(iteration -> iteration.getPrimaryResult().getScore()).toList();
            figures.add(name(), method + " " + result.getParams().getParam("layer"),
                    result.getPrimaryResult().getScoreUnit(),
                    samples.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }
}
