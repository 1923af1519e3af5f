package drl.run;

import drl.nn.StateDict;
import drl.rollout.Policy;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// A training that does nothing; tests override what theirs is to do.
public class IdleTraining implements Training {

    @Override
    public void begin() {
    }

    @Override
    public void learn(Recorder recorder) {
    }

    @Override
    public SequencedMap<String, String> header() {
        return new LinkedHashMap<>();
    }

    @Override
    public Policy policy() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void saveModel(StateDict model) {
    }

    @Override
    public void save(StateDict state) {
    }

    @Override
    public void load(StateDict state) {
    }

    @Override
    public void close() {
    }
}
