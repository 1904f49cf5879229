package dev.headrace.generator;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Java names of SQL ones, each given once. */
final class JavaNames {
  /** Methods of Object, which no record component can be called. */
  private static final Set<String> OBJECT =
      Set.of(
          "clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

  private final Set<String> taken;

  JavaNames(String... taken) {
    this.taken = new HashSet<>(Set.of(taken));
  }

  /** {@code order_lines} as {@code OrderLines}. */
  String type(String sql) {
    return free(capitalized(words(sql)));
  }

  /** {@code order_lines} as {@code orderLines}. */
  String member(String sql) {
    String name = words(sql);
    return free(SourceVersion.isKeyword(name) || OBJECT.contains(name) ? name + "_" : name);
  }

  private String free(String name) {
    String free = name;
    for (int i = 2; !taken.add(free); i++) {
      free = name + i;
    }
    return free;
  }

  static String capitalized(String name) {
    int first = name.codePointAt(0);
    return Character.toString(Character.toUpperCase(first))
        + name.substring(Character.charCount(first));
  }

  private static String words(String sql) {
    StringBuilder name = new StringBuilder();
    boolean upper = false;
    String text = isAllUpper(sql) ? sql.toLowerCase(Locale.ROOT) : sql;
    for (int c : text.codePoints().toArray()) {
      if (c == '_' || !Character.isJavaIdentifierPart(c)) {
        upper = !name.isEmpty();
      } else {
        name.appendCodePoint(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    if (name.isEmpty() || !Character.isJavaIdentifierStart(name.codePointAt(0))) {
      name.insert(0, '_');
    }
    int first = name.codePointAt(0);
    return Character.toString(Character.toLowerCase(first))
        + name.substring(Character.charCount(first));
  }

  private static boolean isAllUpper(String text) {
    return text.equals(text.toUpperCase(Locale.ROOT));
  }
}
