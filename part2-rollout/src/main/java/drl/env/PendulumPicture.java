package drl.env;

import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;

/// Draws [Pendulum]: the rod, its circle, and the torque as an arrow around the pivot.
final class PendulumPicture {
    private PendulumPicture() {
    }

    /// @param theta the angle from upright, counter-clockwise positive
    /// @param torque from −1 to 1, as a share of the greatest
    static void draw(Graphics2D g, int width, int height, double theta, double torque) {
        try (Scene scene = new Scene(g, width, height, 0, 0, 2.9, 2.9)) {
            double x = -Math.sin(theta);
            double y = Math.cos(theta);
            scene.dashes(Scene.FAINT, 0.02, 0.06, new Ellipse2D.Double(-1, -1, 2, 2));
            scene.disc(Scene.SHADE, 0, 1, 0.045);
            scene.rod(Scene.BODY, 0.18, 0, 0, x, y);
            scene.disc(Scene.INK, 0, 0, 0.055);
            if (Math.abs(torque) > 0.01) {
                double extent = torque * 150;
                scene.turningArrow(Scene.FORCE, 0.035, 0, 0, 0.32, 270 - extent / 2, extent);
            }
        }
    }
}
