package dev.headrace.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Names of objects as one text, with what they are qualified with: {@code t}, {@code s.t}. A part
 * in which a dot or a quotation mark would mislead stands in quotation marks: {@code "a.b"}.
 */
public final class ObjectName {
  private ObjectName() {}

  /** The text of a name that has parts, each as it is. */
  public static String of(List<String> parts) {
    if (parts.size() == 1) {
      return part(parts.getFirst());
    }
    StringBuilder text = new StringBuilder();
    for (String part : parts) {
      text.append(text.isEmpty() ? "" : ".").append(part(part));
    }
    return text.toString();
  }

  /** The text of a name in a schema. */
  public static String of(String schema, String name) {
    return part(schema) + "." + part(name);
  }

  /** The text of a name that is not qualified. */
  public static String of(String name) {
    return part(name);
  }

  private static String part(String part) {
    boolean plain = part.indexOf('.') < 0 && part.indexOf('"') < 0 && !part.isEmpty();
    return plain ? part : '"' + part.replace("\"", "\"\"") + '"';
  }

  /** Whether a name is qualified. */
  public static boolean isQualified(String text) {
    return text.indexOf('.') >= 0 && (text.indexOf('"') < 0 || parts(text).size() > 1);
  }

  /** The parts of a name, each as it is. */
  public static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        part.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '.' && !quoted) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }

  /** The last part: the name without what it is qualified with. */
  public static String simple(String text) {
    if (text.indexOf('"') >= 0) {
      return parts(text).getLast();
    }
    return text.substring(text.lastIndexOf('.') + 1);
  }

  /** A name in a text that may have upper case letters and quoted parts, as it is looked up. */
  public static String folded(String written) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c == '"' && quoted && i + 1 < written.length() && written.charAt(i + 1) == '"') {
        part.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '.' && !quoted) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(quoted ? c : Character.toLowerCase(c));
      }
    }
    parts.add(part.toString());
    return of(parts);
  }
}
