package dev.headrace.check.build;

import dev.headrace.check.processor.CheckProcessor;
import dev.headrace.check.source.SourceException;
import dev.headrace.check.source.Sources;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The Java sources of a project, whose statements the annotation processor asks about. */
final class JavaSources {
  /** Directories with sources; {@code sources}, {@code classpath} are lists as of the compiler. */
  static final String ROOTS = "sources";

  static final String CLASS_PATH = "classpath";
  static final String ENCODING = "encoding";

  /** What processors of their own code say; others' code may be made by processors that rest. */
  private static final String OF_PROCESSORS = "compiler.err.proc.messager";

  private static final String UNRESOLVED = "compiler.err.(cant.resolve|doesnt.exist|not.def).*";

  private final Map<String, String> options;
  private final Log log;

  JavaSources(Map<String, String> options, Log log) {
    this.options = options;
    this.log = log;
  }

  /** Runs the processor, and says whether all is right. */
  boolean process(Sources sources) throws IOException {
    List<Path> files = files();
    if (files.isEmpty()) {
      log.info("no Java sources");
      return true;
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new SourceException(
          "this Java has no compiler", "Take a JDK: " + System.getProperty("java.home"));
    }
    Path generated = Files.createTempDirectory("headrace");
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              null,
              manager,
              diagnostics,
              arguments(generated),
              null,
              manager.getJavaFileObjectsFromPaths(files));
      task.setProcessors(List.of(new CheckProcessor(sources)));
      task.call();
    } finally {
      delete(generated);
    }
    boolean right = true;
    for (Diagnostic<? extends JavaFileObject> each : diagnostics.getDiagnostics()) {
      right &= report(each);
    }
    return right;
  }

  private List<String> arguments(Path generated) {
    return List.of(
        "-proc:only",
        "-implicit:none",
        "-encoding",
        options.getOrDefault(ENCODING, "UTF-8"),
        "-cp",
        options.getOrDefault(CLASS_PATH, ""),
        "-s",
        generated.toString(),
        "-d",
        generated.toString());
  }

  private List<Path> files() throws IOException {
    List<Path> all = new ArrayList<>();
    for (String root : options.getOrDefault(ROOTS, "").split(File.pathSeparator, -1)) {
      Path directory = Path.of(root);
      if (!root.isBlank() && Files.isDirectory(directory)) {
        try (Stream<Path> files = Files.walk(directory)) {
          files
              .filter(file -> file.toString().endsWith(".java"))
              // modules are a matter of the build; here everything is on the class path
              .filter(file -> !file.endsWith("module-info.java"))
              .sorted()
              .forEach(all::add);
        }
      }
    }
    return all;
  }

  /** Whether it does no harm. */
  private boolean report(Diagnostic<? extends JavaFileObject> diagnostic) {
    String code = String.valueOf(diagnostic.getCode());
    String text = place(diagnostic) + diagnostic.getMessage(Locale.ROOT);
    return switch (diagnostic.getKind()) {
      case ERROR -> {
        boolean harmless = !code.equals(OF_PROCESSORS) && code.matches(UNRESOLVED);
        if (harmless) {
          log.warn(text);
        } else {
          log.error(text);
        }
        yield harmless;
      }
      case WARNING, MANDATORY_WARNING -> {
        if (code.contains("proc.messager")) {
          log.warn(text);
        }
        yield true;
      }
      case NOTE, OTHER -> true;
    };
  }

  private static String place(Diagnostic<? extends JavaFileObject> diagnostic) {
    @Nullable JavaFileObject source = diagnostic.getSource();
    return source == null
        ? ""
        : source.getName()
            + ":["
            + diagnostic.getLineNumber()
            + ","
            + diagnostic.getColumnNumber()
            + "] ";
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
