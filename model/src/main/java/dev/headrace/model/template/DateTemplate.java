package dev.headrace.model.template;

import dev.headrace.model.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A template of dates and times: fields, and what stands between them.
 *
 * <p>A field's name is written in capitals or in small letters; names of months and days also in
 * Mixed case, which says how they are shown.
 */
final class DateTemplate {
  private static final int MAX_CACHED = 500;
  private static final Map<Slice, DateTemplate> CACHE = new ConcurrentHashMap<>();

  /** Of names that begin alike the longer comes first. */
  private static final List<String> NAMES =
      List.of(
          "A.D.", "A.M.", "AD", "AM", "B.C.", "BC", "CC", "DAY", "DDD", "DD", "DY", "D", "FF1",
          "FF2", "FF3", "FF4", "FF5", "FF6", "FX", "HH24", "HH12", "HH", "IDDD", "ID", "IW", "IYYY",
          "IYY", "IY", "I", "J", "MI", "MM", "MONTH", "MON", "MS", "OF", "P.M.", "PM", "Q", "RM",
          "SSSSS", "SSSS", "SS", "TZH", "TZM", "TZ", "US", "WW", "W", "Y,YYY", "YYYY", "YYY", "YY",
          "Y");

  private static final List<String> MIXED = List.of("Day", "Dy", "Month", "Mon");

  /** A part of a template. */
  sealed interface Part {}

  /**
   * A field.
   *
   * @param name in capitals
   * @param written as it stands in the template
   * @param fill whether FM or TM is before it: no padding
   * @param ordinal TH or th behind it; empty if there is none
   */
  record Field(String name, String written, boolean fill, String ordinal) implements Part {
    boolean isLower() {
      return written.equals(written.toLowerCase(Locale.ROOT));
    }

    /** A text in the case that the field is written in, for names that are in Mixed case. */
    String inCase(String text) {
      return written.equals(name)
          ? text.toUpperCase(Locale.ROOT)
          : isLower() ? text.toLowerCase(Locale.ROOT) : text;
    }

    /** Whether only digits belong to it. */
    boolean isNumber() {
      return switch (name) {
        case "A.D.", "A.M.", "AD", "AM", "B.C.", "BC", "P.M.", "PM" -> false;
        case "DAY", "DY", "MONTH", "MON", "RM", "FX", "TZ", "TZH", "TZM", "OF" -> false;
        default -> true;
      };
    }
  }

  /** A character that is shown as it is. */
  record Text(int character, Kind kind) implements Part {
    enum Kind {
      SPACE,
      SEPARATOR,
      OTHER
    }
  }

  private final String text;
  private final List<Part> parts = new ArrayList<>();
  private int at;

  private DateTemplate(String text) {
    this.text = text;
  }

  static DateTemplate of(Slice template) {
    DateTemplate known = CACHE.get(template);
    if (known != null) {
      return known;
    }
    DateTemplate made = new DateTemplate(template.toString());
    made.parse();
    if (CACHE.size() < MAX_CACHED) {
      CACHE.put(template.copy(), made);
    }
    return made;
  }

  List<Part> parts() {
    return parts;
  }

  private void parse() {
    while (at < text.length()) {
      boolean fill = false;
      while (isPrefix()) {
        fill = true;
        at += 2;
      }
      String name = name();
      if (name != null) {
        String written = text.substring(at, at + name.length());
        at += name.length();
        parts.add(new Field(name, written, fill, ordinal()));
      } else if (at < text.length()) {
        literal();
      }
    }
  }

  /** FM; or TM, which asks for names in the session's language, and these are not padded. */
  private boolean isPrefix() {
    return Stream.of("FM", "TM", "fm", "tm").anyMatch(prefix -> text.startsWith(prefix, at));
  }

  private @Nullable String name() {
    for (String mixed : MIXED) {
      if (text.startsWith(mixed, at)) {
        return mixed.toUpperCase(Locale.ROOT);
      }
    }
    for (String name : NAMES) {
      if (text.startsWith(name, at) || text.startsWith(name.toLowerCase(Locale.ROOT), at)) {
        return name;
      }
    }
    return null;
  }

  private String ordinal() {
    for (String suffix : List.of("TH", "th", "SP")) {
      if (text.startsWith(suffix, at)) {
        at += 2;
        return suffix.equals("SP") ? "" : suffix;
      }
    }
    return "";
  }

  private void literal() {
    if (text.charAt(at) != '"') {
      if (text.startsWith("\\\"", at)) {
        at++;
      }
      addCharacter(true);
      return;
    }
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      addCharacter(false);
    }
    at++;
  }

  private void addCharacter(boolean mayJoin) {
    int character = text.codePointAt(at);
    at += Character.charCount(character);
    Text.Kind kind = Text.Kind.OTHER;
    if (mayJoin && isSpace(character)) {
      kind = Text.Kind.SPACE;
    } else if (mayJoin && isSeparator(character)) {
      kind = Text.Kind.SEPARATOR;
    }
    parts.add(new Text(character, kind));
  }

  static boolean isSpace(int character) {
    return character == ' ' || (character >= '\t' && character <= '\r');
  }

  static boolean isSeparator(int character) {
    return character > ' ' && character < 0x7f && !Character.isLetterOrDigit(character);
  }
}
