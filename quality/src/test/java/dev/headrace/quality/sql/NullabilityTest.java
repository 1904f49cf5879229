package dev.headrace.quality.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.Session;
import dev.headrace.engine.statement.Description;
import dev.headrace.model.SqlException;
import dev.headrace.quality.sql.Tables.Column;
import dev.headrace.quality.sql.Tables.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A column that is described as never NULL never is: for random queries and those of {@code
 * resources/queries}, over random rows of tables some of whose columns are NOT NULL.
 */
final class NullabilityTest {
  private static final int ROUNDS = Integer.getInteger("headrace.nullability.rounds", 4);
  private static final int FIRST_SEED = Integer.getInteger("headrace.nullability.seed", 1);
  private static final int RANDOM_QUERIES = 150;

  private final List<String> wrong = new ArrayList<>();
  private int neverNull;
  private int nullable;

  @Test
  void whatIsNeverNullNeverIs() throws IOException {
    List<String> written = new ArrayList<>();
    for (String file : List.of("windows", "aggregates", "functions", "recursion")) {
      written.addAll(queries(file));
    }
    for (int seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
      Random random = new Random(seed);
      try (Headrace headrace = Headrace.inMemory();
          Session session = headrace.connect()) {
        for (Table table : Tables.ALL) {
          fill(session, table, random);
        }
        for (String sql : written) {
          check(session, sql);
        }
        for (int i = 0; i < RANDOM_QUERIES; i++) {
          check(session, new QueryGenerator(random).query().sql());
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(neverNull).as("columns that are never NULL").isGreaterThan(ROUNDS * 200);
    assertThat(nullable).as("columns that may be NULL").isGreaterThan(ROUNDS * 200);
  }

  private static void fill(Session session, Table table, Random random) {
    session.execute(Tables.create(table));
    for (int i = 0; i < 60; i++) {
      try {
        session.execute(Tables.insert(table, 1, random));
      } catch (SqlException _) {
        // a key that is there
      }
    }
    for (int i = 0; i < 3; i++) {
      Column column = Tables.any(table.columns(), random);
      session.execute("DELETE FROM " + table.name() + " WHERE " + column.name() + " IS NULL");
      session.execute("ALTER TABLE " + table.name() + " ALTER " + column.name() + " SET NOT NULL");
    }
  }

  private void check(Session session, String text) {
    String sql = text.replaceFirst("^ONCE ", "").replaceFirst(";\\s*$", "");
    List<List<@Nullable Object>> rows;
    try {
      rows = session.query(sql).rows();
    } catch (SqlException _) {
      // a value that overflows, or what is refused
      return;
    }
    Description description = session.describe(sql, parameter -> false);
    for (int i = 0; i < description.columns().size(); i++) {
      int column = i;
      if (description.columns().get(i).field().nullable()) {
        nullable++;
      } else {
        neverNull++;
        if (rows.stream().anyMatch(row -> row.get(column) == null)) {
          wrong.add("column " + (i + 1) + " of " + sql);
        }
      }
    }
  }

  private static List<String> queries(String name) throws IOException {
    try (var resource = NullabilityTest.class.getResourceAsStream("/queries/" + name + ".sql")) {
      String text =
          new String(Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.isBlank() && !line.startsWith("--")).toList();
    }
  }
}
