package drl.part5;

import drl.a2c.A2C;
import drl.a2c.A2cHyperparameters;
import drl.a2c.ActorCritic;
import drl.a2c.ActorCriticLoss;
import drl.a2c.NStepRollout;
import drl.a2c.OptimizerKind;
import drl.a2c.PolicyLoss;
import drl.a2c.Returns;
import drl.a2c.TimeLimitRule;
import drl.env.Envs;
import drl.env.vector.SyncVectorEnv;
import drl.env.vector.VectorEnv;
import drl.env.vector.VectorStep;
import drl.env.wrapper.TimeLimit;
import drl.random.TorchRandom;
import drl.run.Recorder;
import drl.steps.Expect;
import drl.steps.Step;
import drl.tensor.Tensor;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The steps of chapter 5 on numbers that can be worked out by hand.
@Tag("part5")
class StepTests {

    private static final String RETURNS = "ALG STEP 4, returns";
    private static final String LOSS = "ALG STEP 5, the loss";

    private static A2cHyperparameters settings(double learningRate, int numEnvs) {
        return new A2cHyperparameters("CartPole-v1", 100_000, learningRate, numEnvs, 5, false, 0.9, 0, 0.5,
                OptionalDouble.empty(), OptimizerKind.ADAM, 16, false, false, 0, 1, 100, true, false, true, false);
    }

    private static VectorEnv envs(int n) {
        return new SyncVectorEnv(n, _ -> Envs.make("CartPole-v1"), env -> env);
    }

    private static ActorCritic model(VectorEnv envs) {
        return new ActorCritic(envs.observationSpace(), envs.actionSpace(), 16, new TorchRandom(1));
    }

    // ---- the rollout ------------------------------------------------------------------------------------------

    @Test
    @Step("ALG STEP 3, the rollout")
    void a_rollout_goes_on_where_the_last_one_ended() {
        VectorEnv envs = envs(2);
        ActorCritic model = model(envs);
        NStepRollout rollout = new NStepRollout(model, envs, 3, TimeLimitRule.END, new TorchRandom(1));
        rollout.begin(1);
        rollout.collect(0);
        float[] first = rollout.batchObs().toArray();
        Expect.of("rewards and masks of 3 steps in 2 environments", 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
                .check(concat(rollout.rewards(), rollout.masks()));
        double value = rollout.nextValue()[0];
        rollout.collect(6);
        float[] second = rollout.batchObs().toArray(), next = java.util.Arrays.copyOf(second, 4);
        Expect.that(!java.util.Arrays.equals(first, second), "other observations than in the rollout before",
                "the same ones",
                "the environments go on: they are not reset between rollouts, and `obs` is what comes next");
        Expect.of("nextValue, V of the observation that the next rollout begins with",
                model.value(Tensor.of(next, 1, 4)).item()).within(1e-5)
                .mistake("this is V of the last observation that was acted on",
                        model.value(Tensor.of(java.util.Arrays.copyOfRange(first, 16, 20), 1, 4)).item())
                .mistake("nobody asked the critic", 0).check(value);
    }

    private static float[] concat(float[] a, float[] b) {
        float[] both = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @Test
    @Step("ALG STEP 3, a time limit")
    void a_cut_episode_is_worth_what_the_critic_expects() {
        VectorEnv envs = new SyncVectorEnv(1, _ -> new TimeLimit(Envs.make("CartPole-v1"), 2), env -> env);
        ActorCritic model = model(envs);
        float[] rewards = new float[2];
        float[] left = {0};
        envs.reset(1);
        envs.step(left);
        drl.env.vector.VectorStep cut = envs.step(left);
        double value = model.value(Tensor.of(cut.finalObs().clone(), 1, 4)).item();
        double wrong = model.value(Tensor.of(cut.obs().clone(), 1, 4)).item();
        rewards[1] = 1;
        settings(1e-3, 1).limit(model).apply(cut, rewards, 1);
        Expect.of("the rewards before and at the cut, γ = 0.9", 0, 1 + 0.9 * value).within(1e-5)
                .mistake("γ is missing", 0, 1 + value)
                .mistake("this is V of the next episode's first observation: ask for finalObs", 0, 1 + 0.9 * wrong)
                .mistake("what follows is worth something: the limit is no end", 0, 1).check(rewards);
    }

    @Test
    @Step("ALG STEP 3, a time limit")
    void a_task_that_ends_at_the_limit_has_ended() {
        VectorEnv envs = envs(3);
        boolean[] terminated = {true, false, true}, truncated = {true, true, false};
        float[] finalObs = new float[12], rewards = {1, 1, 1};
        Arrays.fill(finalObs, 1);
        ActorCritic model = model(envs);
        double rest = 0.9 * model.value(Tensor.of(finalObs.clone(), 3, 4)).at(0);
        settings(1e-3, 3).limit(model).apply(new VectorStep(new float[12], new double[] {1, 1, 1},
                terminated, truncated, finalObs, new double[3], new int[3]), rewards, 0);
        Expect.of("the rewards of an end at the limit, a limit, an end", 1, 1 + rest, 1).within(1e-5)
                .mistake("where both are set `terminated` counts: nothing follows", 1 + rest, 1 + rest, 1)
                .mistake("the two are swapped: at the limit something would have followed", 1, 1, 1 + rest)
                .check(rewards);
    }

    // ---- returns ----------------------------------------------------------------------------------------------

    private static float[] returns(float[] nextValue, float[] rewards, float[] masks) {
        float[] returns = new float[rewards.length];
        Returns.computeReturns(nextValue, rewards, masks, 0.5f, returns);
        return returns;
    }

    @Test
    @Step(RETURNS)
    void returns_are_summed_from_the_end() {
        Expect.of("R for rewards 1, 1, 1, γ = 0.5 and V = 8 behind", 2.75, 3.5, 5)
                .mistake("returns grow from the front: did you iterate forwards?", 5, 3.5, 2.75)
                .mistake("what follows the last step is worth V", 1.75, 1.5, 1)
                .mistake("γ is missing", 11, 10, 9)
                .check(returns(new float[] {8}, new float[] {1, 1, 1}, new float[] {1, 1, 1}));
    }

    @Test
    @Step(RETURNS)
    void an_end_lets_nothing_through() {
        Expect.of("R where the episode ended with the second step", 1.5, 1, 5)
                .mistake("the mask is missing: the next episode leaks into this one", 2.75, 3.5, 5)
                .mistake("the mask came one step late", 1, 3.5, 5)
                .mistake("the mask also took the reward of the last step", 1, 0, 5)
                .check(returns(new float[] {8}, new float[] {1, 1, 1}, new float[] {1, 0, 1}));
    }

    @Test
    @Step(RETURNS)
    void environments_stand_side_by_side() {
        Expect.of("R (2, 2) of two environments", 2, 20, 2, 20)
                .mistake("steps and environments are mixed up: row t·N + n is step t of environment n", 7.5, 13, 11, 20)
                .check(returns(new float[] {2, 20}, new float[] {1, 10, 1, 10}, new float[] {1, 1, 1, 1}));
    }

    // ---- learning ---------------------------------------------------------------------------------------------

    @Test
    @Step(LOSS)
    void each_action_is_credited_with_its_own_advantage() {
        Tensor logProbs = Tensor.parameter(-1, -2, -3), V = Tensor.parameter(1, 1, 1), entropy = Tensor.parameter(0.7f);
        ActorCriticLoss loss = ActorCriticLoss.of(new ActorCritic.Evaluation(logProbs, V, entropy.sum()),
                Tensor.of(2, 0, 4), 5, PolicyLoss.MEAN, 0.5, 0.01);
        double actor = (1 - 2 + 9) / 3.0, critic = 11 / 3.0;
        Expect.of("actor's loss, critic's loss, their sum with the entropy", actor, critic,
                actor + 0.5 * critic - 0.035)
                .mistake("the entropy is to be subtracted: it is a bonus", actor, critic, actor + 0.5 * critic + 0.035)
                .mistake("the actor's loss needs a minus sign", -actor, critic, -actor + 0.5 * critic - 0.035)
                .mistake("every action is credited with the average advantage: mean(log π)·mean(A)", 2, critic,
                        2 + 0.5 * critic - 0.035)
                .check(loss.actorLoss().item(), loss.criticLoss().item(), loss.loss().item());
    }

    @Test
    @Step(LOSS)
    void the_actors_loss_does_not_train_the_critic() {
        Tensor logProbs = Tensor.parameter(-1, -2), V = Tensor.parameter(1, 1), entropy = Tensor.parameter(0.7f);
        ActorCriticLoss
                .of(new ActorCritic.Evaluation(logProbs, V, entropy.sum()), Tensor.of(2, 0), 5, PolicyLoss.MEAN, 0.5,
                        0.01)
                .loss().backward();
        Expect.of("d loss/dV for V = (1, 1), R = (2, 0)", -0.5, 0.5)
                .mistake("the actor's loss changes the critic: detach the advantage", -1, -0.5).check(V.gradient());
    }

    @Test
    @Step("ALG STEP 6, the update")
    void an_update_moves_the_parameters() {
        VectorEnv envs = envs(4);
        ActorCritic model = model(envs);
        A2C a2c = new A2C(model, envs, settings(1e-2, 4), new TorchRandom(2), null);
        a2c.begin(1);
        float[] before = model.parameters().firstEntry().getValue().toArray();
        a2c.iterate(Recorder.NONE);
        double first = a2c.loss().criticLoss().item();
        Expect.that(!java.util.Arrays.equals(before, model.parameters().firstEntry().getValue().toArray()),
                "the actor's weights to move", "the same weights", "zeroGrad, backward, step");
        for (int i = 0; i < 200; i++) {
            a2c.iterate(Recorder.NONE);
        }
        double last = a2c.loss().criticLoss().item();
        Expect.that(last < first, "the critic's loss to fall from " + first, String.valueOf(last),
                "do gradients of earlier updates add up?");
    }
}
