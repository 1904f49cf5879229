package dev.headrace.check.processor;

import dev.headrace.engine.statement.Description;
import dev.headrace.engine.statement.Description.Constraint;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** Checks what a method does about violated constraints: that they can be, and how it is said. */
final class HandlerChecker {
  private final Types types;
  private final Elements elements;
  private final TypeElement user;
  private final ExecutableElement method;

  HandlerChecker(ProcessingEnvironment environment, TypeElement user, ExecutableElement method) {
    this.types = environment.getTypeUtils();
    this.elements = environment.getElementUtils();
    this.user = user;
    this.method = method;
  }

  /**
   * @param others those before it
   * @throws Problem about a place in the constraint's name
   */
  CheckedMethod.Handling check(Handler handler, List<Handler> others, Description description) {
    for (Handler other : others) {
      if (other.constraint().equals(handler.constraint())) {
        throw new Problem(
            "constraint \"" + handler.constraint() + "\" is handled twice", 0, "Keep one of them.");
      }
    }
    requireConstraint(handler.constraint(), description);
    return handling(handler);
  }

  private static void requireConstraint(String name, Description description) {
    List<Constraint> constraints = description.constraints();
    if (constraints.stream().anyMatch(constraint -> constraint.name().equals(name))) {
      return;
    }
    if (description.changes().isEmpty()) {
      throw description.kind() == Description.Kind.SELECT
          ? new Problem("a statement that changes nothing violates no constraint", 0)
          : new Problem(
              "the database does not tell which tables the statement changes",
              0,
              "Check with a user who may run it.");
    }
    String message = "the statement cannot violate a constraint \"" + name + "\"";
    if (constraints.isEmpty()) {
      throw new Problem(message, 0, "It can violate none that has a name.");
    }
    String closest = Names.closest(name, constraints.stream().map(Constraint::name).toList());
    String known =
        constraints.stream()
            .map(each -> "%s (%s of %s)".formatted(each.name(), each.kind().sql(), each.table()))
            .collect(Collectors.joining(", "));
    throw new Problem(
        message,
        0,
        (closest == null ? "" : "Perhaps you meant \"" + closest + "\". ")
            + "It can violate "
            + known
            + ".");
  }

  // ---- exceptions

  private CheckedMethod.Handling handling(Handler handler) {
    if (!(handler.thrown() instanceof DeclaredType type)
        || !(type.asElement() instanceof TypeElement element)) {
      throw new Problem(
          "the exception for constraint \"" + handler.constraint() + "\" cannot be found", 0);
    }
    String name = element.getSimpleName().toString();
    if (!Accessible.isVisible(elements, element, user)) {
      throw new Problem(
          name + " is not visible to the class that implements the interface",
          0,
          "Take \"private\" away, or make it public if it is in another package.");
    }
    boolean withText = isMadeWithText(element);
    if (!isUnchecked(type)
        && method.getThrownTypes().stream().noneMatch(each -> types.isSubtype(type, each))) {
      throw new Problem(
          "the method does not declare " + name + ", which is a checked exception",
          0,
          "Add \"throws " + name + "\" to the method, or extend RuntimeException.");
    }
    return new CheckedMethod.Handling(
        handler.constraint(), element.getQualifiedName().toString(), withText);
  }

  private boolean isUnchecked(TypeMirror type) {
    return Stream.of("java.lang.RuntimeException", "java.lang.Error")
        .map(elements::getTypeElement)
        .anyMatch(unchecked -> unchecked != null && types.isSubtype(type, unchecked.asType()));
  }

  /** Whether its constructor takes a text and the cause, not the cause alone. */
  private boolean isMadeWithText(TypeElement element) {
    boolean isStatic = element.getModifiers().contains(Modifier.STATIC);
    if (element.getModifiers().contains(Modifier.ABSTRACT)) {
      throw notMade(element, "it is abstract");
    }
    if (element.getNestingKind().isNested() && !isStatic) {
      throw notMade(element, "it is not static");
    }
    List<ExecutableElement> fitting =
        ElementFilter.constructorsIn(element.getEnclosedElements()).stream()
            .filter(this::takesCause)
            .toList();
    List<ExecutableElement> usable =
        fitting.stream()
            .filter(each -> ConverterClass.isVisible(elements, each, user))
            .filter(each -> !ConverterClass.throwsChecked(each))
            .toList();
    if (usable.isEmpty()) {
      throw notMade(
          element,
          fitting.isEmpty()
              ? "it has no constructor for its cause"
              : "its constructor is not visible, or throws exceptions");
    }
    return usable.stream().allMatch(each -> each.getParameters().size() == 2);
  }

  private static Problem notMade(TypeElement element, String why) {
    return new Problem(
        "exception " + element.getSimpleName() + " cannot be made: " + why,
        0,
        "It needs a constructor (SQLException), (Throwable) or (String, Throwable) that is visible"
            + " to the implementation.");
  }

  private boolean takesCause(ExecutableElement constructor) {
    List<TypeMirror> parameters =
        constructor.getParameters().stream().<TypeMirror>map(p -> p.asType()).toList();
    return switch (parameters.size()) {
      case 1 -> isCause(parameters.getFirst());
      case 2 ->
          TypeText.plain(parameters.getFirst()).equals("java.lang.String")
              && isCause(parameters.getLast());
      default -> false;
    };
  }

  private static boolean isCause(TypeMirror type) {
    return List.of("java.sql.SQLException", "java.lang.Exception", "java.lang.Throwable")
        .contains(TypeText.plain(type));
  }
}
