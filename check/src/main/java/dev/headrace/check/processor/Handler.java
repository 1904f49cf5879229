package dev.headrace.check.processor;

import dev.headrace.check.OnConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * What a method says about a constraint that its statement may violate.
 *
 * @param constraint its name
 * @param thrown the class of an exception, as the annotation has it
 * @param mirror the annotation
 * @param value that of the constraint's name
 * @param several whether the method has more of them, in an annotation around them
 */
record Handler(
    String constraint,
    Object thrown,
    AnnotationMirror mirror,
    AnnotationValue value,
    boolean several) {
  /** Those of a method, in their order. */
  static List<Handler> of(ExecutableElement method) {
    List<Handler> handlers = new ArrayList<>();
    for (AnnotationMirror mirror : method.getAnnotationMirrors()) {
      String type = name(mirror);
      if (type.equals(OnConstraint.class.getName())) {
        of(mirror, false).ifPresent(handlers::add);
      } else if (type.equals(OnConstraint.All.class.getCanonicalName())) {
        AnnotationValue all = value(mirror, "value");
        for (Object each :
            all != null && all.getValue() instanceof List<?> list ? list : List.of()) {
          if (each instanceof AnnotationValue nested
              && nested.getValue() instanceof AnnotationMirror one) {
            of(one, true).ifPresent(handlers::add);
          }
        }
      }
    }
    return handlers;
  }

  private static String name(AnnotationMirror mirror) {
    return mirror.getAnnotationType().asElement() instanceof TypeElement type
        ? type.getQualifiedName().toString()
        : "";
  }

  /** Empty if the annotation lacks something, which the compiler says. */
  private static Optional<Handler> of(AnnotationMirror mirror, boolean several) {
    AnnotationValue constraint = value(mirror, "value");
    AnnotationValue thrown = value(mirror, "throwing");
    return constraint == null || thrown == null
        ? Optional.empty()
        : Optional.of(
            new Handler(
                String.valueOf(constraint.getValue()),
                thrown.getValue(),
                mirror,
                constraint,
                several));
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
