package drl.env.mujoco;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Draws a robot from the places of its geoms, without OpenGL: the ground, shadows, then the parts from the farthest to
/// the nearest, each as the outline that a camera sees.
final class RobotPicture {

    private static final int PLANE = 0; // mjtGeom
    private static final int SPHERE = 2;
    private static final int CAPSULE = 3;
    private static final int CYLINDER = 5;
    private static final int BOX = 6;

    private static final Color INK = new Color(0x2F3542);
    private static final Color SHADOW = new Color(0x2F, 0x35, 0x42, 0x30);
    private static final int ROUND = 24; // corners of what should be a circle

    private final int[] types;
    private final double[] sizes;   // (ngeom, 3)
    private final double[] colors;  // (ngeom, 4), red, green, blue, opacity
    private final Doubles places;   // (ngeom, 3)
    private final Doubles axes;     // (ngeom, 3, 3), the geom's x, y and z in columns
    private final Doubles bodies;   // (nbody, 3)
    private final View view;

    /// @param data of the robot; read when it is drawn
    RobotPicture(MjData data, View view) {
        MjModel model = data.model();
        types = Arrays.stream(model.array("geom_type")).mapToInt(type -> (int) type).toArray();
        sizes = model.array("geom_size");
        colors = model.array("geom_rgba");
        places = data.doubles("geom_xpos");
        axes = data.doubles("geom_xmat");
        bodies = data.doubles("xpos");
        this.view = view;
    }

    /// A part of the robot as it is seen.
    ///
    /// @param depth   of its middle
    /// @param outline filled with its colour
    /// @param top     what is lighter, such as the upper end of a cylinder; may be empty
    private record Part(double depth, Shape outline, Shape top, Color color) {
    }

    void draw(Graphics2D target, int width, int height) {
        Graphics2D g = (Graphics2D) target.create();
        g.clipRect(0, 0, width, height);
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        double[] middle = {view.x(), view.y(), view.z()};
        middle[0] += bodies.get(3 * view.follows());
        middle[1] += bodies.get(3 * view.follows() + 1);
        Camera camera = new Camera(view, middle, width, height);
        Ground ground = new Ground(camera, view, middle);
        ground.sky(g, width, height);
        double floor = Double.NaN;
        for (int i = 0; i < types.length; i++) {
            if (types[i] == PLANE) {
                floor = place(i, 2);
                ground.tiles(g, place(i, 0), place(i, 1), floor, sizes[3 * i], sizes[3 * i + 1]);
            }
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            if (types[i] != PLANE && colors[4 * i + 3] > 0) {
                parts.add(part(camera, i));
                if (!Double.isNaN(floor)) {
                    g.setColor(SHADOW);
                    g.fill(shadow(camera, i, floor));
                }
            }
        }
        parts.sort(Comparator.comparingDouble(Part::depth).reversed());
        float line = Math.max(1, height / 220f);
        for (Part part : parts) {
            paint(g, part, line);
        }
        g.dispose();
    }

    private static void paint(Graphics2D g, Part part, float line) {
        g.setColor(part.color);
        g.fill(part.outline);
        Graphics2D light = (Graphics2D) g.create();
        light.clip(part.outline);
        light.setColor(lighter(part.color));
        light.fill(part.top);
        light.dispose();
        g.setColor(INK);
        g.setStroke(new BasicStroke(line, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(part.outline);
    }

    private Part part(Camera camera, int geom) {
        Color color = new Color((float) colors[4 * geom], (float) colors[4 * geom + 1], (float) colors[4 * geom + 2]);
        double depth = camera.depth(place(geom, 0), place(geom, 1), place(geom, 2));
        double radius = sizes[3 * geom];
        double half = sizes[3 * geom + 1];
        return switch (types[geom]) {
            case SPHERE   -> rounded(camera, geom, radius, 0, depth, color);
            case CAPSULE  -> rounded(camera, geom, radius, half, depth, color);
            case CYLINDER -> {
                List<Point2D> upper = circle(camera, geom, radius, half);
                List<Point2D> all = new ArrayList<>(upper);
                all.addAll(circle(camera, geom, radius, -half));
                yield new Part(depth, Hull.around(all), Hull.around(upper), color);
            }
            case BOX      -> new Part(depth, Hull.around(corners(camera, geom)), new Path2D.Double(), color);
            default       -> throw new IllegalStateException("a geom of type " + types[geom] + " cannot be drawn");
        };
    }

    /// A sphere, or a capsule from end to end; its light comes from above.
    private Part rounded(Camera camera, int geom, double radius, double half, double depth, Color color) {
        List<Point2D> outline = new ArrayList<>();
        List<Point2D> lit = new ArrayList<>();
        for (int end = -1; end <= 1; end += 2) {
            double x = place(geom, 0) + end * half * axis(geom, 0, 2);
            double y = place(geom, 1) + end * half * axis(geom, 1, 2);
            double z = place(geom, 2) + end * half * axis(geom, 2, 2);
            Point2D centre = camera.project(x, y, z);
            double pixels = radius * camera.magnification(x, y, z);
            for (int i = 0; i < ROUND; i++) {
                double angle = 2 * Math.PI * i / ROUND;
                double dx = pixels * Math.cos(angle);
                double dy = pixels * Math.sin(angle);
                outline.add(new Point2D.Double(centre.getX() + dx, centre.getY() + dy));
                lit.add(new Point2D.Double(centre.getX() - 0.2 * pixels + 0.45 * dx,
                        centre.getY() - 0.4 * pixels + 0.45 * dy));
            }
        }
        return new Part(depth, Hull.around(outline), Hull.around(lit), color);
    }

    /// What a geom leaves on the ground when the sun stands above: all parts are rods in this.
    private Shape shadow(Camera camera, int geom, double floor) {
        boolean rod = types[geom] == CAPSULE;
        double half = rod ? sizes[3 * geom + 1] : 0;
        List<Point2D> points = new ArrayList<>();
        for (int end = -1; end <= 1; end += 2) {
            double x = place(geom, 0) + end * half * axis(geom, 0, 2);
            double y = place(geom, 1) + end * half * axis(geom, 1, 2);
            for (int i = 0; i < ROUND; i++) {
                double angle = 2 * Math.PI * i / ROUND;
                points.add(camera.project(x + sizes[3 * geom] * Math.cos(angle), y + sizes[3 * geom] * Math.sin(angle),
                        floor));
            }
        }
        return Hull.around(points);
    }

    /// A circle around the geom's own z axis, at a height along it.
    private List<Point2D> circle(Camera camera, int geom, double radius, double height) {
        List<Point2D> points = new ArrayList<>();
        for (int i = 0; i < ROUND; i++) {
            double angle = 2 * Math.PI * i / ROUND;
            points.add(at(camera, geom, radius * Math.cos(angle), radius * Math.sin(angle), height));
        }
        return points;
    }

    private List<Point2D> corners(Camera camera, int geom) {
        List<Point2D> points = new ArrayList<>();
        for (int corner = 0; corner < 8; corner++) {
            points.add(at(camera, geom, sign(corner, 1) * sizes[3 * geom], sign(corner, 2) * sizes[3 * geom + 1],
                    sign(corner, 4) * sizes[3 * geom + 2]));
        }
        return points;
    }

    private static int sign(int corner, int bit) {
        return (corner & bit) == 0 ? -1 : 1;
    }

    /// A point given in the geom's own frame.
    private Point2D at(Camera camera, int geom, double x, double y, double z) {
        double[] world = new double[3];
        for (int row = 0; row < 3; row++) {
            world[row] = place(geom, row) + x * axis(geom, row, 0) + y * axis(geom, row, 1) + z * axis(geom, row, 2);
        }
        return camera.project(world[0], world[1], world[2]);
    }

    private double place(int geom, int row) {
        return places.get(3 * geom + row);
    }

    private double axis(int geom, int row, int column) {
        return axes.get(9 * geom + 3 * row + column);
    }

    private static Color lighter(Color color) {
        return new Color(lighter(color.getRed()), lighter(color.getGreen()), lighter(color.getBlue()));
    }

    private static int lighter(int channel) {
        return channel + (255 - channel) / 4;
    }
}
