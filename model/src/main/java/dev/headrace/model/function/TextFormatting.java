package dev.headrace.model.function;

import dev.headrace.model.ArrayValues;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** FORMAT, whose template has {@code %[position$][flags][width]type}. */
public final class TextFormatting {
  private final String template;
  private final List<@Nullable Object> arguments;
  private final StringBuilder result = new StringBuilder();
  private int at;
  private int next;

  private TextFormatting(String template, List<@Nullable Object> arguments) {
    this.template = template;
    this.arguments = arguments;
  }

  /** FORMAT of the arguments' texts. */
  public static Slice format(Slice template, Slice arguments, Slice out) {
    TextFormatting formatting =
        new TextFormatting(
            template.toString(), ArrayValues.decode(SqlType.array(SqlType.TEXT), arguments));
    formatting.run();
    return out.set(Slice.of(formatting.result.toString()));
  }

  private static SqlException invalid(String message) {
    return new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, message);
  }

  private void run() {
    while (at < template.length()) {
      char c = template.charAt(at++);
      if (c != '%') {
        result.append(c);
      } else if (current() == '%') {
        at++;
        result.append('%');
      } else {
        specifier();
      }
    }
  }

  private char current() {
    if (at >= template.length()) {
      throw invalid("unterminated format() type specifier")
          .withHint("For a single \"%\" use \"%%\".");
    }
    return template.charAt(at);
  }

  private void specifier() {
    int position = positionIfAny();
    boolean left = false;
    while (current() == '-') {
      at++;
      left = true;
    }
    int width = width();
    char type = current();
    if ("sIL".indexOf(type) < 0) {
      throw invalid("unrecognized format() type specifier \"" + type + "\"")
          .withHint("For a single \"%\" use \"%%\".");
    }
    at++;
    append(written(type, argument(position)), left || width < 0, Math.abs(width));
  }

  /** The number before $, if the next digits are one; else 0. */
  private int positionIfAny() {
    int start = at;
    int number = number();
    if (at > start && current() == '$') {
      at++;
      if (number == 0) {
        throw invalid("format specifies argument 0, but arguments are numbered from 1");
      }
      return number;
    }
    at = start;
    return 0;
  }

  private int number() {
    long number = 0;
    while (current() >= '0' && current() <= '9') {
      number = number * 10 + (current() - '0');
      at++;
      if (number > Integer.MAX_VALUE) {
        throw new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "number is out of range");
      }
    }
    return (int) number;
  }

  private int width() {
    if (current() != '*') {
      return number();
    }
    at++;
    Object width = argument(positionIfAny());
    return width == null ? 0 : Conversions.toInteger((Slice) width);
  }

  private @Nullable Object argument(int position) {
    int index = position == 0 ? next : position - 1;
    if (index >= arguments.size()) {
      throw invalid("too few arguments for format()");
    }
    next = index + 1;
    return arguments.get(index);
  }

  private static String written(char type, @Nullable Object argument) {
    if (argument == null) {
      if (type == 'I') {
        throw new SqlException(
            ErrorCode.NULL_VALUE_NOT_ALLOWED,
            "null values cannot be formatted as an SQL identifier");
      }
      return type == 'L' ? "NULL" : "";
    }
    Slice text = (Slice) argument;
    return switch (type) {
      case 'I' -> CatalogTexts.quotedIdentifier(text, new Slice()).toString();
      case 'L' -> CatalogTexts.quotedLiteral(text, new Slice()).toString();
      default -> text.toString();
    };
  }

  private void append(String text, boolean left, int width) {
    int padding = Math.max(0, width - text.codePointCount(0, text.length()));
    result.repeat(" ", left ? 0 : padding).append(text).repeat(" ", left ? padding : 0);
  }
}
