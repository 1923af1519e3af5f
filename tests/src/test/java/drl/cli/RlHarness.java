package drl.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Runs the command line in this JVM and keeps what it printed.
public record RlHarness(int status, String out, String err) {

    public static RlHarness run(Chapter chapter, String... args) {
        return run(List.of(chapter), args);
    }

    public static RlHarness run(List<Chapter> chapters, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Rl rl = new Rl(chapters, print(out), print(err), false);
        int status = rl.run(List.of(args));
        return new RlHarness(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
