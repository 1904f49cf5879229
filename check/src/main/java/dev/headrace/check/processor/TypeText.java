package dev.headrace.check.processor;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.WildcardType;

/**
 * Types as they are written in Java, with qualified names and {@code @Nullable}. What their own
 * {@code toString} gives is another text in each compiler.
 */
final class TypeText {
  private TypeText() {}

  static String of(TypeMirror type) {
    return switch (type) {
      case ArrayType array -> of(array.getComponentType()) + spaced(nullable(array)) + "[]";
      case WildcardType wildcard -> wildcard(wildcard);
      case DeclaredType declared when declared.asElement() instanceof TypeElement element -> {
        String name = element.getQualifiedName().toString();
        int simple = name.lastIndexOf('.') + 1;
        String arguments = arguments(declared);
        yield name.substring(0, simple) + nullable(declared) + name.substring(simple) + arguments;
      }
      default -> type.toString();
    };
  }

  private static String arguments(DeclaredType type) {
    StringBuilder text = new StringBuilder();
    for (TypeMirror argument : type.getTypeArguments()) {
      text.append(text.isEmpty() ? "<" : ", ").append(of(argument));
    }
    return text.isEmpty() ? "" : text.append('>').toString();
  }

  /** Without {@code @Nullable}. */
  static String plain(TypeMirror type) {
    String text = of(type);
    return text.indexOf('@') < 0 ? text : text.replaceAll("@[\\w.]+ ", "").replace(" [", "[");
  }

  /** Without {@code @Nullable} and the packages and classes that types are in. */
  static String simple(TypeMirror type) {
    return plain(type).replaceAll("\\w+\\.", "");
  }

  private static String wildcard(WildcardType wildcard) {
    TypeMirror upper = wildcard.getExtendsBound();
    TypeMirror lower = wildcard.getSuperBound();
    return upper != null ? "? extends " + of(upper) : lower != null ? "? super " + of(lower) : "?";
  }

  private static String spaced(String text) {
    return text.isEmpty() ? "" : " " + text;
  }

  private static String nullable(TypeMirror type) {
    StringBuilder text = new StringBuilder();
    for (AnnotationMirror annotation : type.getAnnotationMirrors()) {
      if (annotation.getAnnotationType().asElement() instanceof TypeElement element
          && element.getSimpleName().contentEquals("Nullable")) {
        text.append('@').append(element.getQualifiedName()).append(' ');
      }
    }
    return text.toString();
  }
}
