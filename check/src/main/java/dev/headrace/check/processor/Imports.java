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
          "(?<annotated>@)?(?<package>(?:javax?|org\\.jspecify|dev\\.headrace\\.check)\\.(?:[a-z]+\\.)*)(?<nullable>@org\\.jspecify\\.annotations\\.Nullable"
              + " )?(?<name>[A-Z]\\w*)");

  /** What qualified names begin with. */
  private static final String FIRST = "jod@";

  private final Elements elements;
  private final PackageElement own;
  private final Set<String> members;
  private final Map<String, String> imported = new TreeMap<>();
  private final Map<String, Boolean> classes;

  /**
   * @param type the interface, whose member types its implementation has too
   * @param classes whether there are classes of qualified names, as far as that is known: the
   *     compiler looks for them in the file system
   */
  Imports(Elements elements, TypeElement type, Map<String, Boolean> classes) {
    this.elements = elements;
    this.classes = classes;
    this.own = elements.getPackageOf(type);
    this.members =
        ElementFilter.typesIn(elements.getAllMembers(type)).stream()
            .map(member -> member.getSimpleName().toString())
            .collect(Collectors.toCollection(HashSet::new));
    for (Element each = type; each instanceof TypeElement; each = each.getEnclosingElement()) {
      members.add(each.getSimpleName().toString());
    }
  }

  /** Leaves a short name to something else. */
  void reserve(String name) {
    members.add(name);
  }

  /** The code with short names. */
  String shorten(String code) {
    StringBuilder shorter = new StringBuilder();
    Matcher matcher = QUALIFIED.matcher(code);
    int copied = 0;
    int at = 0;
    while (at < code.length()) {
      if (FIRST.indexOf(code.charAt(at)) >= 0
          && (at == 0 || !continues(code.charAt(at - 1)))
          && matcher.region(at, code.length()).lookingAt()) {
        shorter.append(code, copied, at).append(shortened(matcher));
        copied = matcher.end();
        at = copied;
      } else {
        at++;
      }
    }
    return shorter.append(code, copied, code.length()).toString();
  }

  /** Whether a name does not begin behind a character. */
  private static boolean continues(char c) {
    return c == '.' || c == '@' || Character.isJavaIdentifierPart(c);
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
    if (members.contains(name) || hasNamesake(qualified, name)) {
      return false;
    }
    imported.put(name, qualified);
    return true;
  }

  /**
   * Whether the short name may mean a class of the package. An import hides those, but classes
   * without a package have no other names, and java.lang is not imported.
   */
  private boolean hasNamesake(String qualified, String name) {
    if (own.isUnnamed()) {
      return isClass(name);
    }
    return qualified.equals("java.lang." + name) && isClass(own.getQualifiedName() + "." + name);
  }

  private boolean isClass(String name) {
    return classes.computeIfAbsent(name, each -> elements.getTypeElement(each) != null);
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
