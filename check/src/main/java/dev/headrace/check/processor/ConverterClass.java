package dev.headrace.check.processor;

import dev.headrace.check.Converter;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/**
 * A class that an annotation names as a converter, and that is one.
 *
 * @param from what it converts
 * @param stored what it makes of that
 */
record ConverterClass(TypeElement element, TypeMirror from, JavaValue stored) {
  /**
   * @param user the interface whose implementation makes an instance
   * @throws Problem if it is not, or cannot be made
   */
  static ConverterClass of(Types types, Elements elements, TypeElement user, Object named) {
    if (!(named instanceof DeclaredType type)
        || !(type.asElement() instanceof TypeElement element)) {
      throw noConverter(String.valueOf(named));
    }
    String name = element.getSimpleName().toString();
    DeclaredType converter = converter(types, element.asType());
    if (converter == null || converter.getTypeArguments().size() != 2) {
      throw noConverter(name);
    }
    if (!Accessible.isVisible(elements, element, user)) {
      throw new Problem(
          name + " is not visible to the class that implements the interface",
          -1,
          "Take \"private\" away, or make it public if it is in another package.");
    }
    String obstacle = obstacle(elements, element, user);
    if (obstacle != null) {
      throw new Problem(
          "converter " + name + " cannot be made: " + obstacle,
          -1,
          "It needs a constructor that takes nothing and is visible to the implementation.");
    }
    TypeMirror stored = converter.getTypeArguments().getLast();
    JavaValue value = JavaValue.of(stored, false);
    if (value == null) {
      throw new Problem(
          "converter " + name + " gives " + TypeText.simple(stored) + ", which is no SQL value",
          -1);
    }
    return new ConverterClass(element, converter.getTypeArguments().getFirst(), value);
  }

  private static Problem noConverter(String name) {
    return new Problem(name + " is no Converter", -1, "Let it implement Converter<J, D>.");
  }

  /** The converter that a type is; null if it is none. */
  private static @Nullable DeclaredType converter(Types types, TypeMirror type) {
    if (type instanceof DeclaredType declared
        && declared.asElement() instanceof TypeElement element
        && element.getQualifiedName().contentEquals(Converter.class.getName())) {
      return declared;
    }
    for (TypeMirror parent : types.directSupertypes(type)) {
      DeclaredType found = converter(types, parent);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Why there can be no instance; null if there can. */
  private static @Nullable String obstacle(
      Elements elements, TypeElement element, TypeElement user) {
    if (element.getKind() == ElementKind.INTERFACE) {
      return "it is an interface";
    }
    if (element.getModifiers().contains(Modifier.ABSTRACT)) {
      return "it is abstract";
    }
    if (element.getNestingKind().isNested() && !element.getModifiers().contains(Modifier.STATIC)) {
      return "it is not static";
    }
    if (!element.getTypeParameters().isEmpty()) {
      return "it has type parameters";
    }
    for (ExecutableElement constructor :
        ElementFilter.constructorsIn(element.getEnclosedElements())) {
      if (constructor.getParameters().isEmpty()) {
        if (element.getKind() == ElementKind.ENUM || !isVisible(elements, constructor, user)) {
          return "its constructor is not visible";
        }
        return throwsChecked(constructor) ? "its constructor throws exceptions" : null;
      }
    }
    return "each of its constructors takes something";
  }

  /** Whether a member of a visible class can be used by another. */
  static boolean isVisible(Elements elements, Element member, Element user) {
    Set<Modifier> modifiers = member.getModifiers();
    return modifiers.contains(Modifier.PUBLIC)
        || !modifiers.contains(Modifier.PRIVATE)
            && elements.getPackageOf(member).equals(elements.getPackageOf(user));
  }

  /** Whether who calls a constructor has to do something about its exceptions. */
  static boolean throwsChecked(ExecutableElement constructor) {
    List<String> unchecked = List.of("java.lang.RuntimeException", "java.lang.Error");
    return constructor.getThrownTypes().stream().anyMatch(thrown -> !isOneOf(thrown, unchecked));
  }

  private static boolean isOneOf(TypeMirror thrown, List<String> names) {
    TypeMirror each = thrown;
    while (each instanceof DeclaredType declared
        && declared.asElement() instanceof TypeElement element) {
      if (names.contains(element.getQualifiedName().toString())) {
        return true;
      }
      each = element.getSuperclass();
    }
    return false;
  }
}
