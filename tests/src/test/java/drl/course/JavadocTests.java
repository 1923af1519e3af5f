package drl.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.DocumentationTool;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The reference that `mvn javadoc:aggregate` writes, of all modules in one: it has no gaps, and its first page leads
/// through it.
@Tag("text")
class JavadocTests {

    private static final Repository REPOSITORY = Repository.here();
    private static final Path OVERVIEW = REPOSITORY.root().resolve(".mvn/overview.html");

    /// Java's remark on the incubator module, which has no switch.
    private static final String REMARK = "compiler.warn.incubating.modules";

    /// A comment here need not say in tags what its sentences say already; there only has to be one.
    private static final String WORDING = "(?s)(.*: )?warning: (no @|no main description|use of default constructor).*";

    @TempDir
    private static Path pages;
    private static List<String> problems;

    @BeforeAll
    static void write() throws IOException {
        DocumentationTool javadoc = ToolProvider.getSystemDocumentationTool();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        try (StandardJavaFileManager files =
                javadoc.getStandardFileManager(found, Locale.ENGLISH, StandardCharsets.UTF_8)) {
            List<String> options = List.of("-quiet", "-Xdoclint:all", "-Xmaxwarns", "99999", "-d", pages.toString(),
                    "-overview", OVERVIEW.toString(), "--add-modules", "jdk.incubator.vector", "-classpath",
                    libraries());
            javadoc.getTask(null, files, found, null, options, files.getJavaFileObjectsFromPaths(sources())).call();
        }
        problems = found.getDiagnostics().stream()
                .filter(each -> each.getKind() != Diagnostic.Kind.NOTE && !each.getCode().equals(REMARK))
                .map(Diagnostic::toString).filter(text -> !text.matches(WORDING)).toList();
    }

    @Test
    void it_is_written_without_a_warning() {
        assertThat(problems).isEmpty();
    }

    @Test
    void its_first_page_names_every_package_once() throws IOException {
        String overview = Files.readString(OVERVIEW);
        List<String> packages = Files.readAllLines(pages.resolve("element-list"));
        assertThat(packages).hasSizeGreaterThan(20)
                .allSatisfy(name -> assertThat(overview)
                        .containsOnlyOnce(name.replace('.', '/') + "/package-summary.html\">" + name + "</a>"));
        assertThat(overview.split("/package-summary.html", -1)).hasSize(packages.size() + 1);
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Path module : modules()) {
            try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }

    private static String libraries() throws IOException {
        return modules().stream()
                .flatMap(module -> Repository.recorded(module.resolve("target/runtime-classpath.txt")).stream())
                .distinct().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> folders = Files.list(REPOSITORY.root())) {
            return folders.filter(folder -> Files.isDirectory(folder.resolve("src/main/java"))).sorted().toList();
        }
    }
}
