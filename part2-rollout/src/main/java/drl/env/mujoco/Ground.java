package drl.env.mujoco;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;

/// The sky and a chequered ground, which shows how fast a robot is that stays in the middle of the picture. Both fade
/// into each other far away.
final class Ground {

    private static final Color SKY = new Color(0xFAF9F5);
    private static final Color LIGHT = new Color(0xEDEBE3);
    private static final Color DARK = new Color(0xDCD9CE);
    private static final int TILES = 40; // to each side of the middle

    private final Camera camera;
    private final View view;
    private final double[] middle;

    Ground(Camera camera, View view, double[] middle) {
        this.camera = camera;
        this.view = view;
        this.middle = middle;
    }

    void sky(Graphics2D g, int width, int height) {
        g.setColor(SKY);
        g.fillRect(0, 0, width, height);
    }

    /// The tiles around the middle of the picture, as far as the plane reaches.
    ///
    /// @param halfX from the plane's centre (`x`, `y`) to its edge; 0 for a plane without an end
    void tiles(Graphics2D g, double x, double y, double z, double halfX, double halfY) {
        double tile = view.tile();
        int column = (int) Math.floor(middle[0] / tile);
        int row = (int) Math.floor(middle[1] / tile);
        for (int i = column - TILES; i <= column + TILES; i++) {
            for (int j = row - TILES; j <= row + TILES; j++) {
                double left = Math.max(i * tile, halfX > 0 ? x - halfX : Double.NEGATIVE_INFINITY);
                double right = Math.min((i + 1) * tile, halfX > 0 ? x + halfX : Double.POSITIVE_INFINITY);
                double near = Math.max(j * tile, halfY > 0 ? y - halfY : Double.NEGATIVE_INFINITY);
                double far = Math.min((j + 1) * tile, halfY > 0 ? y + halfY : Double.POSITIVE_INFINITY);
                if (left < right && near < far) {
                    double distance = Math.hypot((i + 0.5) * tile - middle[0], (j + 0.5) * tile - middle[1]);
                    double share = Math.min(1, distance / (TILES * tile));
                    tile(g, new double[] {left, right, near, far}, z, faded((i + j) % 2 == 0 ? LIGHT : DARK, share));
                }
            }
        }
    }

    private void tile(Graphics2D g, double[] edges, double z, Color color) {
        Path2D square = new Path2D.Double();
        for (int corner = 0; corner < 4; corner++) {
            double x = edges[corner == 1 || corner == 2 ? 1 : 0];
            double y = edges[corner >= 2 ? 3 : 2];
            if (camera.depth(x, y, z) <= Camera.NEAR) {
                return;
            }
            Point2D point = camera.project(x, y, z);
            if (corner == 0) {
                square.moveTo(point.getX(), point.getY());
            } else {
                square.lineTo(point.getX(), point.getY());
            }
        }
        square.closePath();
        g.setColor(color);
        g.fill(square);
    }

    private static Color faded(Color color, double share) {
        double s = Math.sqrt(share);
        return new Color(mix(color.getRed(), SKY.getRed(), s), mix(color.getGreen(), SKY.getGreen(), s),
                mix(color.getBlue(), SKY.getBlue(), s));
    }

    private static int mix(int from, int to, double share) {
        return (int) Math.round(from + (to - from) * share);
    }
}
