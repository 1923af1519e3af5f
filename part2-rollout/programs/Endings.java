import drl.env.Env;
import drl.env.Envs;
import drl.env.Step;
import drl.random.NumpyRandom;

void main() {
    for (String id : List.of("Pendulum-v1", "CartPole-v1")) {
        try (Env env = Envs.make(id)) {
            var random = new NumpyRandom(7);
            float[] action = new float[env.actionSpace().size()];
            IO.println(id + " " + Arrays.toString(env.reset(1)));
            double episodicReturn = 0;
            int steps = 0;
            Step step;
            do {
                env.actionSpace().sample(random, action);
                step = env.step(action);
                episodicReturn += step.reward();
                steps++;
            } while (!step.done());
            IO.println("  %d steps, return %.2f, terminated %s, truncated %s".formatted(steps, episodicReturn,
                    step.terminated(), step.truncated()));
        }
    }
}
