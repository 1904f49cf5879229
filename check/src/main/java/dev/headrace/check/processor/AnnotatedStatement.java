package dev.headrace.check.processor;

import dev.headrace.check.Batch;
import dev.headrace.check.Query;
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
 * @param mirror the annotation
 * @param value its statement
 * @param several whether there is another one
 */
record AnnotatedStatement(
    MethodChecker.Role role,
    String sql,
    List<String> notNull,
    AnnotationMirror mirror,
    AnnotationValue value,
    boolean several) {
  private static final Map<String, MethodChecker.Role> ROLES =
      Map.of(
          Query.class.getName(), MethodChecker.Role.QUERY,
          Update.class.getName(), MethodChecker.Role.UPDATE,
          Batch.class.getName(), MethodChecker.Role.BATCH);

  static Optional<AnnotatedStatement> of(ExecutableElement method) {
    List<AnnotatedStatement> all = new ArrayList<>();
    for (AnnotationMirror mirror : method.getAnnotationMirrors()) {
      MethodChecker.Role role = ROLES.get(mirror.getAnnotationType().toString());
      AnnotationValue value = role == null ? null : value(mirror);
      if (role != null && value != null) {
        Query query = method.getAnnotation(Query.class);
        List<String> notNull = query == null ? List.of() : List.of(query.notNull());
        String sql = String.valueOf(value.getValue());
        all.add(new AnnotatedStatement(role, sql, notNull, mirror, value, !all.isEmpty()));
      }
    }
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  private static @Nullable AnnotationValue value(AnnotationMirror mirror) {
    for (var entry : mirror.getElementValues().entrySet()) {
      if (entry.getKey().getSimpleName().contentEquals("value")) {
        return entry.getValue();
      }
    }
    return null;
  }
}
