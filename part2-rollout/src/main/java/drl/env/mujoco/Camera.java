package drl.env.mujoco;

import java.awt.geom.Point2D;

/// A pinhole camera: where points of the world lie in the picture.
final class Camera {

    /// Pixels at a distance of 1 m are the picture's height times this, for 1 m.
    private static final double ZOOM = 1.2;

    /// Nothing nearer than this is drawn (m).
    static final double NEAR = 0.1;

    private final double[] eye;
    private final double[] right;
    private final double[] up;
    private final double[] forward;
    private final double scale;
    private final double centreX;
    private final double centreY;

    /// @param target where the camera looks, as (x, y, z)
    Camera(View view, double[] target, int width, int height) {
        double azimuth = Math.toRadians(view.azimuth());
        double elevation = Math.toRadians(view.elevation());
        forward = new double[] {Math.cos(elevation) * Math.cos(azimuth), Math.cos(elevation) * Math.sin(azimuth),
            Math.sin(elevation)};
        right = new double[] {Math.sin(azimuth), -Math.cos(azimuth), 0};
        up = new double[] {-Math.sin(elevation) * Math.cos(azimuth), -Math.sin(elevation) * Math.sin(azimuth),
            Math.cos(elevation)};
        eye = new double[3];
        for (int i = 0; i < 3; i++) {
            eye[i] = target[i] - view.distance() * forward[i];
        }
        scale = ZOOM * Math.min(height, 0.75 * width);
        centreX = width / 2.0;
        centreY = height / 2.0;
    }

    /// How far a point is in front of the eye (m).
    double depth(double x, double y, double z) {
        return along(forward, x, y, z);
    }

    /// Where a point in front of the eye lies in the picture.
    Point2D project(double x, double y, double z) {
        double magnification = magnification(x, y, z);
        return new Point2D.Double(centreX + magnification * along(right, x, y, z),
                centreY - magnification * along(up, x, y, z));
    }

    /// Pixels to a metre at a point.
    double magnification(double x, double y, double z) {
        return scale / Math.max(NEAR, depth(x, y, z));
    }

    /// The line in the picture, from above, where the ground ends.
    double horizon() {
        return centreY + scale * forward[2] / Math.hypot(forward[0], forward[1]);
    }

    private double along(double[] axis, double x, double y, double z) {
        return axis[0] * (x - eye[0]) + axis[1] * (y - eye[1]) + axis[2] * (z - eye[2]);
    }
}
