package drl.env;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;

/// Draws [MountainCar] and [MountainCarContinuous]: the valley, the car on its slope, and the flag at the goal.
final class MountainCarPicture {
    private static final double HEIGHT = 0.45;    // of the hills, as Gymnasium draws them

    private MountainCarPicture() {
    }

    /// @param position of the car
    /// @param goal the position of the flag
    static void draw(Graphics2D g, int width, int height, double position, double goal) {
        try (Scene scene = new Scene(g, width, height, -0.3, 0.07, 1.8, 1.25)) {
            scene.fill(Scene.FAINT, valley(true));
            scene.stroke(Scene.SHADE, 0.012, valley(false));

            double foot = hill(goal);
            scene.stroke(Scene.INK, 0.01, new Line2D.Double(goal, foot, goal, foot + 0.19));
            Path2D flag = new Path2D.Double();
            flag.moveTo(goal, foot + 0.19);
            flag.lineTo(goal - 0.11, foot + 0.155);
            flag.lineTo(goal, foot + 0.12);
            flag.closePath();
            scene.fill(Scene.SECOND, flag);

            double slope = Math.atan2(3 * HEIGHT * Math.cos(3 * position), 1);
            AffineTransform onTheSlope = AffineTransform.getTranslateInstance(position, hill(position));
            onTheSlope.rotate(slope);
            Path2D cabin = new Path2D.Double();
            cabin.moveTo(-0.042, 0.085);
            cabin.lineTo(-0.026, 0.122);
            cabin.lineTo(0.03, 0.122);
            cabin.lineTo(0.052, 0.085);
            cabin.closePath();
            scene.fill(Scene.INK, onTheSlope.createTransformedShape(cabin));
            scene.fill(Scene.BODY, onTheSlope.createTransformedShape(
                    new RoundRectangle2D.Double(-0.085, 0.03, 0.17, 0.06, 0.03, 0.03)));
            for (double wheel : new double[] {-0.05, 0.05}) {
                double[] hub = {wheel, 0.03};
                onTheSlope.transform(hub, 0, hub, 0, 1);
                scene.disc(Scene.INK, hub[0], hub[1], 0.028);
                scene.disc(Scene.PAPER, hub[0], hub[1], 0.01);
            }
        }
    }

    private static double hill(double position) {
        return Math.sin(3 * position) * HEIGHT;
    }

    private static Path2D valley(boolean closed) {
        double left = -2.6;
        double right = 2;
        Path2D line = new Path2D.Double();
        line.moveTo(left, hill(left));
        for (double position = left; position <= right; position += 0.02) {
            line.lineTo(position, hill(position));
        }
        if (closed) {
            line.lineTo(right, -3);
            line.lineTo(left, -3);
            line.closePath();
        }
        return line;
    }
}
