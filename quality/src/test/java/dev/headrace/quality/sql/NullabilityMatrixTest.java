package dev.headrace.quality.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.Session;
import dev.headrace.engine.statement.Description;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which columns can be NULL: {@code resources/nullability/matrix.sql}, proved by rows. */
final class NullabilityMatrixTest {
  private record Entry(String sql, List<String> columns) {}

  @Test
  void nothingIsSaidToBeNeverNullThatCanBe() throws IOException {
    List<String> differences = new ArrayList<>();
    List<Entry> entries = entries();
    for (Entry entry : entries) {
      try (Headrace headrace = Headrace.inMemory();
          Session session = headrace.connect()) {
        session.execute(text("schema"));
        check(session, entry, differences);
      }
    }
    assertThat(differences).isEmpty();
    assertThat(entries).hasSizeGreaterThan(90);
  }

  private static void check(Session session, Entry entry, List<String> differences) {
    Description description = session.describe(entry.sql, parameter -> false);
    List<List<@Nullable Object>> rows = session.query(entry.sql).rows();
    assertThat(description.columns()).as(entry.sql).hasSameSizeAs(entry.columns);
    for (int i = 0; i < entry.columns.size(); i++) {
      int column = i;
      boolean hasNull = rows.stream().anyMatch(row -> row.get(column) == null);
      boolean nullable = description.columns().get(i).field().nullable();
      String found = hasNull ? "null" : nullable ? "cautious" : "never";
      if (!found.equals(entry.columns.get(i)) || hasNull && !nullable) {
        differences.add(
            "%s%n  column %d: expected %s, found %s, described as %s"
                .formatted(
                    entry.sql,
                    i + 1,
                    entry.columns.get(i),
                    found,
                    nullable ? "nullable" : "not null"));
      }
    }
  }

  private static List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    String sql = "";
    for (String line : text("matrix").lines().toList()) {
      if (line.startsWith("-> ")) {
        entries.add(new Entry(sql, List.of(line.substring(3).split(" ", -1))));
      } else if (!line.isBlank() && !line.startsWith("--")) {
        sql = line.substring(0, line.lastIndexOf(';'));
      }
    }
    return entries;
  }

  private static String text(String name) throws IOException {
    String file = "/nullability/" + name + ".sql";
    try (var resource = NullabilityMatrixTest.class.getResourceAsStream(file)) {
      return new String(
          Objects.requireNonNull(resource, file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
