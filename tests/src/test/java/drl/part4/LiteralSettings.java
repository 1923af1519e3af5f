package drl.part4;

import drl.ddpg.DdpgHyperparameters;

/// The tutorial's literal behaviour with the numbers of a recording.
final class LiteralSettings {

    private LiteralSettings() {
    }

    static DdpgHyperparameters of(double gamma, double tau, int batchSize, double lrActor, double lrCritic,
            double weightDecay, int hidden1, int hidden2, double epsilon, int logInterval) {
        DdpgHyperparameters p = DdpgHyperparameters.plain();
        return new DdpgHyperparameters(p.envId(), p.totalTimesteps(), gamma, tau, p.bufferSize(), batchSize, lrActor,
                lrCritic, weightDecay, hidden1, hidden2, p.actionLayer(), p.actorInitW(), p.criticInitW(),
                p.initBiases(), p.fanInInit(), p.scaleActions(), p.clipActions(), p.noise(), p.explorationNoise(),
                p.theta(), p.noiseDt(), p.sigmaMin(), p.nStepsAnnealing(), epsilon, p.resetNoise(), p.bootstrap(),
                p.learningStarts(), p.policyFrequency(), logInterval, false).literal();
    }
}
