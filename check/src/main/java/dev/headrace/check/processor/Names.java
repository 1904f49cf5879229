package dev.headrace.check.processor;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;

/** Names of columns and components. */
final class Names {
  private Names() {}

  /** What the names of a column and of the component for it have in common. */
  static String normal(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  /** The most similar of some names; null if none is similar. */
  static @Nullable String closest(String name, Collection<String> others) {
    String best = null;
    int least = Math.max(1, name.length() / 3) + 1;
    for (String other : others.stream().sorted().toList()) {
      int distance = distance(normal(name), normal(other));
      if (distance < least) {
        least = distance;
        best = other;
      }
    }
    return best;
  }

  private static int distance(String left, String right) {
    int[] previous = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int[] current = new int[right.length() + 1];
      current[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int changed = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(changed, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[right.length()];
  }

  /** What methods of generated classes call their own variables, and the packages they use. */
  private static final Set<String> TAKEN =
      Set.of(
          "lease",
          "statement",
          "rows",
          "row",
          "list",
          "element",
          "array",
          "each",
          "e",
          "java",
          "javax",
          "dev",
          "org");

  /**
   * The name that a method parameter has in the generated class, where it hides neither a variable
   * nor a constant.
   */
  static String local(String parameter) {
    boolean constant = parameter.equals(parameter.toUpperCase(Locale.ROOT));
    return TAKEN.contains(parameter) || constant ? parameter + "_" : parameter;
  }

  /** A name for a constant, as {@code FIND_ALL} for {@code findAll}, that no other one has. */
  static String constant(String name, Collection<String> taken) {
    String upper = name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    String free = upper;
    for (int number = 2; taken.contains(free); number++) {
      free = upper + "_" + number;
    }
    return free;
  }

  /** As a Java name: {@code customer_id} is {@code customerId}. */
  static String java(String column) {
    StringBuilder name = new StringBuilder();
    boolean upper = false;
    for (int i = 0; i < column.length(); i++) {
      char c = column.charAt(i);
      if (c == '_') {
        upper = !name.isEmpty();
      } else {
        name.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return SourceVersion.isName(name) ? name.toString() : name + "_";
  }
}
