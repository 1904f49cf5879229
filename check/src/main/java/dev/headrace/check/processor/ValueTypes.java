package dev.headrace.check.processor;

import dev.headrace.check.Convert;
import dev.headrace.check.Converters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.PrimitiveType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/**
 * The types that hold one SQL value in the statements of an interface, by themselves or converted.
 */
final class ValueTypes {
  private final Types types;
  private final Elements elements;
  private final TypeElement user;

  /** By the names of their classes. */
  private final Map<String, Conversion> conversions = new LinkedHashMap<>();

  /** Those of the whole interface, by what they convert. */
  private final Map<String, Conversion> general = new LinkedHashMap<>();

  ValueTypes(Types types, Elements elements, TypeElement user) {
    this.types = types;
    this.elements = elements;
    this.user = user;
  }

  /**
   * Reads the annotation of the interface.
   *
   * @throws Problem if it names something wrong
   */
  void readConverters() {
    Object named = value(user, Converters.class).map(AnnotationValue::getValue).orElse(List.of());
    for (Object each : named instanceof List<?> several ? several : List.of()) {
      Conversion made = conversion(each instanceof AnnotationValue value ? value.getValue() : each);
      Conversion other = general.putIfAbsent(made.from(), made);
      if (other != null) {
        throw new Problem(
            "converters %s and %s convert the same type".formatted(other.name(), made.name()),
            -1,
            "Name one of them with @Convert where it is needed.");
      }
    }
  }

  /** All converters that were named so far. */
  List<Conversion> conversions() {
    return List.copyOf(conversions.values());
  }

  /** Whether a converter is named for what is declared, or for its type. */
  boolean isConverted(Element declared, TypeMirror type) {
    return value(declared, Convert.class).isPresent() || general.containsKey(boxed(type));
  }

  /**
   * The value of a component; null if it does not hold one SQL value.
   *
   * @throws Problem if its converter is wrong
   */
  @Nullable JavaValue of(RecordComponentElement component, boolean nullable) {
    return of(
        component,
        "component "
            + component.getSimpleName()
            + " of "
            + Objects.requireNonNull(component.getEnclosingElement()).getSimpleName(),
        component.asType(),
        nullable);
  }

  /**
   * The value of a type; null if it does not hold one SQL value.
   *
   * @param declared what may be annotated with a converter
   * @param what it is, in words
   * @throws Problem if the converter is wrong
   */
  @Nullable JavaValue of(Element declared, String what, TypeMirror type, boolean nullable) {
    Optional<AnnotationValue> named = value(declared, Convert.class);
    if (named.isEmpty()) {
      JavaValue converted = converted(general, type, nullable);
      return converted != null ? converted : JavaValue.of(type, nullable);
    }
    Conversion conversion = conversion(named.get().getValue());
    JavaValue converted = converted(Map.of(conversion.from(), conversion), type, nullable);
    if (converted == null) {
      String from = conversion.from().replaceAll("\\w+\\.", "");
      throw new Problem(
          "converter %s is of %s, and %s is %s"
              .formatted(conversion.name(), from, what, TypeText.simple(type)),
          -1,
          "Declare it " + from + ", or name another converter.");
    }
    return converted;
  }

  /**
   * What one of some converters makes of a type, or of the elements of a list; null if none does.
   */
  private @Nullable JavaValue converted(
      Map<String, Conversion> given, TypeMirror type, boolean nullable) {
    Conversion whole = given.get(boxed(type));
    if (whole != null) {
      return whole.value(TypeText.plain(type), nullable && !type.getKind().isPrimitive());
    }
    if (!(type instanceof DeclaredType declared)
        || !(declared.asElement() instanceof TypeElement list)
        || !list.getQualifiedName().contentEquals("java.util.List")
        || declared.getTypeArguments().size() != 1) {
      return null;
    }
    TypeMirror argument = declared.getTypeArguments().getFirst();
    Conversion each = given.get(boxed(argument));
    return each == null || each.stored().kind() == ValueKind.LIST
        ? null
        : JavaValue.list(
            each.value(TypeText.plain(argument), JavaValue.isNullable(argument)), nullable);
  }

  /** A type as converters, which are of classes, have it. */
  private String boxed(TypeMirror type) {
    return type instanceof PrimitiveType primitive
        ? types.boxedClass(primitive).getQualifiedName().toString()
        : TypeText.plain(type);
  }

  private Conversion conversion(Object named) {
    ConverterClass found = ConverterClass.of(types, elements, user, named);
    return conversions.computeIfAbsent(
        found.element().getQualifiedName().toString(),
        type -> {
          String name = found.element().getSimpleName().toString();
          List<String> taken = new ArrayList<>();
          conversions.values().forEach(each -> taken.add(each.field()));
          return new Conversion(
              name,
              type,
              Names.constant(name, taken),
              TypeText.plain(found.from()),
              found.stored());
        });
  }

  private static Optional<AnnotationValue> value(Element declared, Class<?> annotation) {
    for (AnnotationMirror mirror : declared.getAnnotationMirrors()) {
      if (mirror.getAnnotationType().asElement() instanceof TypeElement type
          && type.getQualifiedName().contentEquals(annotation.getName())) {
        return mirror.getElementValues().entrySet().stream()
            .filter(entry -> entry.getKey().getSimpleName().contentEquals("value"))
            .<AnnotationValue>map(Map.Entry::getValue)
            .findFirst();
      }
    }
    return Optional.empty();
  }
}
