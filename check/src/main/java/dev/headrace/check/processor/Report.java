package dev.headrace.check.processor;

import java.io.IOException;
import java.util.Optional;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/** Tells the compiler what is wrong with a statement, and where in its literal. */
final class Report {
  private final ProcessingEnvironment environment;
  private final TypeElement type;
  private final ExecutableElement method;
  private final String text;
  private final @Nullable String file;
  private final @Nullable AnnotationMirror mirror;
  private final @Nullable AnnotationValue value;

  Report(
      ProcessingEnvironment environment,
      TypeElement type,
      ExecutableElement method,
      AnnotatedStatement statement) {
    this.environment = environment;
    this.type = type;
    this.method = method;
    this.text = statement.sql();
    this.file = statement.file();
    this.mirror = statement.mirror();
    this.value = statement.value();
  }

  /** About the constraint that a handler names. */
  Report(
      ProcessingEnvironment environment,
      TypeElement type,
      ExecutableElement method,
      Handler handler) {
    this.environment = environment;
    this.type = type;
    this.method = method;
    this.text = handler.constraint();
    this.file = null;
    // the annotation around several is written nowhere
    this.mirror = handler.several() ? null : handler.mirror();
    this.value = handler.several() ? null : handler.value();
  }

  /**
   * Prints, for a place in a text block:
   *
   * <pre>
   *   column "nam" does not exist
   *     at Orders.java:14:12
   *       SELECT id, nam
   *                  ^
   *     Perhaps you meant ...
   * </pre>
   */
  void print(Diagnostic.Kind kind, Problem problem) {
    StringBuilder message = new StringBuilder(problem.text());
    if (problem.index() >= 0) {
      message.append(place(problem.index()));
    }
    if (problem.hint() != null) {
      message.append("\n  ").append(problem.hint());
    }
    environment.getMessager().printMessage(kind, message, method, mirror, value);
  }

  /** The place of the statement, in short. */
  String place() {
    return place(0)
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElse("")
        .strip()
        .replaceFirst("^at ", "");
  }

  private String place(int index) {
    if (file != null) {
      return at(file, SourcePlaces.ofFile(text), index);
    }
    JavaFileObject source = source();
    Optional<SourcePlaces> places = Optional.empty();
    if (source != null) {
      try {
        places =
            SourcePlaces.find(
                source.getCharContent(true).toString(), text, method.getSimpleName().toString());
      } catch (IOException | UnsupportedOperationException _) {
        // the place within the statement has to do
      }
    }
    if (places.isEmpty() || source == null) {
      return inStatement(index);
    }
    return at(source.getName(), places.get(), index);
  }

  /** A place in a file, whose directory does not matter, and its line. */
  private static String at(String path, SourcePlaces places, int index) {
    return "\n  at %s:%d:%d%s"
        .formatted(
            path.substring(path.replace('\\', '/').lastIndexOf('/') + 1),
            places.line(index),
            places.column(index),
            marked(places.lineText(index), places.column(index)));
  }

  private String inStatement(int index) {
    int start = text.lastIndexOf('\n', Math.max(0, index - 1)) + 1;
    if (start > index) {
      start = index;
    }
    int end = text.indexOf('\n', index);
    int line = (int) text.substring(0, start).chars().filter(c -> c == '\n').count() + 1;
    String lineText = end < 0 ? text.substring(start) : text.substring(start, end);
    int column = text.codePointCount(start, Math.min(index, text.length())) + 1;
    return "\n  at line %d, column %d of the statement%s"
        .formatted(line, column, marked(lineText, column));
  }

  /** A line without its indentation, and a mark below a column of it. */
  private static String marked(String line, int column) {
    int indentation = line.length() - line.stripLeading().length();
    String shown = line.strip();
    int at = Math.clamp(column - 1 - indentation, 0, shown.length());
    return "\n    " + shown + "\n    " + " ".repeat(at) + "^";
  }

  /** The source file, if this compiler tells. */
  private @Nullable JavaFileObject source() {
    try {
      return environment.getElementUtils().getFileObjectOf(type);
    } catch (UnsupportedOperationException _) {
      return null;
    }
  }
}
