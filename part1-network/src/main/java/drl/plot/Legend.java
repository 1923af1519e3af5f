package drl.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.ArrayList;
import java.util.List;

/// Names the series of a chart in rows below it. XChart's own legend aligns labels by their ink, so that `data` and
/// `policy` stand on different lines.
final class Legend {

    /// Pixels from one row to the next.
    static final int ROW = 24;

    private static final Font FONT = ChartStyle.font(Font.PLAIN, 13);
    private static final int SAMPLE = 28;
    private static final int GAP = 8;
    private static final int BETWEEN = 30;
    private static final int MARGIN = 40;

    private final List<Entry> entries = new ArrayList<>();

    /// One series.
    ///
    /// @param stroke the line's; dots have none
    /// @param band   whether the line runs within a band
    private record Entry(String label, Color colour, BasicStroke stroke, boolean band) {
    }

    void line(String label, Color colour, BasicStroke stroke, boolean band) {
        entries.add(new Entry(label, colour, stroke, band));
    }

    void dots(String label, Color colour) {
        entries.add(new Entry(label, colour, null, false));
    }

    /// The pixels it takes; a chart of one unexplained line needs no legend.
    int height(Graphics2D graphics, int width) {
        return entries.size() < 2 ? 0 : rows(graphics.getFontMetrics(FONT), width).size() * ROW + ROW / 2;
    }

    /// Draws the rows below `top`, each in the middle.
    void paint(Graphics2D graphics, int width, int top) {
        if (entries.size() < 2) {
            return;
        }
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setFont(FONT);
        FontMetrics metrics = graphics.getFontMetrics();
        int middle = top + ROW / 2;
        for (List<Entry> row : rows(metrics, width)) {
            int x = (width - row.stream().mapToInt(entry -> width(entry, metrics)).sum() + BETWEEN) / 2;
            for (Entry entry : row) {
                paint(graphics, entry, x, middle);
                x += width(entry, metrics);
            }
            middle += ROW;
        }
    }

    private List<List<Entry>> rows(FontMetrics metrics, int width) {
        List<List<Entry>> rows = new ArrayList<>();
        int left = 0;
        for (Entry entry : entries) {
            int needed = width(entry, metrics);
            if (rows.isEmpty() || left < needed) {
                rows.add(new ArrayList<>());
                left = width - 2 * MARGIN;
            }
            rows.getLast().add(entry);
            left -= needed;
        }
        return rows;
    }

    private static int width(Entry entry, FontMetrics metrics) {
        return SAMPLE + GAP + metrics.stringWidth(entry.label) + BETWEEN;
    }

    private static void paint(Graphics2D graphics, Entry entry, int x, int middle) {
        if (entry.band) {
            graphics.setColor(ChartStyle.fill(entry.colour));
            graphics.fillRect(x, middle - 7, SAMPLE, 14);
        }
        graphics.setColor(entry.colour);
        if (entry.stroke == null) {
            graphics.fillOval(x + SAMPLE / 2 - 3, middle - 3, 6, 6);
        } else {
            graphics.setStroke(entry.stroke);
            graphics.drawLine(x, middle, x + SAMPLE, middle);
        }
        graphics.setColor(ChartStyle.TEXT);
        graphics.drawString(entry.label, x + SAMPLE + GAP, middle + 5);
    }
}
