package dev.headrace.check.processor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * What the named parameters of a method's statement can be: its parameters and their components.
 */
final class Arguments {
  /** The variable that has one element of a batch's list. */
  static final String ELEMENT = "element";

  private final ValueTypes types;
  private final Map<String, Argument> byName = new HashMap<>();
  private final Map<String, String> unsupported = new HashMap<>();
  private final Map<String, Problem> wrong = new LinkedHashMap<>();
  private final Set<String> ambiguous = new HashSet<>();
  private final Set<String> scalars = new HashSet<>();
  private final List<String> declared = new ArrayList<>();

  /**
   * A value for a parameter.
   *
   * @param code the Java expression
   * @param owner the method parameter it belongs to
   */
  record Argument(String code, JavaValue value, String owner) {}

  /**
   * @param ignored a parameter that is not for the statement, such as a callback
   * @param batch the parameter with a list of elements; null if this is no batch
   */
  Arguments(
      ValueTypes types,
      ExecutableElement method,
      @Nullable VariableElement ignored,
      @Nullable VariableElement batch) {
    this.types = types;
    List<VariableElement> direct = new ArrayList<>();
    for (VariableElement parameter : method.getParameters()) {
      if (parameter.equals(ignored)) {
        continue;
      }
      declared.add(name(parameter));
      if (parameter.equals(batch)) {
        TypeMirror element = ((DeclaredType) parameter.asType()).getTypeArguments().getFirst();
        add(parameter, ELEMENT, element, JavaValue.isNullable(element));
      } else {
        direct.add(parameter);
        boolean nullable = JavaValue.isNullable(parameter, parameter.asType());
        String code = Names.local(name(parameter));
        add(parameter, code, parameter.asType(), nullable);
      }
    }
    // what the method itself names hides components
    for (VariableElement parameter : direct) {
      ambiguous.remove(name(parameter));
    }
  }

  private static String name(Element element) {
    return element.getSimpleName().toString();
  }

  private void add(VariableElement parameter, String code, TypeMirror type, boolean nullable) {
    String name = name(parameter);
    JavaValue value;
    try {
      value = types.of(parameter, "parameter " + name, type, nullable);
    } catch (Problem problem) {
      wrong.put(name, problem);
      return;
    }
    if (value != null) {
      byName.put(name, new Argument(code, value, name));
      scalars.add(name);
      return;
    }
    if (!(type instanceof DeclaredType declared)
        || !(declared.asElement() instanceof TypeElement element)
        || element.getKind() != ElementKind.RECORD) {
      unsupported.put(name, String.valueOf(type));
      return;
    }
    for (RecordComponentElement component : element.getRecordComponents()) {
      TypeMirror componentType = component.asType();
      String own = name(component);
      JavaValue held;
      try {
        held = types.of(component, JavaValue.isNullable(component, componentType));
      } catch (Problem problem) {
        wrong.putIfAbsent(own, problem);
        wrong.put(name + "." + own, problem);
        continue;
      }
      if (held == null) {
        unsupported.put(own, String.valueOf(componentType));
        unsupported.put(name + "." + own, String.valueOf(componentType));
        continue;
      }
      String read =
          nullable
              ? "(" + code + " == null ? null : " + code + "." + own + "())"
              : code + "." + own + "()";
      Argument argument = new Argument(read, nullable ? held.orNull() : held, name);
      byName.put(name + "." + own, argument);
      Argument other = byName.putIfAbsent(own, argument);
      if (other != null && !scalars.contains(own)) {
        ambiguous.add(own);
      }
    }
  }

  boolean isList(String name) {
    Argument argument = byName.get(name);
    return argument != null && argument.value().kind() == ValueKind.LIST;
  }

  /**
   * The value of a parameter.
   *
   * @param index of its place in the statement
   */
  Argument require(String name, int index) {
    if (ambiguous.contains(name)) {
      throw new Problem(
          "parameter :" + name + " is ambiguous: several records have such a component",
          index,
          "Write the method parameter before it, as in :order." + name + ".");
    }
    Argument argument = byName.get(name);
    if (argument != null) {
      return argument;
    }
    Problem problem = wrong.get(name);
    if (problem != null) {
      throw problem.at(index);
    }
    if (unsupported.containsKey(name)) {
      throw new Problem(
          "parameter :" + name + " is of type " + unsupported.get(name) + ", which is no SQL value",
          index,
          "Name what converts it with @Convert.");
    }
    unused(List.of());
    String closest = Names.closest(name, byName.keySet());
    throw new Problem(
        "the method has no parameter \"" + name + "\"",
        index,
        closest != null
            ? "Perhaps you meant :" + closest + "."
            : "Add it to the method. For a slice of an array write a blank behind the colon.");
  }

  /**
   * Method parameters of which the statement uses nothing.
   *
   * @param used the arguments that it uses
   */
  List<String> unused(List<Argument> used) {
    for (String name : declared) {
      if (wrong.containsKey(name)) {
        throw wrong.get(name);
      }
    }
    Set<String> owners = new HashSet<>();
    used.forEach(argument -> owners.add(argument.owner()));
    return declared.stream().filter(name -> !owners.contains(name)).toList();
  }
}
