package drl.plot;

import drl.io.AtomicFile;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// A picture of curves, 900 by 560 pixels.
///
/// ```java
/// new Chart("PPO on Pendulum-v1", "environment steps", "episodic return")
///         .rawAndSmoothed("return", curve, 100)
///         .save(Path.of("learning-curve.png"));
/// ```
///
/// Series take the palette's colours in turn. The same series give the same pixels on one machine; fonts differ between
/// machines.
public final class Chart {

    /// Pixels from left to right.
    public static final int WIDTH = 900;
    /// Pixels from top to bottom.
    public static final int HEIGHT = 560;

    private final XYChart chart;
    private final Legend legend = new Legend();
    private int colours;
    private double from = Double.POSITIVE_INFINITY;
    private double to = Double.NEGATIVE_INFINITY;

    static {
        // A picture needs no screen, and asking a broken one for its size would end the run.
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
        // Text through JNI, as before JDK 22: linking the same library through FFM takes a third of the picture's time.
        if (System.getProperty("sun.font.layout.ffm") == null) {
            System.setProperty("sun.font.layout.ffm", "false");
        }
        ImageIO.setUseCache(false); // half a megabyte finds room in memory
    }

    /// An empty picture.
    ///
    /// @param xTitle what the x axis shows, with its unit
    /// @param yTitle what the y axis shows, with its unit
    public Chart(String title, String xTitle, String yTitle) {
        chart = new XYChart(WIDTH, HEIGHT);
        chart.setTitle(title);
        chart.setXAxisTitle(xTitle);
        chart.setYAxisTitle(yTitle);
        ChartStyle.apply(chart.getStyler());
    }

    /// Makes both axes logarithmic. Every value must be positive.
    public Chart logarithmic() {
        chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
        return this;
    }

    /// Adds a line.
    public Chart line(String label, Curve curve) {
        series(label, curve, ChartStyle.colour(colours++), ChartStyle.LINE, false);
        return this;
    }

    /// Adds a curve that scatters: itself, faint, and its mean over `window` points on top.
    public Chart rawAndSmoothed(String label, Curve curve, int window) {
        Color colour = ChartStyle.colour(colours++);
        if (window > 1) {
            series(label + ", raw", curve, ChartStyle.faint(colour), ChartStyle.THIN, false);
            series(label + ", mean of " + window, curve.smoothed(window), colour, ChartStyle.LINE, false);
        } else {
            series(label, curve, colour, ChartStyle.LINE, false);
        }
        return this;
    }

    /// Adds the mean of several runs as a line, within a band of one standard deviation to either side.
    public Chart band(String label, Band band) {
        int n = band.x().length;
        double[] x = new double[2 * n];
        double[] y = new double[2 * n];
        for (int i = 0; i < n; i++) {
            x[i] = x[2 * n - 1 - i] = band.x()[i];
            y[i] = band.mean()[i] + band.std()[i];
            y[2 * n - 1 - i] = band.mean()[i] - band.std()[i];
        }
        Color colour = ChartStyle.colour(colours++);
        XYSeries outline = add(label + " ± 1 std", x, y);
        outline.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea).setMarker(SeriesMarkers.NONE);
        outline.setFillColor(ChartStyle.fill(colour));
        outline.setLineColor(ChartStyle.INVISIBLE);
        series(label, new Curve(band.x(), band.mean()), colour, ChartStyle.LINE, true);
        return this;
    }

    /// Adds dots, such as the data that a curve is fitted to.
    ///
    /// @param x (n)
    /// @param y (n)
    public Chart points(String label, double[] x, double[] y) {
        XYSeries dots = add(label, x, y);
        Color colour = ChartStyle.colour(colours++);
        dots.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter).setMarker(SeriesMarkers.CIRCLE)
                .setMarkerColor(ChartStyle.dot(colour));
        legend.dots(label, ChartStyle.dot(colour));
        return this;
    }

    /// Draws the picture.
    public BufferedImage image() {
        spreadXAxis();
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        int below = legend.height(graphics, WIDTH);
        chart.paint(graphics, WIDTH, HEIGHT - below);
        legend.paint(graphics, WIDTH, HEIGHT - below);
        graphics.dispose();
        return image;
    }

    /// Draws the picture into a PNG file, which appears as a whole or not at all.
    ///
    /// @throws IOException if it cannot be written
    public void save(Path png) throws IOException {
        BufferedImage image = image();
        AtomicFile.write(png, out -> ImageIO.write(image, "png", out));
    }

    /// Lets an axis of step counts begin at 0, and end a little behind the data: XChart takes an axis whose values are
    /// evenly spaced for one of categories, and would put its ticks on data points instead of on round numbers.
    private void spreadXAxis() {
        if (from < to && !chart.getStyler().isXAxisLogarithmic()) {
            double start = from > 0 && from < 0.1 * to ? 0 : from;
            chart.getStyler().setXAxisMin(start).setXAxisMax(to + 0.00437 * (to - start));
        }
    }

    private XYSeries add(String label, double[] x, double[] y) {
        for (double value : x) {
            from = Math.min(from, value);
            to = Math.max(to, value);
        }
        return chart.addSeries(label, x, y);
    }

    private void series(String label, Curve curve, Color colour, BasicStroke stroke, boolean band) {
        double[] heights = curve.y().clone();
        for (int i = 0; i < heights.length; i++) {
            if (Double.isInfinite(heights[i])) {
                heights[i] = Double.NaN; // a gap in the line, where infinity would be the end of the axis
            }
        }
        XYSeries series = add(label, curve.x(), heights);
        boolean dot = curve.size() == 1;
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line).setMarkerColor(colour)
                .setMarker(dot ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        series.setLineColor(colour).setLineStyle(stroke);
        legend.line(label, colour, stroke, band);
    }
}
