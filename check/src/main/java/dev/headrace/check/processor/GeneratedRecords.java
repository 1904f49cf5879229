package dev.headrace.check.processor;

import dev.headrace.check.GeneratedFrom;
import dev.headrace.check.processor.RecordComponents.Component;
import java.io.IOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/**
 * Writes the records that methods want for their rows. A round of the compiler's makes them, and
 * the next one, in which they are types like others, checks the methods.
 */
final class GeneratedRecords {
  private final Map<String, Made> made = new HashMap<>();

  /** Records without components, which stand for those that cannot be made. */
  private final Set<String> empty = new HashSet<>();

  /** What {@link Imports} knows of other classes. */
  private final Map<String, Boolean> classes = new HashMap<>();

  /**
   * A record that was made.
   *
   * @param user the interface that it was made for
   * @param place of the statement
   */
  private record Made(String user, String method, String place, List<Component> components) {}

  /**
   * What a method wants.
   *
   * @param row the type that it makes of rows
   * @param place of its statement
   */
  record Wish(
      TypeElement user,
      ExecutableElement method,
      TypeMirror row,
      String place,
      List<Component> components,
      StatementText text) {}

  /**
   * Writes a record, if it is not there yet.
   *
   * @return whether it was not there
   * @throws Problem if it cannot be, or is another one than it should
   */
  boolean write(ProcessingEnvironment environment, Wish wish) {
    String simple = name(environment, wish.user(), wish.row());
    String name = qualified(environment, wish.user(), simple);
    String user = wish.user().getQualifiedName().toString();
    Made before = made.get(name);
    if (before != null) {
      requireSame(simple, before, wish);
      return false;
    }
    if (empty.contains(name)) {
      return false;
    }
    boolean kept = isKept(environment, wish, user);
    if (!kept) {
      write(environment, wish.user(), wish.method(), simple, wish.components());
    }
    made.put(
        name,
        new Made(user, wish.method().getSimpleName().toString(), wish.place(), wish.components()));
    return !kept;
  }

  /**
   * Whether the record is there already, from an earlier compilation. Another one, of other
   * components, can take its place only where the compiler has no class of it: javac mixes the two.
   */
  private static boolean isKept(ProcessingEnvironment environment, Wish wish, String user) {
    TypeMirror row = wish.row();
    if (row.getKind() == TypeKind.ERROR
        || !(row instanceof DeclaredType declared)
        || !(declared.asElement() instanceof TypeElement element)) {
      return false;
    }
    String name = TypeText.simple(row);
    String from = generatedFrom(element).orElseThrow(() -> exists(name));
    if (!from.equals(user) && environment.getElementUtils().getTypeElement(from) != null) {
      throw ofAnother(name, from);
    }
    List<String> components =
        element.getRecordComponents().stream()
            .map(each -> TypeText.of(each.asType()) + " " + each.getSimpleName())
            .toList();
    if (components.equals(wish.components().stream().map(Component::code).toList())) {
      return true;
    }
    if (hasFile(environment, element)) {
      throw new Problem(
          "record " + name + " of an earlier compilation has other components", 0, "Build clean.");
    }
    return false;
  }

  /** Whether the compiler tells where a type is from. Eclipse's does not, and needs not. */
  private static boolean hasFile(ProcessingEnvironment environment, TypeElement type) {
    try {
      return environment.getElementUtils().getFileObjectOf(type) != null;
    } catch (UnsupportedOperationException _) {
      return false;
    }
  }

  /**
   * Writes a record without components for a method that is wrong, so that the compiler does not
   * say of each use that there is none.
   *
   * @return whether none was there
   * @throws Problem if it cannot be
   */
  boolean writeEmpty(
      ProcessingEnvironment environment, TypeElement user, ExecutableElement method) {
    TypeMirror row = MethodChecker.row(method);
    if (row.getKind() != TypeKind.ERROR) {
      return false;
    }
    String simple = name(environment, user, row);
    String name = qualified(environment, user, simple);
    if (made.containsKey(name) || !empty.add(name)) {
      return false;
    }
    write(environment, user, method, simple, List.of());
    return true;
  }

  /** Whether a method has to do with a record that cannot be made. */
  boolean isConcerned(ExecutableElement method) {
    return !empty.isEmpty()
        && Stream.concat(
                Stream.of(method.getReturnType()),
                method.getParameters().stream().map(VariableElement::asType))
            .flatMap(type -> Stream.of(TypeText.plain(type).split("[<>,? ]+", -1)))
            .anyMatch(empty::contains);
  }

  private static String qualified(
      ProcessingEnvironment environment, TypeElement user, String simple) {
    String packageName =
        environment.getElementUtils().getPackageOf(user).getQualifiedName().toString();
    return packageName.isEmpty() ? simple : packageName + "." + simple;
  }

  private void write(
      ProcessingEnvironment environment,
      TypeElement user,
      ExecutableElement method,
      String simple,
      List<Component> components) {
    String name = qualified(environment, user, simple);
    try (Writer writer = environment.getFiler().createSourceFile(name, user).openWriter()) {
      writer.write(code(environment, user, method, simple, components));
    } catch (IOException e) {
      throw new Problem("cannot write " + name + ": " + e, -1);
    }
  }

  /** Its name in the package of the interface. */
  private static String name(ProcessingEnvironment environment, TypeElement user, TypeMirror row) {
    String written = TypeText.plain(row);
    String own = environment.getElementUtils().getPackageOf(user).getQualifiedName() + ".";
    String name = written.startsWith(own) ? written.substring(own.length()) : written;
    if (row.getKind() == TypeKind.DECLARED && !SourceVersion.isIdentifier(name)) {
      throw exists(TypeText.simple(row));
    }
    if (!SourceVersion.isIdentifier(name) || SourceVersion.isKeyword(name)) {
      throw new Problem(
          "a record cannot be generated for " + TypeText.simple(row),
          -1,
          "Let the method make rows of a type that does not exist, in the package of the"
              + " interface.");
    }
    return name;
  }

  private static Problem exists(String name) {
    return new Problem(
        "type " + name + " exists, and needs not be generated", -1, "Take @GenerateRecord away.");
  }

  private static Problem ofAnother(String name, String user) {
    return new Problem(
        "record " + name + " is generated from interface " + user,
        -1,
        "Use it there and here, but take @GenerateRecord away here.");
  }

  private static Optional<String> generatedFrom(Element type) {
    for (AnnotationMirror mirror : type.getAnnotationMirrors()) {
      if (mirror.getAnnotationType().asElement() instanceof TypeElement annotation
          && annotation.getQualifiedName().contentEquals(GeneratedFrom.class.getName())) {
        return mirror.getElementValues().values().stream()
            .map(value -> String.valueOf(value.getValue()))
            .findFirst();
      }
    }
    return Optional.empty();
  }

  private static void requireSame(String name, Made before, Wish wish) {
    String user = wish.user().getQualifiedName().toString();
    if (!before.user().equals(user)) {
      throw ofAnother(name, before.user());
    }
    List<String> other = before.components().stream().map(Component::code).toList();
    List<String> own = wish.components().stream().map(Component::code).toList();
    if (other.size() == own.size() && other.containsAll(own)) {
      return;
    }
    int place =
        wish.components().stream()
            .filter(component -> !other.contains(component.code()))
            .findFirst()
            .map(component -> wish.text().column(component.column()))
            .orElse(0);
    throw new Problem(
        "record %s is generated from method %s with other components"
            .formatted(name, before.method()),
        place,
        "There, at %s, they are %s; here %s."
            .formatted(before.place(), shown(before.components()), shown(wish.components())));
  }

  private static String shown(List<Component> components) {
    return components.stream().map(Component::shown).collect(Collectors.joining(", "));
  }

  private String code(
      ProcessingEnvironment environment,
      TypeElement user,
      ExecutableElement method,
      String name,
      List<Component> components) {
    Imports imports = new Imports(environment.getElementUtils(), user, classes);
    imports.reserve(name);
    String declaration =
        imports.shorten(
            """
            /** A row of {@link %s#%s}. */
            @javax.annotation.processing.Generated("dev.headrace.check")
            @dev.headrace.check.GeneratedFrom("%s")
            @org.jspecify.annotations.NullMarked
            %srecord %s(%s) {}
            """
                .formatted(
                    user.getQualifiedName(),
                    method.getSimpleName(),
                    user.getQualifiedName(),
                    isPublic(user) ? "public " : "",
                    name,
                    components.stream()
                        .map(component -> "\n    " + component.code())
                        .collect(Collectors.joining(","))));
    String packageName =
        environment.getElementUtils().getPackageOf(user).getQualifiedName().toString();
    String packageLine = packageName.isEmpty() ? "" : "package " + packageName + ";\n\n";
    return packageLine + imports.declarations() + "\n" + declaration;
  }

  /** Whether an interface can be seen from everywhere, and its records have to be too. */
  private static boolean isPublic(TypeElement type) {
    for (Element each = type; each instanceof TypeElement; each = each.getEnclosingElement()) {
      if (!each.getModifiers().contains(Modifier.PUBLIC)) {
        return false;
      }
    }
    return true;
  }
}
