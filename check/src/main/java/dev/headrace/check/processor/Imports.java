package dev.headrace.check.processor;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/**
 * Makes qualified names in generated code short, where the short ones mean the same: those of
 * classes that have no namesake in the package, among the members of the interface, or in an
 * earlier import.
 */
final class Imports {
  private static final Pattern QUALIFIED =
      Pattern.compile(
          "(?<![\\w.@])(?<annotated>@)?(?<package>(?:javax?|org\\.jspecify|dev\\.headrace\\.check)\\.(?:[a-z]+\\.)*)"
              + "(?<nullable>@org\\.jspecify\\.annotations\\.Nullable )?(?<name>[A-Z]\\w*)");

  private final Elements elements;
  private final PackageElement own;
  private final Set<String> members;
  private final Map<String, String> imported = new TreeMap<>();

  /**
   * @param type the interface, whose member types its implementation has too
   */
  Imports(Elements elements, TypeElement type) {
    this.elements = elements;
    this.own = elements.getPackageOf(type);
    this.members =
        ElementFilter.typesIn(elements.getAllMembers(type)).stream()
            .map(member -> member.getSimpleName().toString())
            .collect(Collectors.toCollection(HashSet::new));
    for (Element each = type; each instanceof TypeElement; each = each.getEnclosingElement()) {
      members.add(each.getSimpleName().toString());
    }
  }

  /** The code with short names. */
  String shorten(String code) {
    return QUALIFIED.matcher(code).replaceAll(match -> Matcher.quoteReplacement(shortened(match)));
  }

  private String shortened(MatchResult match) {
    String name = match.group("name");
    boolean isShort = isShort(match.group("package"), name);
    String nullable = match.group("nullable") == null ? "" : nullable() + " ";
    String annotated = match.group("annotated") == null ? "" : "@";
    return annotated + (isShort ? nullable + name : match.group("package") + nullable + name);
  }

  private String nullable() {
    return isShort("org.jspecify.annotations.", "Nullable")
        ? "@Nullable"
        : "@org.jspecify.annotations.Nullable";
  }

  private boolean isShort(String prefix, String name) {
    String qualified = prefix + name;
    String known = imported.get(name);
    if (known != null) {
      return known.equals(qualified);
    }
    String namesake = own.isUnnamed() ? name : own.getQualifiedName() + "." + name;
    if (members.contains(name) || elements.getTypeElement(namesake) != null) {
      return false;
    }
    imported.put(name, qualified);
    return true;
  }

  /** The import declarations for what was made short so far. */
  String declarations() {
    return imported.values().stream()
        .filter(name -> !name.matches("java\\.lang\\.\\w+"))
        .sorted()
        .map(name -> "import " + name + ";\n")
        .collect(Collectors.joining());
  }
}
