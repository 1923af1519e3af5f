import drl.env.Env;
import drl.env.Envs;

void main() {
    try (Env env = Envs.make("Pendulum-v1")) {
        List<float[]> kept = new ArrayList<>(), copied = new ArrayList<>();
        float[] obs = env.reset(1);
        for (int t = 0; t < 3; t++) {
            kept.add(obs);
            copied.add(obs.clone());
            obs = env.step(new float[] {2}).obs();
        }
        kept.forEach(o -> IO.println("kept   " + Arrays.toString(o)));
        copied.forEach(o -> IO.println("copied " + Arrays.toString(o)));
    }
}
