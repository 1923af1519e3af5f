package drl.env;

import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.RoundRectangle2D;

/// Draws [CartPole]: the track with its ends, the cart and the pole.
final class CartPolePicture {
    private CartPolePicture() {
    }

    /// @param x the cart's position
    /// @param theta the pole's angle from upright, right positive
    static void draw(Graphics2D g, int width, int height, double x, double theta) {
        try (Scene scene = new Scene(g, width, height, 0, 0.45, 5.6, 2.4)) {
            scene.stroke(Scene.SHADE, 0.025, new Line2D.Double(-20, -0.14, 20, -0.14));
            for (double end : new double[] {-2.4, 2.4}) {
                scene.stroke(Scene.SHADE, 0.025, new Line2D.Double(end, -0.24, end, -0.04));
            }
            scene.dashes(Scene.FAINT, 0.02, 0.06, new Line2D.Double(x, 0.1, x, 1.25));
            scene.fill(Scene.INK, new RoundRectangle2D.Double(x - 0.28, -0.09, 0.56, 0.24, 0.08, 0.08));
            scene.disc(Scene.INK, x - 0.16, -0.09, 0.07);
            scene.disc(Scene.INK, x + 0.16, -0.09, 0.07);
            scene.rod(Scene.BODY, 0.1, x, 0.1, x + Math.sin(theta), 0.1 + Math.cos(theta));
            scene.disc(Scene.PAPER, x, 0.1, 0.03);
        }
    }
}
