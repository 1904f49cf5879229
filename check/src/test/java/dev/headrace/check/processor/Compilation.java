package dev.headrace.check.processor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** A run of a compiler, by default javac, with the processor. */
final class Compilation {
  private final Path output;
  private final DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
  private final boolean done;

  private static final class Source extends SimpleJavaFileObject {
    private final String code;

    Source(String name, String code) {
      super(URI.create("mem:///" + name), Kind.SOURCE);
      this.code = code;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return code;
    }
  }

  /**
   * @param output where classes and generated sources go
   * @param options further ones
   */
  Compilation(Path output, String name, String code, List<String> options) {
    this(ToolProvider.getSystemJavaCompiler(), output, new Source(name, code), options);
  }

  Compilation(JavaCompiler compiler, Path output, JavaFileObject source, List<String> options) {
    this.output = output;
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
      files.setLocationFromPaths(StandardLocation.SOURCE_OUTPUT, List.of(output));
      JavaCompiler.CompilationTask task =
          compiler.getTask(null, files, diagnostics, options, null, List.of(source));
      task.setProcessors(List.of(new CheckProcessor()));
      done = task.call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A source for compilers that want a file. */
  static JavaFileObject file(Path path, String code) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, code);
    return new SimpleJavaFileObject(path.toUri(), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return code;
      }
    };
  }

  boolean done() {
    return done;
  }

  /** Errors and warnings as javac words them, each behind the line it points at. */
  List<String> messages() {
    return diagnostics.getDiagnostics().stream()
        .filter(d -> d.getKind() != Diagnostic.Kind.NOTE)
        .map(
            d ->
                "line %d: %s: %s"
                    .formatted(
                        d.getLineNumber(),
                        d.getKind() == Diagnostic.Kind.ERROR ? "error" : "warning",
                        d.getMessage(Locale.ROOT)))
        .toList();
  }

  String generated(String name) {
    try {
      return Files.readString(output.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Class<?> load(String name) throws ReflectiveOperationException, IOException {
    URL[] urls = {output.toUri().toURL()};
    return new URLClassLoader(urls, Compilation.class.getClassLoader()).loadClass(name);
  }
}
