package drl.env.mujoco;

import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The smallest convex outline around points: what is seen of a convex body. A. M. Andrew's monotone chain (1979).
final class Hull {
    private Hull() {
    }

    static Path2D around(List<Point2D> points) {
        List<Point2D> sorted = new ArrayList<>(points);
        sorted.sort(Comparator.comparingDouble(Point2D::getX).thenComparingDouble(Point2D::getY));
        List<Point2D> hull = new ArrayList<>(chain(sorted));
        hull.addAll(chain(sorted.reversed()));
        Path2D path = new Path2D.Double();
        path.moveTo(hull.getFirst().getX(), hull.getFirst().getY());
        for (Point2D point : hull) {
            path.lineTo(point.getX(), point.getY());
        }
        path.closePath();
        return path;
    }

    /// One side, without its last point.
    private static List<Point2D> chain(List<Point2D> sorted) {
        List<Point2D> chain = new ArrayList<>();
        for (Point2D point : sorted) {
            while (chain.size() >= 2 && !left(chain.get(chain.size() - 2), chain.getLast(), point)) {
                chain.removeLast();
            }
            chain.add(point);
        }
        return chain.subList(0, Math.max(1, chain.size() - 1));
    }

    private static boolean left(Point2D a, Point2D b, Point2D c) {
        return (b.getX() - a.getX()) * (c.getY() - a.getY()) - (b.getY() - a.getY()) * (c.getX() - a.getX()) > 0;
    }
}
