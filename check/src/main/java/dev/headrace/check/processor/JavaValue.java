package dev.headrace.check.processor;

import java.util.List;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * A Java type that holds one SQL value.
 *
 * @param kind of what is stored
 * @param type as it is written in Java, without annotations
 * @param element of a list
 * @param nullable whether it can be null: it is {@code @Nullable}
 * @param conversion of the value to what is stored; null if it is stored as it is
 */
record JavaValue(
    ValueKind kind,
    String type,
    @Nullable JavaValue element,
    boolean nullable,
    @Nullable Conversion conversion) {
  private static final Map<String, ValueKind> KINDS =
      Map.ofEntries(
          Map.entry("java.lang.Boolean", ValueKind.BOOLEAN),
          Map.entry("java.lang.Short", ValueKind.SHORT),
          Map.entry("java.lang.Integer", ValueKind.INT),
          Map.entry("java.lang.Long", ValueKind.LONG),
          Map.entry("java.lang.Float", ValueKind.FLOAT),
          Map.entry("java.lang.Double", ValueKind.DOUBLE),
          Map.entry("java.math.BigDecimal", ValueKind.DECIMAL),
          Map.entry("java.lang.String", ValueKind.STRING),
          Map.entry("java.time.LocalDate", ValueKind.DATE),
          Map.entry("java.time.LocalTime", ValueKind.TIME),
          Map.entry("java.time.LocalDateTime", ValueKind.LOCAL_DATE_TIME),
          Map.entry("java.time.OffsetDateTime", ValueKind.OFFSET_DATE_TIME),
          Map.entry("java.time.Instant", ValueKind.INSTANT),
          Map.entry("java.util.UUID", ValueKind.UUID));

  private JavaValue(ValueKind kind, String type, @Nullable JavaValue element, boolean nullable) {
    this(kind, type, element, nullable, null);
  }

  /** The class of a kind of values, of which there is one. */
  static String className(ValueKind kind) {
    return KINDS.entrySet().stream()
        .filter(entry -> entry.getValue() == kind)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /** A list of values. */
  static JavaValue list(JavaValue element, boolean nullable) {
    return new JavaValue(ValueKind.LIST, "java.util.List", element, nullable);
  }

  /** The value of a type, without a conversion; null if it does not hold one SQL value. */
  static @Nullable JavaValue of(TypeMirror type, boolean nullable) {
    ValueKind primitive =
        switch (type.getKind()) {
          case BOOLEAN -> ValueKind.BOOLEAN;
          case SHORT -> ValueKind.SHORT;
          case INT -> ValueKind.INT;
          case LONG -> ValueKind.LONG;
          case FLOAT -> ValueKind.FLOAT;
          case DOUBLE -> ValueKind.DOUBLE;
          default -> null;
        };
    if (primitive != null) {
      return new JavaValue(
          primitive, type.getKind().name().toLowerCase(java.util.Locale.ROOT), null, false);
    }
    if (type instanceof ArrayType array) {
      return array.getComponentType().getKind() == TypeKind.BYTE
          ? new JavaValue(ValueKind.BYTES, "byte[]", null, nullable)
          : null;
    }
    if (!(type instanceof DeclaredType declared)
        || !(declared.asElement() instanceof TypeElement element)) {
      return null;
    }
    String name = element.getQualifiedName().toString();
    if (name.equals("java.util.List") && declared.getTypeArguments().size() == 1) {
      TypeMirror argument = declared.getTypeArguments().getFirst();
      JavaValue of = of(argument, isNullable(argument));
      return of == null || of.kind == ValueKind.LIST ? null : list(of, nullable);
    }
    if (element.getKind() == ElementKind.ENUM) {
      return new JavaValue(ValueKind.ENUM, name, null, nullable);
    }
    ValueKind kind = KINDS.get(name);
    return kind == null ? null : new JavaValue(kind, name, null, nullable);
  }

  /** Whether the type is annotated {@code @Nullable}, whosever annotation that is. */
  static boolean isNullable(TypeMirror type) {
    return hasNullable(type.getAnnotationMirrors());
  }

  /** Whether what is declared, of the type, may be null. */
  static boolean isNullable(Element declared, TypeMirror type) {
    return isNullable(type) || hasNullable(declared.getAnnotationMirrors());
  }

  private static boolean hasNullable(List<? extends AnnotationMirror> annotations) {
    return annotations.stream()
        .anyMatch(a -> a.getAnnotationType().asElement().getSimpleName().contentEquals("Nullable"));
  }

  /** The same value, which may also be missing. */
  JavaValue orNull() {
    return new JavaValue(kind, type, element, true, conversion);
  }

  boolean isPrimitive() {
    return Character.isLowerCase(type.charAt(0)) && !type.contains(".") && !type.endsWith("]");
  }

  @Nullable ValueKind elementKind() {
    return element == null ? null : element.kind;
  }

  /**
   * What to do for a value of another type.
   *
   * @param wanted the Java type that fits
   */
  String advice(String wanted) {
    if (conversion != null) {
      return "Take a converter of " + ValueKind.boxed(wanted);
    }
    return element != null && element.conversion != null && wanted.startsWith("List<")
        ? element.advice(wanted.substring("List<".length(), wanted.length() - 1))
        : "Declare it " + wanted;
  }

  /** The Java type that is stored: its name without its package, and what it is made by. */
  String simpleType() {
    if (conversion != null) {
      return conversion.stored().simpleType() + " by " + conversion.name();
    }
    String simple = type.substring(type.lastIndexOf('.') + 1);
    return element == null ? simple : simple + "<" + element.simpleType() + ">";
  }
}
