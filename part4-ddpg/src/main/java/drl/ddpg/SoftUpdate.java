package drl.ddpg;

import drl.backend.Backend;
import drl.nn.Module;
import drl.tensor.Tensor;

/// Lets a target network follow the network that learns: θ′ ← (1 − τ)·θ′ + τ·θ.
///
/// A critic whose targets are computed by itself chases its own tail. A copy that moves a thousandth of the way in each
/// step keeps them nearly still.
public final class SoftUpdate {

    private final Tensor[] target;
    private final Tensor[] source;
    private final Backend backend = Backend.defaultBackend();
    private final float keep;
    private final float take;

    /// @param target the network that follows
    /// @param source the network that learns, with parameters of the same shapes
    /// @param tau    τ in (0, 1]; 1 copies
    public SoftUpdate(Module target, Module source, double tau) {
        this.target = target.parameters().values().toArray(Tensor[]::new);
        this.source = source.parameters().values().toArray(Tensor[]::new);
        keep = (float) (1 - tau);
        take = (float) tau;
    }

    /// One step.
    // exercise: ALG STEP 15, targets that follow: θ′ ← (1 − τ)·θ′ + τ·θ
    public void step() {
        for (int i = 0; i < target.length; i++) {
            backend.affine(target[i].data(), keep, 0, target[i].data());
            backend.axpy(take, source[i].data(), target[i].data());
        }
    }
}
