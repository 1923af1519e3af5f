package drl.part2;

import drl.distribution.Covariance;
import drl.distribution.MultivariateNormal;
import drl.env.Pendulum;
import drl.env.wrapper.TimeLimit;
import drl.nn.FeedForwardNN;
import drl.part2.rollout.ScriptedEnv;
import drl.part2.rollout.ScriptedEnv.End;
import drl.part2.rollout.ScriptedEnv.Script;
import drl.random.TorchRandom;
import drl.rollout.Episodes;
import drl.rollout.EpisodesOf;
import drl.rollout.Gae;
import drl.rollout.GaussianPolicy;
import drl.rollout.RewardsToGo;
import drl.rollout.Rollout;
import drl.steps.Expect;
import drl.steps.Step;
import drl.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The steps of chapter 2 on numbers that can be worked out by hand.
@Tag("part2")
class StepTests {

    private static final String PENDULUM = "Step 2, Pendulum";
    private static final String LIMIT = "Step 4, a time limit";
    private static final String DISTRIBUTION = "Step 5, a distribution";
    private static final String ROLLOUT = "ALG STEP 3, the rollout";
    private static final String REWARDS_TO_GO = "ALG STEP 4, rewards-to-go";

    // ---- worlds -----------------------------------------------------------------------------------------------

    @Test
    @Step(PENDULUM)
    void one_step_of_the_pendulum() {
        Pendulum pendulum = new Pendulum();
        pendulum.setState(0.5, 1);
        double reward = pendulum.step(1.5).reward();
        double omega = 1 + (15 * Math.sin(0.5) + 3 * 1.5) * 0.05;
        Expect.of("θ, ω and reward after a torque of 1.5 at θ = 0.5, ω = 1", 0.5 + omega * 0.05, omega,
                -(0.25 + 0.1 + 0.001 * 2.25)).within(1e-9)
                .mistake("θ moved with the ω of before: move it with the new one", 0.55, omega, -0.35225)
                .mistake("the reward was computed after the step: it is that of the state before", 0.5 + omega * 0.05,
                        omega, -(Math.pow(0.5 + omega * 0.05, 2) + 0.1 * omega * omega + 0.00225))
                .mistake("the reward is minus the cost", 0.5 + omega * 0.05, omega, 0.35225)
                .check(pendulum.state()[0], pendulum.state()[1], reward);
    }

    @Test
    @Step(PENDULUM)
    void torque_and_speed_are_clipped_and_the_angle_is_taken_to_half_a_turn() {
        Pendulum pendulum = new Pendulum();
        pendulum.setState(2 * Math.PI + 1, 7.9);
        double reward = pendulum.step(5).reward();
        Expect.of("ω after a torque of 5 at θ = 2π + 1, ω = 7.9", 8)
                .mistake("ω is to be clipped to ±8", 7.9 + (15 * Math.sin(1) + 6) * 0.05)
                .mistake("torque and ω are to be clipped, to ±2 and ±8", 7.9 + (15 * Math.sin(1) + 15) * 0.05)
                .check(pendulum.state()[1]);
        Expect.of("reward after a torque of 5 at θ = 2π + 1, ω = 7.9", -(1 + 0.1 * 7.9 * 7.9 + 0.004)).within(1e-9)
                .mistake("the torque is to be clipped to ±2 first", -(1 + 6.241 + 0.025))
                .mistake("the angle in the reward is to be taken to −π … π",
                        -(Math.pow(2 * Math.PI + 1, 2) + 6.241 + 0.004))
                .check(reward);
    }

    private static double[] ends(End end, int rewards, int limit) {
        TimeLimit env = new TimeLimit(new ScriptedEnv(new Script(end, new double[rewards])), limit);
        float[] obs = env.reset();
        double[] flags = new double[2 * limit];
        for (int t = 0; t < limit; t++) {
            drl.env.Step step = env.step(new float[] {10 * obs[0] + obs[1]});
            flags[2 * t] = step.terminated() ? 1 : 0;
            flags[2 * t + 1] = step.truncated() ? 1 : 0;
        }
        return flags;
    }

    @Test
    @Step(LIMIT)
    void the_limit_truncates_and_does_not_terminate() {
        Expect.of("terminated, truncated over three steps with a limit of 3", 0, 0, 0, 0, 0, 1)
                .mistake("a limit is no end of the task: set truncated, not terminated", 0, 0, 0, 0, 1, 0)
                .mistake("one flag for both is the trap of this chapter", 0, 0, 0, 0, 1, 1)
                .mistake("one step too late: the third step is the last", 0, 0, 0, 0, 0, 0)
                .check(ends(End.NEVER, 9, 3));
    }

    @Test
    @Step(LIMIT)
    void an_end_in_the_last_allowed_step_is_both() {
        Expect.of("terminated, truncated over two steps with a limit of 2", 0, 0, 1, 1)
                .mistake("what happens inside still counts: pass terminated on", 0, 0, 0, 1)
                .check(ends(End.TERMINATED, 2, 2));
    }

    // ---- distributions and policies ---------------------------------------------------------------------------

    private static final double LOG_2PI = Math.log(2 * Math.PI);

    private static Expect logDensity(String what) {
        double quadratic = (0.09 + 3.24) / 0.5;
        return Expect.of(what, -0.5 * quadratic - 0.5 * Math.log(0.25) - LOG_2PI).within(1e-5)
                .mistake("0.5 was taken for the standard deviation; it is the variance",
                        -0.5 * 3.33 / 0.25 - Math.log(0.25) - LOG_2PI)
                .mistake("½·log det Σ is missing", -0.5 * quadratic - LOG_2PI)
                .mistake("the half is missing before log det Σ", -0.5 * quadratic - Math.log(0.25) - LOG_2PI)
                .mistake("(A/2)·log 2π is missing", -0.5 * quadratic - 0.5 * Math.log(0.25))
                .mistake("the half is missing before the quadratic form", -quadratic - 0.5 * Math.log(0.25) - LOG_2PI)
                .mistake("this is the density: its logarithm is asked for", Math.exp(-quadratic / 2) / Math.PI);
    }

    @Test
    @Step(DISTRIBUTION)
    void the_log_density_of_an_action() {
        MultivariateNormal normal = new MultivariateNormal(Tensor.of(0, 1), Covariance.diagonal(2, 0.5f));
        logDensity("log p(0.3, −0.8) for μ = (0, 1), Σ = 0.5·1").check(normal.logProb(new float[] {0.3f, -0.8f}));
    }

    @Test
    @Step(DISTRIBUTION)
    void the_log_density_of_a_batch() {
        Tensor mean = Tensor.of(new float[] {0, 1}, 1, 2), action = Tensor.of(new float[] {0.3f, -0.8f}, 1, 2);
        Tensor logProb = new MultivariateNormal(mean, Covariance.diagonal(2, 0.5f)).logProb(action);
        logDensity("log p for a batch of one").check(logProb.toArray());
        Expect.that(logProb.shape().rank() == 1, "a number for each action, shape (1)", "shape " + logProb.shape(),
                "sum over the last axis");
    }

    @Test
    @Step(DISTRIBUTION)
    void correlated_dimensions() {
        Covariance covariance = new Covariance(new float[] {2, 1, 1, 1}, 2); // L = ((√2, 0), (1/√2, 1/√2)), det 1
        double expected = -0.5 - LOG_2PI, diagonal = -0.25 - 0.5 * Math.log(2) - LOG_2PI;
        Expect.of("log p(1, 0) for μ = 0, Σ = ((2, 1), (1, 1)), alone and in a batch", expected, expected).within(1e-5)
                .mistake("only the diagonal of Σ was looked at", diagonal, diagonal)
                .check(new MultivariateNormal(Tensor.of(0, 0), covariance).logProb(new float[] {1, 0}),
                        new MultivariateNormal(Tensor.of(new float[] {0, 0}, 1, 2), covariance)
                                .logProb(Tensor.of(new float[] {1, 0}, 1, 2)).item());
    }

    @Test
    @Step("Step 6, a policy")
    void an_action_is_the_mean_and_noise() {
        FeedForwardNN actor = new FeedForwardNN(3, 1, new TorchRandom(1));
        float[] obs = {1, -0.5f, 2}, action = new float[1], z = new float[1];
        double mean = actor.forward(Tensor.of(new float[] {1, -0.5f, 2}, 1, 3)).item();
        new TorchRandom(2).normal(z, 0, 1);
        double logProb = new GaussianPolicy(actor, Covariance.diagonal(1, 0.5f), 3, new TorchRandom(2)).getAction(obs,
                action);
        double density = -0.5 * z[0] * z[0] - 0.5 * Math.log(0.5) - 0.5 * LOG_2PI;
        Expect.of("the action and its log probability", mean + Math.sqrt(0.5) * z[0], density).within(1e-5)
                .mistake("this is the mean: the noise is missing", mean, -0.5 * Math.log(0.5) - 0.5 * LOG_2PI)
                .mistake("nothing was written to the action", 0, density)
                .check(action[0], logProb);
    }

    // ---- batches ----------------------------------------------------------------------------------------------

    @Test
    @Step(ROLLOUT)
    void a_batch_has_the_size_asked_for() {
        ScriptedEnv env = new ScriptedEnv(new Script(End.TERMINATED, 1, 2, 3), new Script(End.TRUNCATED, 4, 5),
                new Script(End.NEVER, 6, 7, 8, 9));
        Episodes batch =
                new Rollout(env, ScriptedEnv.policy(), 7, 100, Rollout.Ending.EXACT, obs -> 100 * obs[0] + obs[1])
                        .rollout();
        Expect.of("time steps and episodes", 7, 3)
                .mistake("the last episode was played to its end: stop at timestepsPerBatch", 9, 3)
                .check(batch.timesteps(), batch.count());
        Expect.of("lengths", 3, 2, 2).check(batch.len(0), batch.len(1), batch.len(2));
        Expect.of("rewards", 1, 2, 3, 4, 5, 6, 7).check(Arrays.copyOf(batch.rews(), 7));
        Expect.of("what stands behind the episodes", 0, 102, 202)
                .mistake("what was cut, by a limit or a full batch, has a value: ask valueOfRest", 0, 0, 0)
                .mistake("an episode that terminated is followed by nothing", 3, 102, 202)
                .mistake("valueOfRest is to be asked for the observation after the last step", 0, 101, 201)
                .check(batch.tail(0), batch.tail(1), batch.tail(2));
    }

    @Test
    @Step(ROLLOUT)
    void observations_are_those_before_the_action() {
        ScriptedEnv env = new ScriptedEnv(new Script(End.TERMINATED, 1, 2, 3));
        Episodes batch = new Rollout(env, ScriptedEnv.policy(), 3, 100, Rollout.Ending.EXACT, _ -> 0).rollout();
        float[] obs = Arrays.copyOf(batch.obs(), 6);
        Expect.of("observations (episode, time)", 0, 0, 0, 1, 0, 2)
                .mistake("these are the observations after the steps: store what the policy saw", 0, 1, 0, 2, 0, 3)
                .mistake("the environment reuses its array: it is to be copied before the step", 0, 3, 0, 3, 0, 3)
                .check(obs);
        Expect.of("actions and log probabilities", 0, 1, 2, 0, -1, -2).check(batch.acts()[0], batch.acts()[1],
                batch.acts()[2], batch.logProbs()[0], batch.logProbs()[1], batch.logProbs()[2]);
    }

    private static double[] rewardsToGo(double gamma, Episodes batch) {
        double[] rtgs = new double[batch.timesteps()];
        RewardsToGo.computeRtgs(batch, gamma, rtgs);
        return rtgs;
    }

    @Test
    @Step(REWARDS_TO_GO)
    void rewards_are_summed_from_the_end() {
        Expect.of("batchRtgs for rewards 1, 1, 1 and γ = 0.5", 1.75, 1.5, 1).within(1e-12)
                .mistake("returns grow from the front: did you iterate forwards?", 1, 1.5, 1.75)
                .mistake("later rewards count in full: γ is missing", 3, 2, 1)
                .mistake("γ was applied to the step's own reward, too", 0.875, 0.75, 0.5)
                .mistake("these are the rewards: what follows is missing", 1, 1, 1)
                .mistake("nothing was written", 0, 0, 0)
                .check(rewardsToGo(0.5, new EpisodesOf().episode(0, 1, 1, 1).batch()));
    }

    @Test
    @Step(REWARDS_TO_GO)
    void episodes_do_not_leak_into_one_another() {
        Expect.of("batchRtgs for episodes (1, 1) and (1, 1)", 1.5, 1, 1.5, 1).within(1e-12)
                .mistake("the next episode's rewards leak into this one: start anew for each", 1.875, 1.75, 1.5, 1)
                .check(rewardsToGo(0.5, new EpisodesOf().episode(0, 1, 1).episode(0, 1, 1).batch()));
    }

    @Test
    @Step(REWARDS_TO_GO)
    void a_cut_episode_starts_from_its_tail() {
        Expect.of("batchRtgs for rewards 1, 1, cut where the rest is worth 8", 3.5, 5).within(1e-12)
                .mistake("a cut episode does not start from 0 but from batch.tail(episode)", 1.5, 1)
                .mistake("the tail comes one step later: it is to be discounted", 5.5, 9)
                .check(rewardsToGo(0.5, new EpisodesOf().episode(8, 1, 1).batch()));
    }

    @Test
    @Step("ALG STEP 5, generalised advantages")
    void advantages_mix_errors_of_one_step() {
        Episodes batch = new EpisodesOf().episode(5, 1, 1, 1).episode(0, 2).batch();
        double[] advantages = new double[4];
        Gae.compute(batch, new float[] {2, 3, 4, 1}, 0.5, 0.25, advantages);
        Expect.of("A for γ = 0.5, λ = 0.25", 0.4921875, -0.0625, -0.5, 1).within(1e-12)
                .mistake("λ is missing before A(t+1)", 0.375, -0.25, -0.5, 1)
                .mistake("γ is missing before A(t+1)", 0.46875, -0.125, -0.5, 1)
                .mistake("the tail of an episode that was cut is missing", 0.453125, -0.375, -3, 1)
                .mistake("the next episode leaks into this one", 0.494140625, -0.046875, -0.375, 1)
                .mistake("these are the one-step errors δ", 0.5, 0, -0.5, 1).check(advantages);
    }
}
