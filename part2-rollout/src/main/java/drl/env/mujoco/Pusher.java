package drl.env.mujoco;

import drl.random.NumpyRandom;

/// **Pusher-v4**: an arm with seven joints moves a cylinder to a goal on the table.
///
/// | action | torque, −2 … 2 N·m |
/// |---|---|
/// | 0–6 | shoulder pan and lift, upper arm roll, elbow flex, forearm roll, wrist flex and roll |
///
/// | observation | |
/// |---|---|
/// | 0–6 | angles of the joints, in the order of the actions (rad) |
/// | 7–13 | their angular velocities (rad/s) |
/// | 14–16 | where the fingertips are (m) |
/// | 17–19 | where the object is |
/// | 20–22 | where the goal is |
///
/// **Reward** minus the distance of object and goal, minus half the distance of fingertips and object, both as they were
/// *before* the step, minus 0.1 × the sum of the squared actions.
///
/// **Start** the arm at rest; the object to be drawn until it is more than 0.17 m off the goal, within −0.3 … 0 and
/// ±0.2 m of its place; velocities of the arm ±0.005 uniform. **End** never by itself; the registered time limit
/// truncates after 100 steps.
///
/// **Dynamics** five of the engine's steps of 0.01 s. With MuJoCo 3 the object, which weighs a fraction of a milligram,
/// behaves differently, and Gymnasium refuses its version 4 there.
public final class Pusher extends MujocoEnv {
    private static final int ARM = 7;            // joints; the object and the goal have two more each
    private static final double CONTROL_COST = 0.1;
    private static final double NEAR = 0.5;
    private static final double NOISE = 0.005;
    private static final double MIN_DISTANCE = 0.17;

    private final Doubles xpos;
    private final int[] bodies;                  // fingertips, object, goal

    /// The robot of Gymnasium.
    public Pusher() {
        super("pusher.xml", 5, 23);
        xpos = data.doubles("xpos");
        bodies = new int[] {model().body("tips_arm"), model().body("object"), model().body("goal")};
    }

    @Override
    protected void start(NumpyRandom random) {
        double x;
        double y;
        do {
            x = random.uniform(-0.3, 0);
            y = random.uniform(-0.2, 0.2);
        } while (Math.sqrt(x * x + y * y) <= MIN_DISTANCE);
        data.qpos().set(ARM, x);
        data.qpos().set(ARM + 1, y);
        data.qpos().set(ARM + 2, 0);
        data.qpos().set(ARM + 3, 0);
        jitterVelocities(random, NOISE);
        for (int i = ARM; i < data.qvel().size(); i++) {
            data.qvel().set(i, 0);
        }
    }

    @Override
    protected void observe(float[] obs) {
        for (int i = 0; i < ARM; i++) {
            obs[i] = (float) data.qpos().get(i);
            obs[ARM + i] = (float) data.qvel().get(i);
        }
        int next = 2 * ARM;
        for (int body : bodies) {
            for (int axis = 0; axis < 3; axis++) {
                obs[next++] = (float) xpos.get(3 * body + axis);
            }
        }
    }

    /// The part of the reward that is for distances.
    @Override
    protected double before() {
        return -distance(bodies[1], bodies[2]) - NEAR * distance(bodies[1], bodies[0]);
    }

    @Override
    protected double reward(double before, float[] action) {
        return before - CONTROL_COST * effort(action);
    }

    private double distance(int body, int other) {
        double squares = 0;
        for (int axis = 0; axis < 3; axis++) {
            double difference = xpos.get(3 * body + axis) - xpos.get(3 * other + axis);
            squares += difference * difference;
        }
        return Math.sqrt(squares);
    }

    @Override
    protected View view() {
        return new View(0, 0.3, -0.2, -0.15, 130, -35, 2.6, 0.25);
    }
}
