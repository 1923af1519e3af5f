import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.awt.*;
import java.awt.image.BufferedImage;
import javax.imageio.ImageIO;

BufferedImage picture = new BufferedImage(900, 190, BufferedImage.TYPE_INT_RGB);
Graphics2D g = picture.createGraphics();

void main() throws IOException {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, 900, 190);

    Tensor w = Tensor.parameter(2, -3);
    Tensor x = Tensor.of(5, 4);
    Tensor y = w.mul(x).sum().tanh();
    y.backward();

    node(100, 50, "w", w);
    node(100, 140, "x", x);
    String[] names = {"w · x", "sum", "tanh"};
    int at = 320;
    for (Tensor result : Tape.current().recorded()) {
        node(at, 95, names[(at - 320) / 220], result);
        at += 220;
    }
    arrow(185, 50, 235, 80);
    arrow(185, 140, 235, 110);
    arrow(405, 95, 455, 95);
    arrow(625, 95, 675, 95);
    ImageIO.write(picture, "png", new File("tape.png"));
}

/// A tensor: what it is, its value in blue, its adjoint in red.
void node(int x, int y, String name, Tensor tensor) {
    g.setColor(Color.DARK_GRAY);
    g.drawRoundRect(x - 85, y - 32, 170, 64, 16, 16);
    text(name, x, y - 14, Color.BLACK);
    text(Arrays.toString(tensor.toArray()), x, y + 6, new Color(0x1F77B4));
    text(tensor.requiresGrad() ? adjoint(tensor) : "no gradient", x, y + 24, new Color(0xD62728));
}

String adjoint(Tensor tensor) {
    var numbers = new StringJoiner(", ", "[", "]");
    for (float number : tensor.gradient()) {
        numbers.add("%.3f".formatted(number));
    }
    return numbers.toString();
}

void text(String text, int x, int y, Color color) {
    g.setColor(color);
    g.drawString(text, x - g.getFontMetrics().stringWidth(text) / 2, y);
}

void arrow(int fromX, int fromY, int toX, int toY) {
    g.setColor(Color.DARK_GRAY);
    g.drawLine(fromX, fromY, toX, toY);
    double angle = Math.atan2(toY - fromY, toX - fromX);
    for (double side : new double[] {-0.4, 0.4}) {
        g.drawLine(toX, toY, (int) (toX - 9 * Math.cos(angle + side)), (int) (toY - 9 * Math.sin(angle + side)));
    }
}
