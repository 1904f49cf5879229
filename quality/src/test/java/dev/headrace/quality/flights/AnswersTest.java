package dev.headrace.quality.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.headrace.quality.Checkout;
import dev.headrace.server.command.HeadraceCommand;
import dev.headrace.server.text.StatementScanner;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * Every view of the flights program, maintained over three million flights, holds what DuckDB
 * computes from the same files with the same SQL: floats to 1e-9 of their value, all else exactly.
 */
final class AnswersTest {
  private static final double TOLERANCE = 1e-9;
  private static final Path EXAMPLE = Checkout.root().resolve("examples/flights");
  private static final Pattern VIEW =
      Pattern.compile("CREATE MATERIALIZED VIEW (\\w+) AS\\s+(.*)", Pattern.DOTALL);
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  @TempDir static Path answers = Path.of("set by JUnit");

  private static final Map<String, String> VIEWS = views();
  private static @Nullable DuckDb duckDb;

  @BeforeAll
  static void answerBothWays() throws SQLException {
    StringWriter messages = new StringWriter();
    CommandLine headrace = HeadraceCommand.commandLine();
    headrace.setErr(new PrintWriter(messages));
    int exitCode =
        headrace.execute(
            "run",
            EXAMPLE.resolve("program.sql").toString(),
            "--once",
            "--export",
            answers.toString());
    assertThat(exitCode).as(messages.toString()).isZero();

    duckDb = new DuckDb();
    duckDb.execute(
        "CREATE VIEW flights AS SELECT * FROM read_parquet('"
            + EXAMPLE.resolve("data/flights-3m.parquet")
            + "')");
    duckDb.execute(
        "CREATE TABLE airports AS SELECT * FROM read_csv('"
            + EXAMPLE.resolve("data/airports.csv")
            + "', header = true)");
    for (Map.Entry<String, String> view : VIEWS.entrySet()) {
      duckDb.execute("CREATE TABLE " + view.getKey() + " AS " + view.getValue());
    }
  }

  @AfterAll
  static void closeDuckDb() throws SQLException {
    if (duckDb != null) {
      duckDb.close();
    }
  }

  /** The program's materialized views with their queries, in order. */
  static Map<String, String> views() {
    Map<String, String> views = new LinkedHashMap<>();
    try {
      String program = Files.readString(EXAMPLE.resolve("program.sql"));
      for (StatementScanner.Statement statement : StatementScanner.split(program)) {
        Matcher matcher = VIEW.matcher(statement.sql());
        if (matcher.matches()) {
          views.put(matcher.group(1), matcher.group(2));
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return views;
  }

  static Stream<String> viewNames() {
    return VIEWS.keySet().stream();
  }

  @Test
  void everyViewIsExported() throws IOException {
    try (Stream<Path> files = Files.list(answers)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              VIEWS.keySet().stream().map(view -> view + ".csv").toList());
    }
    assertThat(VIEWS).hasSizeGreaterThanOrEqualTo(8);
  }

  @ParameterizedTest
  @MethodSource("viewNames")
  void viewHoldsWhatDuckDbComputes(String view) throws SQLException {
    DuckDb oracle = Objects.requireNonNull(duckDb);
    DuckDb.Answer expected = oracle.table(view);
    DuckDb.Answer actual = oracle.csv(answers.resolve(view + ".csv"));
    assertThat(actual.columns()).isEqualTo(expected.columns());
    assertThat(actual.rows()).hasSameSizeAs(expected.rows()).isNotEmpty();

    List<List<@Nullable String>> expectedRows = sorted(expected.rows(), expected.approximate());
    List<List<@Nullable String>> actualRows = sorted(actual.rows(), expected.approximate());
    for (int row = 0; row < expectedRows.size(); row++) {
      for (int column = 0; column < expected.columns().size(); column++) {
        String name = expected.columns().get(column) + " of " + expectedRows.get(row);
        compare(
            name,
            actualRows.get(row).get(column),
            expectedRows.get(row).get(column),
            expected.approximate().get(column));
      }
    }
  }

  private static void compare(
      String name, @Nullable String actual, @Nullable String expected, boolean approximate) {
    if (actual == null || expected == null || !approximate) {
      assertThat(normal(actual)).as(name).isEqualTo(normal(expected));
    } else {
      double value = Double.parseDouble(expected);
      assertThat(Double.parseDouble(actual))
          .as(name)
          .isCloseTo(value, within(Math.abs(value) * TOLERANCE));
    }
  }

  /** Rows by their exact columns, then by their floats. */
  private static List<List<@Nullable String>> sorted(
      List<List<@Nullable String>> rows, List<Boolean> approximate) {
    List<List<@Nullable String>> sorted = new ArrayList<>(rows);
    sorted.sort(
        Comparator.<List<@Nullable String>, String>comparing(row -> exact(row, approximate))
            .thenComparing(row -> floats(row, approximate), AnswersTest::compareAll));
    return sorted;
  }

  private static String exact(List<@Nullable String> row, List<Boolean> approximate) {
    StringBuilder key = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      if (!approximate.get(column)) {
        key.append(normal(row.get(column))).append('\u0001');
      }
    }
    return key.toString();
  }

  private static List<Double> floats(List<@Nullable String> row, List<Boolean> approximate) {
    List<Double> values = new ArrayList<>();
    for (int column = 0; column < row.size(); column++) {
      String value = row.get(column);
      if (approximate.get(column)) {
        values.add(value == null ? Double.NaN : Double.parseDouble(value));
      }
    }
    return Collections.unmodifiableList(values);
  }

  private static int compareAll(List<Double> left, List<Double> right) {
    for (int i = 0; i < left.size(); i++) {
      int order = Double.compare(left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** Exact numbers are equal whatever their scale. */
  private static @Nullable String normal(@Nullable String value) {
    return value != null && NUMBER.matcher(value).matches()
        ? new BigDecimal(value).stripTrailingZeros().toPlainString()
        : value;
  }
}
