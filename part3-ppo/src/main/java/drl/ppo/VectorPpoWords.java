package drl.ppo;

import drl.cli.Given;
import drl.cli.UsageException;
import java.util.List;

/// What was typed, looked at as a whole: three facts have two flags each, and MyPPO's literal program has fewer flags
/// than this one.
final class VectorPpoWords {

    /// A flag in CleanRL's unit, and one in MyPPO's.
    private record Pair(String cleanRl, String myPpo) {
    }

    private static final List<Pair> PAIRS = List.of(new Pair("--total-timesteps", "--max-iterations"),
            new Pair("--num-minibatches", "--batch-size"), new Pair("--vf-coef", "--c1"));

    /// What MyPPO's literal program does not know.
    private static final List<String> FOREIGN = List.of("--anneal-lr", "--gae-lambda", "--psi", "--norm-adv",
            "--anneal-clip", "--clip-vloss", "--max-grad-norm", "--target-kl", "--adam-eps", "--norm-obs",
            "--norm-reward", "--activation");

    private VectorPpoWords() {
    }

    /// A preset's settings, ready for the typed flags: of a fact with two flags, the one that was typed counts.
    ///
    /// @throws UsageException if two flags say the same fact, or one is unknown to the program that was asked for
    static VectorPpoHyperparameters check(VectorPpoHyperparameters preset, Given given) {
        VectorPpoHyperparameters base = preset;
        for (Pair pair : PAIRS) {
            if (given.has(pair.cleanRl)) {
                if (given.has(pair.myPpo)) {
                    throw new UsageException(given.spelling(pair.cleanRl) + " and " + given.spelling(pair.myPpo)
                            + " say the same in two units: give one of them");
                }
                base = base.with(pair.myPpo, "none");
            }
        }
        boolean myPpo = given.text("--network", base.network().name()).equalsIgnoreCase(NetworkKind.MYPPO.name());
        if (given.on("--faithful") && myPpo) {
            for (String flag : FOREIGN) {
                if (given.has(flag)) {
                    throw new UsageException(given.spelling(flag) + " is unknown to MyPPO as its tutorial printed it:"
                            + " leave out this or --faithful");
                }
            }
        }
        return base;
    }
}
