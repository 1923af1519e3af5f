package drl.ppo;

import drl.backend.Backend;
import drl.backend.Storage;
import drl.run.FiniteGuard;
import drl.run.Recorder;
import drl.tensor.Tensor;

/// What an iteration's updates are judged by: their losses, their gradients' lengths and their ratios, a row an update.
/// The numbers stay where they are computed until [#read] fetches all of them, so that no update waits for a number.
final class UpdateLog {

    private static final int POLICY_LOSS = 0;
    private static final int VALUE_LOSS = 1;
    private static final int ENTROPY = 2;
    private static final int GRAD_NORM = 3;
    private static final int OLD_APPROX_KL = 4;
    private static final int APPROX_KL = 5;
    private static final int RATIOS = 6; // from here on

    private final Backend backend = Backend.defaultBackend();
    private final int width;
    private final Storage log;
    private final float[] rows;     // the same, once read
    private final int[] sizes;      // of the updates' minibatches
    private int updates;

    /// @param longest updates of an iteration, at most
    /// @param largest steps of a minibatch, at most
    UpdateLog(int longest, int largest) {
        width = RATIOS + largest;
        log = backend.allocate(longest * width);
        rows = new float[longest * width];
        sizes = new int[longest];
    }

    /// Starts over.
    void begin() {
        updates = 0;
    }

    /// Notes an update.
    ///
    /// @param gradNorm the length of the gradient, ()
    void add(PpoLoss loss, Tensor gradNorm) {
        note(POLICY_LOSS, loss.policy().policyLoss());
        note(VALUE_LOSS, loss.value().valueLoss());
        note(ENTROPY, loss.policy().entropy());
        note(GRAD_NORM, gradNorm);
        note(OLD_APPROX_KL, loss.policy().oldApproxKl());
        note(APPROX_KL, loss.policy().approxKl());
        note(RATIOS, loss.policy().ratio());
        sizes[updates++] = loss.policy().ratio().size();
    }

    private void note(int column, Tensor figure) {
        backend.copyToRow(figure.data(), log, updates, width, column);
    }

    /// Fetches what was noted. Waits until it is computed.
    void read() {
        backend.download(log, 0, rows, 0, updates * width);
    }

    /// @param parts      minibatches of an epoch, for the message
    /// @param globalStep likewise
    /// @throws drl.run.NotFiniteException if a part of a loss, a loss or a gradient is not finite
    void requireFinite(PpoLoss.Weights weights, int parts, long globalStep) {
        for (int update = 0; update < updates; update++) {
            float policyLoss = at(update, POLICY_LOSS), valueLoss = at(update, VALUE_LOSS);
            float entropy = at(update, ENTROPY), gradNorm = at(update, GRAD_NORM);
            float loss = policyLoss - (float) weights.entCoef() * entropy + (float) weights.vfCoef() * valueLoss;
            if (!Float.isFinite(loss) || !Float.isFinite(gradNorm)) {
                String where = " of minibatch " + update % parts + " in epoch " + update / parts;
                FiniteGuard.check("policy_loss" + where, policyLoss, globalStep);
                FiniteGuard.check("value_loss" + where, valueLoss, globalStep);
                FiniteGuard.check("entropy" + where, entropy, globalStep);
                FiniteGuard.check("the loss" + where, loss, globalStep);
                FiniteGuard.check("the length of the gradient" + where, gradNorm, globalStep);
            }
        }
    }

    /// Hands on the figures of the last update, and the ratios of all.
    void report(PpoLoss.Weights weights, Recorder recorder) {
        int last = updates - 1;
        recorder.scalar("losses/value_loss", at(last, VALUE_LOSS));
        recorder.scalar("losses/policy_loss", at(last, POLICY_LOSS));
        recorder.scalar("losses/entropy", at(last, ENTROPY));
        recorder.scalar("losses/old_approx_kl", at(last, OLD_APPROX_KL));
        recorder.scalar("losses/approx_kl", at(last, APPROX_KL));
        recorder.scalar("losses/clipfrac", clipfrac(weights));
    }

    /// The share of ratios outside 1 ± ε, of each update, averaged over them.
    private double clipfrac(PpoLoss.Weights weights) {
        double sum = 0;
        for (int update = 0; update < updates; update++) {
            sum += PolicyLoss.clipfrac(rows, update * width + RATIOS, sizes[update], weights.clipCoef());
        }
        return sum / updates;
    }

    private float at(int update, int column) {
        return rows[update * width + column];
    }
}
