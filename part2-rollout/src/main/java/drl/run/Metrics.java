package drl.run;

import drl.cli.Nearest;
import drl.cli.UsageException;
import drl.plot.Curve;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// What a run logged, read back from its `metrics.csv`.
public final class Metrics {

    /// Rows with the episode's number in the place of the step.
    private static final String EVALUATION = "eval/";

    private final Path file;
    private final SequencedMap<String, Column> columns = new LinkedHashMap<>();

    private Metrics(Path file) {
        this.file = file;
    }

    /// Reads the file; of a run that goes on, what is there so far. A last line without its end, which a killed process
    /// may leave behind, is left out.
    ///
    /// @throws UsageException if it cannot be read or is no such file
    public static Metrics read(Path file) {
        return read(file, _ -> true);
    }

    /// Reads what was logged under some names. Other rows cost little; their numbers are not looked at.
    ///
    /// @throws UsageException if it cannot be read or is no such file
    static Metrics read(Path file, Predicate<String> wanted) {
        Metrics metrics = new Metrics(file);
        String header = MetricsCsv.HEADER.strip();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            boolean torn = !endsWithLineBreak(file);
            String line = lines.readLine();
            if (!header.equals(line)) {
                throw new UsageException(file + " does not begin with " + header);
            }
            line = lines.readLine();
            for (int number = 2; line != null; number++) {
                String next = lines.readLine();
                boolean complete = next != null || !torn;
                if (complete && !metrics.add(line, wanted)) {
                    throw new UsageException(file + ", line " + number + ": " + header + " expected, got " + line);
                }
                line = next;
            }
        } catch (IOException failed) {
            throw new UsageException(file + " cannot be read: " + failed.getMessage(), failed);
        }
        return metrics;
    }

    private static boolean endsWithLineBreak(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            bytes.seek(Math.max(0, bytes.length() - 1));
            return bytes.read() == '\n';
        }
    }

    /// The names that were logged, in the order of their first point.
    public List<String> names() {
        return List.copyOf(columns.keySet());
    }

    /// Whether something was logged under a name.
    public boolean has(String name) {
        return columns.containsKey(name);
    }

    /// What values are shown over.
    public enum Axis {
        /// Environment steps.
        STEPS,
        /// Seconds since the run began, pauses left out. Episodes of the same iteration are spread over its time by their
        /// steps.
        SECONDS
    }

    /// The values logged under a name, over the global step.
    ///
    /// @throws UsageException if there are none, naming those there are
    public Curve curve(String name) {
        return curve(name, Axis.STEPS);
    }

    /// The values logged under a name.
    ///
    /// @throws UsageException if there are none, naming those there are
    public Curve curve(String name, Axis axis) {
        Column column = columns.get(name);
        if (column == null) {
            throw new UsageException(columns.isEmpty()
                    ? file + " has no rows yet"
                    : file + " has no " + name + "; the nearest is " + Nearest.to(name, names()) + ", and there are "
                            + String.join(", ", names()));
        }
        return column.over(axis == Axis.STEPS ? column.steps
                : name.startsWith(EVALUATION) ? column.seconds : column.times());
    }

    private boolean add(String line, Predicate<String> wanted) {
        String[] cells = line.split(",", -1);
        if (cells.length != 4) {
            return false;
        }
        if (!wanted.test(cells[2])) {
            return true;
        }
        try {
            long step = Long.parseLong(cells[0]);
            double seconds = Double.parseDouble(cells[1]), value = Double.parseDouble(cells[3]);
            columns.computeIfAbsent(cells[2], _ -> new Column()).add(step, seconds, value);
            return true;
        } catch (NumberFormatException malformed) {
            return false;
        }
    }

    /// The points under one name.
    private static final class Column {

        private double[] steps = new double[16];
        private double[] seconds = new double[16];
        private double[] values = new double[16];
        private int count;

        void add(long step, double second, double value) {
            if (count == steps.length) {
                steps = Arrays.copyOf(steps, 2 * count);
                seconds = Arrays.copyOf(seconds, 2 * count);
                values = Arrays.copyOf(values, 2 * count);
            }
            steps[count] = step;
            seconds[count] = second;
            values[count++] = value;
        }

        /// When each point was reached, as far as can be known: rows are written at the end of their iteration, all with
        /// its time, while their steps were made one after the other since the end of the iteration before.
        double[] times() {
            double[] times = seconds.clone();
            double step = 0, second = 0; // up to where the iteration before came
            for (int from = 0, to; from < count; from = to) {
                double last = steps[from], end = seconds[from];
                for (to = from + 1; to < count && seconds[to] == end; to++) {
                    last = Math.max(last, steps[to]);
                }
                for (int i = from; i < to && last > step; i++) {
                    times[i] = end - Math.min(1, (last - steps[i]) / (last - step)) * (end - second);
                }
                step = Math.max(step, last);
                second = end;
            }
            return times;
        }

        /// Points of environments that run side by side may have been logged out of order.
        Curve over(double[] axis) {
            Integer[] order = IntStream.range(0, count).boxed().toArray(Integer[]::new);
            Arrays.sort(order, Comparator.comparingDouble(row -> axis[row]));
            double[] x = new double[count];
            double[] y = new double[count];
            for (int i = 0; i < count; i++) {
                x[i] = axis[order[i]];
                y[i] = values[order[i]];
            }
            return new Curve(x, y);
        }
    }
}
