package dev.headrace.check.processor;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.annotation.processing.Completion;
import javax.annotation.processing.Filer;
import javax.annotation.processing.Messager;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * A compilation of several sources that sees, as Gradle does, which files the processor makes, what
 * of, and which ones it reads.
 *
 * @param messages errors and warnings
 * @param origins the names of the elements that generated types come from, by the types' names
 * @param resources files that were read or made, in that order
 */
record Build(List<String> messages, Map<String, List<String>> origins, List<String> resources) {
  /**
   * @param output where classes and generated sources go
   * @param sources by path, in the order in which the compiler gets them
   */
  static Build of(Path output, Map<String, String> sources, List<String> options)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    Watching processor = new Watching();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
      files.setLocationFromPaths(StandardLocation.SOURCE_OUTPUT, List.of(output));
      List<JavaFileObject> units = new ArrayList<>();
      sources.forEach((name, code) -> units.add(new Source(name, code)));
      JavaCompiler.CompilationTask task =
          compiler.getTask(null, files, diagnostics, options, null, units);
      task.setProcessors(List.of(processor));
      task.call();
    }
    return new Build(
        diagnostics.getDiagnostics().stream()
            .filter(each -> each.getKind() != Diagnostic.Kind.NOTE)
            .map(each -> each.getMessage(Locale.ROOT))
            .toList(),
        processor.origins,
        processor.resources);
  }

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

  /** The processor, with an eye on its files. */
  private static final class Watching implements Processor {
    private final Processor watched = new CheckProcessor();
    final Map<String, List<String>> origins = new TreeMap<>();
    final List<String> resources = new ArrayList<>();

    @Override
    public void init(ProcessingEnvironment environment) {
      watched.init(new Environment(environment, new Files(environment.getFiler())));
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      watched.process(annotations, round);
      return false;
    }

    @Override
    public Set<String> getSupportedOptions() {
      return watched.getSupportedOptions();
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return watched.getSupportedAnnotationTypes();
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return watched.getSupportedSourceVersion();
    }

    @Override
    public Iterable<? extends Completion> getCompletions(
        Element element, AnnotationMirror annotation, ExecutableElement member, String text) {
      return watched.getCompletions(element, annotation, member, text);
    }

    private final class Files implements Filer {
      private final Filer filer;

      Files(Filer filer) {
        this.filer = filer;
      }

      private void note(CharSequence name, Element... from) {
        origins.put(name.toString(), Arrays.stream(from).map(String::valueOf).toList());
      }

      @Override
      public JavaFileObject createSourceFile(CharSequence name, Element... from)
          throws IOException {
        note(name, from);
        return filer.createSourceFile(name, from);
      }

      @Override
      public JavaFileObject createClassFile(CharSequence name, Element... from) throws IOException {
        note(name, from);
        return filer.createClassFile(name, from);
      }

      @Override
      public FileObject createResource(
          JavaFileManager.Location location,
          CharSequence module,
          CharSequence name,
          Element... from)
          throws IOException {
        resources.add("made " + location.getName() + " " + name);
        return filer.createResource(location, module, name, from);
      }

      @Override
      public FileObject getResource(
          JavaFileManager.Location location, CharSequence module, CharSequence name)
          throws IOException {
        resources.add("read " + location.getName() + " " + name);
        return filer.getResource(location, module, name);
      }
    }
  }

  /** That of the compiler but for the files. */
  private record Environment(ProcessingEnvironment own, Filer filer)
      implements ProcessingEnvironment {
    @Override
    public Map<String, String> getOptions() {
      return own.getOptions();
    }

    @Override
    public Messager getMessager() {
      return own.getMessager();
    }

    @Override
    public Filer getFiler() {
      return filer;
    }

    @Override
    public Elements getElementUtils() {
      return own.getElementUtils();
    }

    @Override
    public Types getTypeUtils() {
      return own.getTypeUtils();
    }

    @Override
    public SourceVersion getSourceVersion() {
      return own.getSourceVersion();
    }

    @Override
    public Locale getLocale() {
      return own.getLocale();
    }
  }
}
