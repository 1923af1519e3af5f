package drl.run;

import drl.nn.StateDict;

/// Knows when what is trained is better than ever: by the mean return of the last hundred episodes. Asked only when a
/// model is saved anyway, so that the best one is the best of those saved.
final class BestModel {

    /// Fewer episodes than the window say too little about a policy that is still changing.
    private static final int WINDOW = 100;

    private final double[] latest = new double[WINDOW]; // a ring
    private long episodes;
    private double best = Double.NEGATIVE_INFINITY;

    /// A recorder that hands everything on and keeps the episodes' returns.
    Recorder watching(Recorder recorder) {
        return new Recorder() {
            @Override
            public void scalar(String name, double value) {
                recorder.scalar(name, value);
            }

            @Override
            public void episode(double episodicReturn, int episodicLength, long globalStep) {
                latest[(int) (episodes++ % WINDOW)] = episodicReturn;
                recorder.episode(episodicReturn, episodicLength, globalStep);
            }

            @Override
            public void iteration(long globalStep) {
                recorder.iteration(globalStep);
            }
        };
    }

    /// Whether no model asked about before was better than the one of this moment; it is the one to beat from now on.
    ///
    /// @return false as well as long as no episode has ended
    boolean improved() {
        int count = (int) Math.min(episodes, WINDOW);
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += latest[i];
        }
        double mean = sum / count;
        if (count == 0 || !(mean >= best)) {
            return false;
        }
        best = mean;
        return true;
    }

    /// The best mean return so far; −∞ before the first.
    double best() {
        return best;
    }

    void save(StateDict state) {
        state.putDoubles("best.latest", latest);
        state.putDoubles("best.return", best);
        state.putLongs("best.episodes", episodes);
    }

    void load(StateDict state) {
        System.arraycopy(state.getDoubles("best.latest", WINDOW), 0, latest, 0, WINDOW);
        best = state.getDoubles("best.return", 1)[0];
        episodes = state.getLongs("best.episodes", 1)[0];
    }
}
