package dev.headrace.runtime.connector;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * The options of {@code CREATE SOURCE|TABLE|SINK ... WITH (...)}. Names are in lower case and
 * matched so; {@code connector} itself is none of them.
 *
 * <p>Getters throw {@link ErrorCode#INVALID_PARAMETER_VALUE} for a value that is not of their type.
 *
 * @param values texts by option name
 * @param baseDirectory what relative paths are relative to: the program's directory
 */
public record ConnectorOptions(Map<String, String> values, Path baseDirectory) {
  public ConnectorOptions {
    Map<String, String> lowered = new HashMap<>();
    values.forEach((name, value) -> lowered.put(name.toLowerCase(Locale.ROOT), value));
    values = Map.copyOf(lowered);
  }

  /** Options with these names and values in turn, relative to the working directory. */
  public static ConnectorOptions of(String... namesAndValues) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new ConnectorOptions(values, Path.of(""));
  }

  /**
   * Refuses options that are not among the known ones. A known name that ends in {@code .*} allows
   * all that start with the part before the asterisk.
   */
  public void allowOnly(Collection<String> known) {
    for (String name : new TreeSet<>(values.keySet())) {
      if (known.stream().noneMatch(pattern -> matches(pattern, name))) {
        throw new SqlException(
                ErrorCode.INVALID_PARAMETER_VALUE, "invalid option " + SqlException.quote(name))
            .withHint(
                "Valid options in this context are: "
                    + String.join(", ", new TreeSet<>(known))
                    + ".");
      }
    }
  }

  private static boolean matches(String pattern, String name) {
    return pattern.endsWith(".*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : pattern.equals(name);
  }

  /** The name of an option that is about a column, as {@code columns.id}. */
  public static String ofColumn(String prefix, String column) {
    return prefix + "." + column.toLowerCase(Locale.ROOT);
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  public String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /** A text that has to be there. */
  public String requiredText(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER_VALUE, "option " + SqlException.quote(name) + " is required");
    }
    return value;
  }

  /** A path that has to be there, resolved against the base directory. */
  public Path requiredPath(String name) {
    String value = requiredText(name);
    try {
      return baseDirectory.resolve(value).normalize();
    } catch (InvalidPathException e) {
      throw invalid(name, value, "not a path", e);
    }
  }

  /** {@code on/off}, {@code true/false}, {@code yes/no} or {@code 1/0}. */
  public boolean flag(String name, boolean otherwise) {
    String value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "on", "true", "yes", "1" -> true;
      case "off", "false", "no", "0" -> false;
      default -> throw invalid(name, value, "expected true or false");
    };
  }

  /** A whole number of at least {@code least}. */
  public OptionalLong number(String name, long least) {
    String value = values.get(name);
    if (value == null) {
      return OptionalLong.empty();
    }
    String expected = "expected a whole number of at least " + least;
    try {
      long number = Long.parseLong(value.strip().replace("_", ""));
      if (number < least) {
        throw invalid(name, value, expected);
      }
      return OptionalLong.of(number);
    } catch (NumberFormatException e) {
      throw invalid(name, value, expected, e);
    }
  }

  /** A number from 0 to 1, 0 if it is not given. */
  public double fraction(String name) {
    String value = values.get(name);
    if (value == null) {
      return 0;
    }
    String expected = "expected a number from 0 to 1";
    try {
      double fraction = Double.parseDouble(value.strip());
      if (fraction >= 0 && fraction <= 1) {
        return fraction;
      }
      throw invalid(name, value, expected);
    } catch (NumberFormatException e) {
      throw invalid(name, value, expected, e);
    }
  }

  /** A character of one byte, as a delimiter. */
  public byte asciiCharacter(String name, char otherwise) {
    String value = text(name, String.valueOf(otherwise));
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    if (bytes.length != 1 || bytes[0] == 0 || bytes[0] == '\n' || bytes[0] == '\r') {
      throw invalid(name, value, "expected a single one-byte character");
    }
    return bytes[0];
  }

  /** One of some words, which are in lower case. */
  public String word(String name, String otherwise, List<String> words) {
    String value = text(name, otherwise).strip().toLowerCase(Locale.ROOT);
    if (!words.contains(value)) {
      throw invalid(name, value, "expected " + String.join(", ", words));
    }
    return value;
  }

  /** The error for a value that an option cannot have. */
  public static SqlException invalid(String name, String value, String why) {
    return new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, message(name, value, why));
  }

  private static SqlException invalid(String name, String value, String why, Throwable cause) {
    return new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, message(name, value, why), cause);
  }

  private static String message(String name, String value, String why) {
    return "invalid value for option "
        + SqlException.quote(name)
        + ": "
        + SqlException.quote(value)
        + " ("
        + why
        + ")";
  }
}
