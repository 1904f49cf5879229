package dev.headrace.model.template;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A template of numbers: its parts in order, and what they say together. */
final class NumberTemplate {
  private static final int MAX_CACHED = 500;
  private static final Map<Slice, NumberTemplate> CACHE = new ConcurrentHashMap<>();

  /** Of names that begin alike the longer comes first. */
  private static final List<String> NAMES =
      List.of(
          ",", ".", "0", "9", "B", "C", "D", "EEEE", "FM", "G", "L", "MI", "PL", "PR", "RN", "SG",
          "SP", "S", "TH", "V");

  /** What is said of the whole. */
  enum Flag {
    DECIMAL,
    LEADING_ZEROS,
    BLANK,
    FILL,
    SIGN,
    BRACKETS,
    MINUS,
    PLUS,
    ROMAN,
    MULTIPLIED,
    EXPONENT
  }

  /**
   * A part.
   *
   * @param name of a field in capitals, else empty
   * @param text as it is written
   */
  record Part(String name, String text) {}

  private final String text;
  private final List<Part> parts = new ArrayList<>();
  private final Set<Flag> flags = EnumSet.noneOf(Flag.class);
  private int digitsBefore;
  private int digitsBehind;
  private int multiplier;
  private int firstZero;
  private int lastZero;
  private boolean signBefore;
  private int signPlace;

  private NumberTemplate(String text) {
    this.text = text;
  }

  static NumberTemplate of(Slice template) {
    NumberTemplate known = CACHE.get(template);
    if (known != null) {
      return known;
    }
    NumberTemplate made = new NumberTemplate(template.toString());
    made.parse();
    if (CACHE.size() < MAX_CACHED) {
      CACHE.put(template.copy(), made);
    }
    return made;
  }

  List<Part> parts() {
    return parts;
  }

  boolean is(Flag flag) {
    return flags.contains(flag);
  }

  /** Places before the point, those behind V not counted. */
  int digitsBefore() {
    return digitsBefore;
  }

  int digitsBehind() {
    return digitsBehind;
  }

  /** Places behind V. */
  int multiplier() {
    return multiplier;
  }

  /** Before which place zeros begin, counted from 0. */
  int firstZero() {
    return firstZero;
  }

  /** The place of the last 0. */
  int lastZero() {
    return lastZero;
  }

  /** Whether S stands before the digits, though not directly before the point or the end. */
  boolean signBefore() {
    return signBefore && digitsBefore != signPlace;
  }

  private void parse() {
    int at = 0;
    while (at < text.length()) {
      String name = name(at);
      if (name != null) {
        parts.add(new Part(name, text.substring(at, at + name.length())));
        take(name);
        at += name.length();
      } else {
        at = literal(at);
      }
    }
  }

  private @Nullable String name(int at) {
    for (String name : NAMES) {
      if (text.startsWith(name, at) || text.startsWith(name.toLowerCase(Locale.ROOT), at)) {
        return name;
      }
    }
    return null;
  }

  private int literal(int start) {
    int at = start;
    if (text.charAt(at) != '"') {
      at += text.startsWith("\\\"", at) ? 1 : 0;
      return addCharacter(at);
    }
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' && at + 1 < text.length() ? 1 : 0;
      at = addCharacter(at);
    }
    return at + 1;
  }

  private int addCharacter(int at) {
    int end = at + Character.charCount(text.codePointAt(at));
    parts.add(new Part("", text.substring(at, end)));
    return end;
  }

  private void take(String name) {
    refuse(is(Flag.EXPONENT) && !name.equals("EEEE"), "\"EEEE\" must be the last pattern used");
    switch (name) {
      case "9", "0" -> digit(name);
      case "B" -> {
        if (digitsBefore == 0 && digitsBehind == 0 && !is(Flag.LEADING_ZEROS)) {
          flags.add(Flag.BLANK);
        }
      }
      case ".", "D" -> {
        refuse(is(Flag.DECIMAL), "multiple decimal points");
        refuse(is(Flag.MULTIPLIED), "cannot use \"V\" and decimal point together");
        flags.add(Flag.DECIMAL);
      }
      case "FM" -> flags.add(Flag.FILL);
      case "S" -> sign();
      case "MI" -> signPart(name, Flag.MINUS);
      case "PL" -> signPart(name, Flag.PLUS);
      case "SG" -> {
        signPart(name, Flag.MINUS);
        flags.add(Flag.PLUS);
      }
      case "PR" -> {
        refuse(
            is(Flag.SIGN) || is(Flag.PLUS) || is(Flag.MINUS),
            "cannot use \"PR\" and \"S\"/\"PL\"/\"MI\"/\"SG\" together");
        flags.add(Flag.BRACKETS);
      }
      case "RN" -> flags.add(Flag.ROMAN);
      case "V" -> {
        refuse(is(Flag.DECIMAL), "cannot use \"V\" and decimal point together");
        flags.add(Flag.MULTIPLIED);
      }
      case "EEEE" -> exponent();
      default -> {}
    }
  }

  private void digit(String name) {
    refuse(is(Flag.BRACKETS), "\"" + name + "\" must be ahead of \"PR\"");
    if (name.equals("0")) {
      if (!is(Flag.LEADING_ZEROS) && !is(Flag.DECIMAL)) {
        flags.add(Flag.LEADING_ZEROS);
        firstZero = digitsBefore;
      }
      addPlace();
      lastZero = digitsBefore + digitsBehind;
    } else if (is(Flag.MULTIPLIED)) {
      multiplier++;
    } else {
      addPlace();
    }
  }

  private void addPlace() {
    if (is(Flag.DECIMAL)) {
      digitsBehind++;
    } else {
      digitsBefore++;
    }
  }

  private void sign() {
    refuse(is(Flag.SIGN), "cannot use \"S\" twice");
    refuse(
        is(Flag.PLUS) || is(Flag.MINUS) || is(Flag.BRACKETS),
        "cannot use \"S\" and \"PL\"/\"MI\"/\"SG\"/\"PR\" together");
    flags.add(Flag.SIGN);
    signBefore = !is(Flag.DECIMAL);
    signPlace = digitsBefore;
  }

  private void signPart(String name, Flag flag) {
    refuse(is(Flag.SIGN), "cannot use \"S\" and \"" + name + "\" together");
    flags.add(flag);
  }

  private void exponent() {
    refuse(is(Flag.EXPONENT), "cannot use \"EEEE\" twice");
    boolean others =
        flags.stream().anyMatch(flag -> flag != Flag.DECIMAL && flag != Flag.LEADING_ZEROS);
    if (others) {
      throw new SqlException(ErrorCode.SYNTAX_ERROR, "\"EEEE\" is incompatible with other formats")
          .withDetail("\"EEEE\" may only be used together with digit and decimal point patterns.");
    }
    flags.add(Flag.EXPONENT);
  }

  private static void refuse(boolean wrong, String message) {
    if (wrong) {
      throw new SqlException(ErrorCode.SYNTAX_ERROR, message);
    }
  }
}
