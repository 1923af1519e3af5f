package drl.env;

import java.awt.Graphics2D;
import java.awt.geom.Line2D;

/// Draws [Acrobot]: both links, the line to reach, and the torque as an arrow around the joint.
final class AcrobotPicture {
    private AcrobotPicture() {
    }

    /// @param theta1 the first link's angle from hanging, counter-clockwise positive
    /// @param theta2 the second link's angle from the direction of the first
    /// @param torque −1, 0 or 1
    static void draw(Graphics2D g, int width, int height, double theta1, double theta2, double torque) {
        try (Scene scene = new Scene(g, width, height, 0, 0, 4.6, 4.6)) {
            double jointX = Math.sin(theta1);
            double jointY = -Math.cos(theta1);
            double tipX = jointX + Math.sin(theta1 + theta2);
            double tipY = jointY - Math.cos(theta1 + theta2);
            scene.dashes(Scene.SHADE, 0.025, 0.09, new Line2D.Double(-20, 1, 20, 1));
            scene.rod(Scene.BODY, 0.2, 0, 0, jointX, jointY);
            scene.rod(Scene.SECOND, 0.2, jointX, jointY, tipX, tipY);
            scene.disc(Scene.INK, 0, 0, 0.06);
            scene.disc(Scene.INK, jointX, jointY, 0.06);
            if (torque != 0) {
                double extent = torque * 120;
                double middle = Math.toDegrees(theta1 + theta2 / 2) + 90;
                scene.turningArrow(Scene.FORCE, 0.045, jointX, jointY, 0.3, middle - extent / 2, extent);
            }
        }
    }
}
