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
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;

/** Whether the generated class, in the package of its interface, can use types. */
final class Accessible {
  private final Elements elements;
  private final Element from;
  private final Set<TypeElement> seen = new HashSet<>();

  private Accessible(Elements elements, Element from) {
    this.elements = elements;
    this.from = from;
  }

  /**
   * @throws Problem if a type that the method's implementation has to name is not visible there
   */
  static void require(Elements elements, ExecutableElement method) {
    Accessible accessible = new Accessible(elements, method);
    accessible.require(method.getReturnType());
    for (VariableElement parameter : method.getParameters()) {
      accessible.require(parameter.asType());
    }
  }

  private void require(TypeMirror type) {
    if (!(type instanceof DeclaredType declared)
        || !(declared.asElement() instanceof TypeElement element)) {
      return;
    }
    declared.getTypeArguments().forEach(this::require);
    if (!seen.add(element)) {
      return;
    }
    if (!isVisible(element)) {
      throw new Problem(
          element.getSimpleName() + " is not visible to the class that implements the interface",
          -1,
          "Take \"private\" away, or make it public if it is in another package.");
    }
    if (element.getKind() == ElementKind.RECORD) {
      for (RecordComponentElement component : element.getRecordComponents()) {
        require(component.asType());
      }
    }
  }

  private boolean isVisible(TypeElement type) {
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
