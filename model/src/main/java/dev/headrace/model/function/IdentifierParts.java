package dev.headrace.model.function;

import dev.headrace.model.ArrayValues;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** PARSE_IDENT: the parts of a qualified name. */
public final class IdentifierParts {
  private final String text;
  private final List<@Nullable Object> parts = new ArrayList<>();
  private int at;

  private IdentifierParts(String text) {
    this.text = text;
  }

  /**
   * PARSE_IDENT.
   *
   * @param strict whether nothing may stand behind the name
   */
  public static Slice parse(Slice text, boolean strict, Slice out) {
    IdentifierParts identifiers = new IdentifierParts(text.toString());
    identifiers.run(strict);
    return out.set(ArrayValues.encode(SqlType.array(SqlType.TEXT), identifiers.parts));
  }

  private void run(boolean strict) {
    boolean afterDot = false;
    while (true) {
      skipBlanks();
      part(afterDot);
      skipBlanks();
      if (at >= text.length()) {
        return;
      }
      if (text.charAt(at) != '.') {
        if (strict) {
          throw invalid("");
        }
        return;
      }
      at++;
      afterDot = true;
    }
  }

  private void skipBlanks() {
    while (at < text.length() && " \t\n\r\f\u000b".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void part(boolean afterDot) {
    int start = at;
    if (at < text.length() && text.charAt(at) == '"') {
      quoted();
      return;
    }
    while (at < text.length() && (at == start ? isStart() : isPart())) {
      at++;
    }
    if (at > start) {
      parts.add(Slice.of(text.substring(start, at).toLowerCase(Locale.ROOT)));
    } else if (at < text.length() && text.charAt(at) == '.') {
      throw invalid("No valid identifier before \".\".");
    } else {
      throw invalid(afterDot ? "No valid identifier after \".\"." : "");
    }
  }

  private boolean isStart() {
    char c = text.charAt(at);
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80;
  }

  private boolean isPart() {
    char c = text.charAt(at);
    return isStart() || c >= '0' && c <= '9' || c == '$';
  }

  private void quoted() {
    StringBuilder name = new StringBuilder();
    for (at++; ; at++) {
      if (at >= text.length()) {
        throw invalid("String has unclosed double quotes.");
      }
      if (text.charAt(at) == '"' && !text.startsWith("\"\"", at)) {
        break;
      }
      name.append(text.charAt(at));
      at += text.charAt(at) == '"' ? 1 : 0;
    }
    at++;
    if (name.isEmpty()) {
      throw invalid("Quoted identifier must not be empty.");
    }
    parts.add(Slice.of(name.toString()));
  }

  private SqlException invalid(String detail) {
    SqlException error =
        new SqlException(
            ErrorCode.INVALID_PARAMETER_VALUE,
            "string is not a valid identifier: " + SqlException.quote(text));
    return detail.isEmpty() ? error : error.withDetail(detail);
  }
}
