package dev.headrace.check.processor;

import java.util.HashSet;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;

/** Whether the generated class, in the package of its interface, can use types. */
final class Accessible {
  private final Elements elements;
  private final ValueTypes types;
  private final Element from;
  private final Set<TypeElement> seen = new HashSet<>();

  private Accessible(Elements elements, ValueTypes types, Element from) {
    this.elements = elements;
    this.types = types;
    this.from = from;
  }

  /**
   * @param types says what is converted as a whole, so that its components do not matter
   * @throws Problem if a type that the method's implementation has to name is not visible there
   */
  static void require(Elements elements, ValueTypes types, ExecutableElement method) {
    Accessible accessible = new Accessible(elements, types, method);
    accessible.require(method, method.getReturnType());
    for (VariableElement parameter : method.getParameters()) {
      accessible.require(parameter, parameter.asType());
    }
  }

  private void require(Element declared, TypeMirror type) {
    // the compiler says what is not there
    if (type.getKind() == TypeKind.ERROR
        || !(type instanceof DeclaredType of)
        || !(of.asElement() instanceof TypeElement element)) {
      return;
    }
    of.getTypeArguments().forEach(argument -> require(declared, argument));
    if (!isVisible(elements, element, from)) {
      throw new Problem(
          element.getSimpleName() + " is not visible to the class that implements the interface",
          -1,
          "Take \"private\" away, or make it public if it is in another package.");
    }
    if (element.getKind() == ElementKind.RECORD
        && !types.isConverted(declared, type)
        && seen.add(element)) {
      for (RecordComponentElement component : element.getRecordComponents()) {
        require(component, component.asType());
      }
    }
  }

  /** Whether a type can be named in the package of another. */
  static boolean isVisible(Elements elements, TypeElement type, Element from) {
    boolean samePackage = elements.getPackageOf(type).equals(elements.getPackageOf(from));
    for (Element each = type; each instanceof TypeElement; each = each.getEnclosingElement()) {
      Set<Modifier> modifiers = each.getModifiers();
      if (modifiers.contains(Modifier.PRIVATE)
          || !samePackage && !modifiers.contains(Modifier.PUBLIC)) {
        return false;
      }
    }
    return true;
  }
}
