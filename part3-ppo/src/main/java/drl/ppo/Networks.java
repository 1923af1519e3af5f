package drl.ppo;

import drl.backend.Activation;
import drl.random.TorchRandom;
import java.util.Optional;

/// An agent's networks. They share their first layers, the backbone, or nothing at all.
///
/// @param backbone observations to features, where these are shared
/// @param actor    features or observations to what the policy is made of
/// @param critic   features or observations to V
record Networks(Optional<LayerStack> backbone, LayerStack actor, LayerStack critic) {

    /// What networks are to be like.
    ///
    /// @param kind          how they are built
    /// @param hidden        units of each hidden layer
    /// @param activation    what they apply to their sums
    /// @param shareBackbone whether actor and critic share the layers that find features
    public record Plan(NetworkKind kind, int hidden, Activation activation, boolean shareBackbone) {

        /// Draws the weights.
        ///
        /// @param out numbers that the actor gives
        Networks draw(int obsDim, int out, TorchRandom random) {
            return shareBackbone ? kind.sharing(obsDim, hidden, out, activation, random)
                    : kind.separate(obsDim, hidden, out, activation, random);
        }
    }

    /// The layers' widths, for a run's header.
    @Override
    public String toString() {
        return backbone.map(shared -> "backbone " + shared + ", ").orElse("") + "actor " + actor + ", critic " + critic;
    }
}
