package drl.env;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;

/// A sheet to draw a world on: metres instead of pixels, y pointing up, smooth edges, one set of colours.
final class Scene implements AutoCloseable {
    static final Color PAPER = new Color(0xFAF9F5);
    static final Color FAINT = new Color(0xE3E1D8);
    static final Color SHADE = new Color(0xBDBAAE);
    static final Color INK = new Color(0x2F3542);
    static final Color BODY = new Color(0xD1654A);
    static final Color SECOND = new Color(0xE0A458);
    static final Color FORCE = new Color(0x2A7F8E);

    private final Graphics2D g;

    /// Clears the picture and shows at least the world's rectangle of `worldWidth` × `worldHeight` around
    /// (`centreX`, `centreY`), as large as it fits with equal scales.
    Scene(Graphics2D target, int width, int height, double centreX, double centreY, double worldWidth,
            double worldHeight) {
        g = (Graphics2D) target.create();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.setColor(PAPER);
        g.fillRect(0, 0, width, height);
        double scale = Math.min(width / worldWidth, height / worldHeight);
        g.translate(width / 2.0, height / 2.0);
        g.scale(scale, -scale);
        g.translate(-centreX, -centreY);
    }

    void fill(Color color, Shape shape) {
        g.setColor(color);
        g.fill(shape);
    }

    void stroke(Color color, double thickness, Shape shape) {
        g.setColor(color);
        g.setStroke(new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(shape);
    }

    void dashes(Color color, double thickness, double dash, Shape shape) {
        g.setColor(color);
        g.setStroke(new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1,
                new float[] {(float) dash, (float) dash}, 0));
        g.draw(shape);
    }

    /// A rod with round ends and a thin outline.
    void rod(Color color, double thickness, double x0, double y0, double x1, double y1) {
        Shape line = new Line2D.Double(x0, y0, x1, y1);
        stroke(INK, thickness * 1.12, line);
        stroke(color, thickness * 0.92, line);
    }

    void disc(Color color, double x, double y, double radius) {
        fill(color, new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    /// An arrow bent around (`x`, `y`), from `start` over `extent` degrees, counter-clockwise positive.
    void turningArrow(Color color, double thickness, double x, double y, double radius, double start, double extent) {
        // Java2D's arcs count clockwise once y points up, hence the minus signs.
        stroke(color, thickness,
                new Arc2D.Double(x - radius, y - radius, 2 * radius, 2 * radius, -start, -extent, Arc2D.OPEN));
        double end = Math.toRadians(start + extent);
        double heading = end + Math.copySign(Math.PI / 2, extent);
        arrowHead(color, x + radius * Math.cos(end), y + radius * Math.sin(end), heading, 3 * thickness);
    }

    private void arrowHead(Color color, double x, double y, double heading, double size) {
        Path2D head = new Path2D.Double();
        head.moveTo(size, 0);
        head.lineTo(-0.4 * size, 0.75 * size);
        head.lineTo(-0.4 * size, -0.75 * size);
        head.closePath();
        AffineTransform place = AffineTransform.getTranslateInstance(x, y);
        place.rotate(heading);
        fill(color, place.createTransformedShape(head));
    }

    @Override
    public void close() {
        g.dispose();
    }
}
