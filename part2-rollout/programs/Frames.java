import drl.env.Env;
import drl.env.Envs;
import drl.env.Step;
import java.awt.image.BufferedImage;
import javax.imageio.ImageIO;

void main() throws IOException {
    int size = 150, frames = 8;
    var strip = new BufferedImage(frames * size, size, BufferedImage.TYPE_INT_RGB);
    try (Env env = Envs.make("Pendulum-v1")) {
        float[] obs = env.reset(10);
        for (int i = 0; i < frames; i++) {
            var g = strip.createGraphics();
            g.translate(i * size, 0);
            g.setClip(0, 0, size, size);
            env.render(g, size, size);
            g.dispose();
            for (int t = 0; t < 7; t++) {
                float torque = 2 * Math.signum(obs[2]);       // push the way it is going
                obs = env.step(new float[] {torque}).obs();
            }
            IO.println("step %2d  height %.2f".formatted(7 * i + 7, obs[0]));
        }
    }
    ImageIO.write(strip, "png", new File("frames.png"));
}
