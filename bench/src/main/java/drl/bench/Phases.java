package drl.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingStream;

/// Where a training loop's time goes, by looking at its stack a hundred times a second (JDK Flight Recorder, which does
/// not wait for safepoints): the code under measurement knows nothing of it.
final class Phases implements AutoCloseable {

    /// A method, and the phase that it and what it calls belong to.
    private record Rule(String type, String method, String phase) {

        boolean holds(RecordedFrame frame) {
            return frame.getMethod().getName().matches(method) && frame.getMethod().getType().getName().matches(type);
        }
    }

    /// The innermost frame that a rule names decides.
    private static final List<Rule> RULES = List.of(
            new Rule("drl\\.env\\..*", "step", "environments"),
            new Rule("drl\\.nn\\.Optimizer", "(zeroGrad|clipGradNorm|step)", "optimiser"),
            new Rule("drl\\.ddpg\\.SoftUpdate", "step", "optimiser"),
            new Rule("drl\\.ddpg\\.ReplayBuffer", "(append|sample)", "memory"),
            new Rule("drl\\.tensor\\.Tape", "backward", "backward"),
            new Rule("drl\\..*", "rollout", "acting"),
            new Rule("drl\\..*", "act", "acting"),
            new Rule("drl\\..*", "getAction", "acting"),
            new Rule("drl\\..*", "estimateAdvantages", "advantages"),
            new Rule("drl\\..*", "(update|train)", "forward and loss"));

    private static final String REST = "rest";

    private final String thread;
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final RecordingStream stream = new RecordingStream();

    /// Looks at the current thread from [#start] on.
    Phases() {
        thread = Thread.currentThread().getName();
        stream.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
        stream.onEvent("jdk.ExecutionSample", this::count);
    }

    void start() {
        stream.startAsync();
    }

    private void count(RecordedEvent sample) {
        if (sample.getThread("sampledThread") instanceof RecordedThread sampled
                && thread.equals(sampled.getJavaName())) {
            counts.computeIfAbsent(phase(sample.getStackTrace().getFrames()), _ -> new LongAdder()).increment();
        }
    }

    private static String phase(List<RecordedFrame> frames) {
        for (RecordedFrame frame : frames) {
            for (Rule rule : RULES) {
                if (rule.holds(frame)) {
                    return rule.phase;
                }
            }
        }
        return REST;
    }

    /// The shares so far, in the order of a training loop.
    SequencedMap<String, Double> shares() {
        stream.stop();
        double all = counts.values().stream().mapToLong(LongAdder::sum).sum();
        SequencedMap<String, Double> shares = new LinkedHashMap<>();
        for (String phase : List.of("acting", "environments", "memory", "advantages", "forward and loss", "backward",
                "optimiser", REST)) {
            shares.put(phase, counts.containsKey(phase) ? counts.get(phase).sum() / all : 0);
        }
        return shares;
    }

    @Override
    public void close() {
        stream.close();
    }
}
