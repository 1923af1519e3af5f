package drl.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Locale;
import org.knowm.xchart.style.XYStyler;

/// How charts look: white, a thin grid, and the palette of Okabe and Ito, which colour-blind readers can tell apart.
final class ChartStyle {

    static final BasicStroke LINE = new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    static final BasicStroke THIN = new BasicStroke(1f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    static final Color TEXT = new Color(0x333333);
    /// For what must have a colour and shall not be seen.
    static final Color INVISIBLE = new Color(0, 0, 0, 0);

    private static final Color[] PALETTE = {new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73),
        new Color(0xCC79A7), new Color(0xE69F00), new Color(0x56B4E9), new Color(0x444444)};
    private static final Color GRID = new Color(0xE4E4E4);
    private static final Color FRAME = new Color(0x999999);

    private ChartStyle() {
    }

    /// The colour of the n-th series.
    static Color colour(int n) {
        return PALETTE[n % PALETTE.length];
    }

    /// For raw values behind their mean.
    static Color faint(Color colour) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 70);
    }

    /// For data that a line runs through.
    static Color dot(Color colour) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 130);
    }

    /// For the inside of a band.
    static Color fill(Color colour) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 50);
    }

    static void apply(XYStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE).setPlotBackgroundColor(Color.WHITE).setChartFontColor(TEXT)
                .setChartTitleBoxVisible(false).setChartTitleFont(font(Font.BOLD, 17)).setChartTitlePadding(10)
                .setChartPadding(16).setPlotBorderVisible(false).setPlotContentSize(0.97).setMarkerSize(6)
                .setLegendVisible(false).setLocale(Locale.ROOT).setAntiAlias(true).setTextAntiAlias(true);
        styler.setAxisTitleFont(font(Font.PLAIN, 14)).setAxisTickLabelsFont(font(Font.PLAIN, 12))
                .setAxisTickLabelsColor(TEXT).setAxisTickMarksColor(FRAME).setAxisTicksMarksVisible(false)
                .setAxisTitlePadding(10).setAxisTickPadding(6).setPlotMargin(0).setPlotGridLinesVisible(true)
                .setPlotGridLinesColor(GRID).setPlotGridLinesStroke(new BasicStroke(1f)).setPlotTicksMarksVisible(false)
                .setXAxisTickMarkSpacingHint(90).setYAxisTickMarkSpacingHint(50)
                .setXAxisTickLabelsFormattingFunction(ChartStyle::tick)
                .setYAxisTickLabelsFormattingFunction(ChartStyle::tick);
    }

    /// `250k` and `1.5M` are easier to read than rows of zeros.
    static String tick(double value) {
        double size = Math.abs(value);
        if (size >= 1e6) {
            return trimmed(value / 1e6, 6) + "M";
        }
        return size >= 1e4 ? trimmed(value / 1e3, 3) + "k" : trimmed(value, 6);
    }

    private static String trimmed(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        String shortest = text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
        return shortest.equals("-0") ? "0" : shortest;
    }

    static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }
}
