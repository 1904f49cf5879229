package dev.headrace.engine.statement;

import dev.headrace.model.text.IntervalStyle;
import dev.headrace.model.text.TimeZones;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the parameters may be that say how values are written. */
final class TextParameters {
  private TextParameters() {}

  static String encoding(String name, String value) {
    // as in PostgreSQL, only letters and digits count: asyncpg says 'utf-8', in quotes
    String plain = value.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    if (plain.equals("utf8") || plain.equals("unicode")) {
      return "UTF8";
    }
    throw KnownParameters.invalid(name, value).withHint("Only UTF8 is supported.");
  }

  static String dates(String name, String value) {
    if (value.toLowerCase(Locale.ROOT).startsWith("iso")) {
      return "ISO, MDY";
    }
    throw KnownParameters.invalid(name, value).withHint("Only ISO is supported.");
  }

  static String zone(String name, String value) {
    String zone = TimeZones.settingOf(value);
    if (zone == null) {
      throw KnownParameters.invalid(name, value);
    }
    return zone;
  }

  static String intervals(String name, String value) {
    for (IntervalStyle style : IntervalStyle.values()) {
      if (style.parameter().equalsIgnoreCase(value.strip())) {
        return style.parameter();
      }
    }
    String known =
        Arrays.stream(IntervalStyle.values())
            .map(IntervalStyle::parameter)
            .collect(Collectors.joining(", "));
    throw KnownParameters.invalid(name, value).withHint("Available values: " + known + ".");
  }
}
