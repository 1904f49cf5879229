package dev.headrace.ir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.model.text.TextFormat;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Functions on arguments whose results were recorded from PostgreSQL 15, session time zone
 * America/New_York. A line of the file has, separated by tabs: the result, the name, and type and
 * text of each argument. A result that starts with an exclamation mark is a SQLSTATE and message.
 */
final class RecordedFunctionsTest {
  private static final ZoneId ZONE = ZoneId.of("America/New_York");

  @Test
  void everyResultIsPostgresqls() throws IOException {
    List<String> lines = lines();
    assertThat(lines).hasSizeGreaterThan(700);
    assertThat(lines)
        .allSatisfy(
            line -> {
              List<String> parts = Arrays.stream(line.split("\t", -1)).map(this::unescape).toList();
              assertThat(evaluate(parts)).startsWith(parts.getFirst());
              if (!parts.getFirst().startsWith("!")) {
                assertThat(evaluate(parts)).isEqualTo(parts.getFirst());
              }
            });
  }

  private static List<String> lines() throws IOException {
    try (InputStream file =
        RecordedFunctionsTest.class.getResourceAsStream("postgresql-functions.tsv")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    }
  }

  private static String evaluate(List<String> parts) {
    List<Kind> kinds = new ArrayList<>();
    List<Object> arguments = new ArrayList<>();
    for (int i = 2; i < parts.size(); i += 2) {
      SqlType type = type(parts.get(i));
      kinds.add(type.kind());
      arguments.add(TextFormat.parse(type, parts.get(i + 1), ZONE));
    }
    ScalarFunction function = ScalarFunctions.require(parts.get(1), kinds.toArray(Kind[]::new));
    if (function.result().carrier() == Slice.class) {
      arguments.add(new Slice());
    }
    Object result;
    try {
      result =
          MethodHandles.publicLookup()
              .findStatic(function.owner(), function.method(), function.methodType())
              .invokeWithArguments(arguments);
    } catch (SqlException e) {
      return "!" + e.sqlState() + " " + e.message();
    } catch (Throwable e) {
      throw new AssertionError(parts.toString(), e);
    }
    if (result == null || result instanceof Boolean) {
      return result == null ? "NULL" : result.toString();
    }
    SqlType type = new SqlType(function.result(), SqlType.UNBOUNDED, 0, null);
    return TextFormat.toString(type, result, ZONE);
  }

  private static SqlType type(String sqlName) {
    for (Kind kind : Kind.values()) {
      if (kind.sqlName().equals(sqlName.toLowerCase(Locale.ROOT))) {
        return new SqlType(kind, SqlType.UNBOUNDED, 0, null);
      }
    }
    throw new IllegalArgumentException(sqlName);
  }

  private String unescape(String text) {
    return text.translateEscapes();
  }
}
