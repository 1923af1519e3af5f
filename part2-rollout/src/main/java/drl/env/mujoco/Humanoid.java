package drl.env.mujoco;

import drl.random.NumpyRandom;

/// **Humanoid-v4**: walk along x like a person, without falling.
///
/// | action | torque, −0.4 … 0.4 | times (N·m) |
/// |---|---|---|
/// | 0, 1, 2 | abdomen y, z, x | 100 |
/// | 3–6 | right hip x, z, y, knee | 100, 100, 300, 200 |
/// | 7–10 | left hip x, z, y, knee | 100, 100, 300, 200 |
/// | 11–13 | right shoulder 1, 2, elbow | 25 |
/// | 14–16 | left shoulder 1, 2, elbow | 25 |
///
/// | observation | |
/// |---|---|
/// | 0–21 | height and orientation of the torso, angles of the joints |
/// | 22–44 | velocities of all of them, with those along x and y |
/// | 45–184 | mass and inertia of the 14 bodies about the centre of mass, 10 numbers each |
/// | 185–268 | velocities of the bodies, rotation and translation |
/// | 269–291 | forces of the motors on the joints |
/// | 292–375 | forces of contacts on the bodies |
///
/// (The first body is the world, whose numbers are 0.)
///
/// **Reward** 1.25 × the centre of mass's speed along x, plus 5 for being up, minus 0.1 × the sum of the squared torques.
///
/// **Start** positions and velocities ±0.01 uniform around standing. **End** terminated when the torso is not between 1
/// and 2 m high; the registered time limit truncates after 1000 steps.
///
/// **Dynamics** five of the engine's steps of 0.003 s. The model is from Y. Tassa, T. Erez and E. Todorov, "Synthesis and
/// stabilization of complex behaviors through online trajectory optimization" (2012), as Gymnasium has it.
public final class Humanoid extends MujocoEnv {
    private static final double FORWARD = 1.25;
    private static final double CONTROL_COST = 0.1;
    private static final double ALIVE = 5;
    private static final double MIN_HEIGHT = 1;
    private static final double MAX_HEIGHT = 2;
    private static final double NOISE = 0.01;

    private final Doubles[] seen; // whole, behind positions and velocities
    private final Doubles xipos;
    private final double[] masses;
    private final double mass;

    /// The robot of Gymnasium.
    public Humanoid() {
        super("humanoid.xml", 5, 376);
        seen = new Doubles[] {data.doubles("cinert"), data.doubles("cvel"), data.doubles("qfrc_actuator"),
            data.doubles("cfrc_ext")};
        xipos = data.doubles("xipos");
        masses = model().array("body_mass");
        double sum = 0;
        for (double m : masses) {
            sum += m;
        }
        mass = sum;
    }

    @Override
    protected void start(NumpyRandom random) {
        jitterPositions(random, NOISE);
        jitterVelocities(random, NOISE);
    }

    @Override
    protected void advance() {
        super.advance();
        data.contactForces();
    }

    @Override
    protected void observe(float[] obs) {
        int next = data.qpos().copyTo(obs, 2, 0);
        next = data.qvel().copyTo(obs, 0, next);
        for (Doubles values : seen) {
            next = values.copyTo(obs, 0, next);
        }
    }

    /// Where the centre of mass is along x.
    @Override
    protected double before() {
        double moment = 0;
        for (int i = 0; i < masses.length; i++) {
            moment += masses[i] * xipos.get(3 * i);
        }
        return moment / mass;
    }

    @Override
    protected double reward(double before, float[] action) {
        double speed = (before() - before) / dt();
        return FORWARD * speed + ALIVE - CONTROL_COST * effort(action);
    }

    @Override
    protected boolean healthy() {
        double height = data.qpos().get(2);
        return height > MIN_HEIGHT && height < MAX_HEIGHT;
    }

    @Override
    protected View view() {
        return new View(1, 0, 0, 0.85, 55, -10, 3.5, 1);
    }
}
