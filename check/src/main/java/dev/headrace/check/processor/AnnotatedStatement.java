package dev.headrace.check.processor;

import dev.headrace.check.Batch;
import dev.headrace.check.Query;
import dev.headrace.check.QueryFile;
import dev.headrace.check.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/**
 * The annotation of a method.
 *
 * @param sql the statement; empty if it is in a file that was not read yet
 * @param file that has the statement; null if the annotation has it
 * @param mirror the annotation
 * @param value its statement or file
 * @param several whether there is another one
 */
record AnnotatedStatement(
    MethodChecker.Role role,
    String sql,
    @Nullable String file,
    List<String> notNull,
    AnnotationMirror mirror,
    AnnotationValue value,
    boolean several) {
  private static final Map<String, MethodChecker.Role> ROLES =
      Map.of(
          Query.class.getName(), MethodChecker.Role.QUERY,
          QueryFile.class.getName(), MethodChecker.Role.QUERY,
          Update.class.getName(), MethodChecker.Role.UPDATE,
          Batch.class.getName(), MethodChecker.Role.BATCH);

  static Optional<AnnotatedStatement> of(ExecutableElement method) {
    List<AnnotatedStatement> all = new ArrayList<>();
    for (AnnotationMirror mirror : method.getAnnotationMirrors()) {
      MethodChecker.Role role = ROLES.get(mirror.getAnnotationType().toString());
      AnnotationValue value = role == null ? null : value(mirror, "value");
      if (role != null && value != null) {
        String text = String.valueOf(value.getValue());
        boolean inFile = mirror.getAnnotationType().toString().equals(QueryFile.class.getName());
        all.add(
            new AnnotatedStatement(
                role,
                inFile ? "" : text,
                inFile ? text : null,
                notNull(mirror),
                mirror,
                value,
                !all.isEmpty()));
      }
    }
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  /** The columns that are said to be never NULL. */
  private static List<String> notNull(AnnotationMirror mirror) {
    AnnotationValue value = value(mirror, "notNull");
    List<String> columns = new ArrayList<>();
    if (value != null) {
      for (Object each : value.getValue() instanceof List<?> several ? several : List.of(value)) {
        columns.add(String.valueOf(((AnnotationValue) each).getValue()));
      }
    }
    return columns;
  }

  /** The same with the statement that the file has. */
  AnnotatedStatement withText(String text) {
    return new AnnotatedStatement(role, text, file, notNull, mirror, value, several);
  }

  private static @Nullable AnnotationValue value(AnnotationMirror mirror, String name) {
    for (var entry : mirror.getElementValues().entrySet()) {
      if (entry.getKey().getSimpleName().contentEquals(name)) {
        return entry.getValue();
      }
    }
    return null;
  }
}
