package drl.course;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// A method that a reader can be asked to write. The source says so, in a comment above it:
///
/// ```java
/// // exercise: ALG STEP 4, rewards-to-go: R(t) = r(t) + γ·R(t+1)
/// ```
///
/// A step may consist of several methods; each has a comment, with the same step.
///
/// @param file     the source file
/// @param step     the step of the chapter: `ALG STEP 4, rewards-to-go`
/// @param equation what is to be written
/// @param method   the method's name, `<init>` for a constructor
/// @param from     where its body begins in the file, the brace included
/// @param to       where the body ends, behind the brace
record Exercise(Path file, String step, String equation, String method, int from, int to) {

    private static final Pattern MARK = Pattern.compile("(?m)^ *// exercise: (.+?): (.+)$");

    /// The exercises in source files, in the order of the files.
    ///
    /// @throws IllegalStateException if a comment stands above no method
    static List<Exercise> in(List<Path> files) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Exercise> exercises = new ArrayList<>();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            List<Path> marked = files.stream().filter(file -> MARK.matcher(Repository.read(file)).find()).toList();
            if (marked.isEmpty()) {
                return List.of();
            }
            JavacTask task = (JavacTask) compiler.getTask(null, manager, null, List.of(), null,
                    manager.getJavaFileObjectsFromPaths(marked));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                addExercises(unit, positions, exercises);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return exercises;
    }

    private static void addExercises(CompilationUnitTree unit, SourcePositions positions, List<Exercise> exercises) {
        List<MethodTree> methods = new ArrayList<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethod(MethodTree method, Void nothing) {
                if (method.getBody() != null && positions.getEndPosition(unit, method.getBody()) > 0) {
                    methods.add(method);
                }
                return super.visitMethod(method, nothing);
            }
        }.scan(unit, null);
        methods.sort(Comparator.comparingLong(method -> positions.getStartPosition(unit, method)));
        Path file = Path.of(unit.getSourceFile().toUri());
        Matcher mark = MARK.matcher(Repository.read(file));
        while (mark.find()) {
            MethodTree method = methods.stream()
                    .filter(each -> positions.getStartPosition(unit, each) > mark.start()).findFirst()
                    .orElseThrow(() -> new IllegalStateException(file + ": there is no method below " + mark.group()));
            exercises.add(new Exercise(file, mark.group(1), mark.group(2), method.getName().toString(),
                    (int) positions.getStartPosition(unit, method.getBody()),
                    (int) positions.getEndPosition(unit, method.getBody())));
        }
    }

    /// What stands in the place of the body until the reader has written one.
    String placeholder(String indent) {
        return "{\n" + indent + "    throw new UnsupportedOperationException(\n" + indent + "            \""
                + (step + ": " + equation).replace("\\", "\\\\").replace("\"", "\\\"") + "\");\n" + indent + "}";
    }
}
