package dev.headrace.quality.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The queries in {@code resources/queries}, one per feature and line, over random tables that
 * change: Headrace and PostgreSQL answer the same, ad hoc and as a materialized view. Lines that
 * start with {@code ONCE} are asked only.
 */
final class FeatureQueriesTest {
  private static final int ROUNDS = Integer.getInteger("headrace.features.rounds", 1);
  private static final int FIRST_SEED = Integer.getInteger("headrace.features.seed", 1);
  private static final int CHANGES = 40;
  private static final int CHANGES_PER_CHECK = 8;

  @TempDir Path directory;

  @Test
  void answersAreThoseOfPostgres() throws Exception {
    List<String> queries = new ArrayList<>();
    String files =
        System.getProperty("headrace.features", "windows,aggregates,functions,recursion");
    for (String file : files.split(",", -1)) {
      queries.addAll(queries(file));
    }
    List<String> differences = new ArrayList<>();
    Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    try (PostgresCluster cluster = PostgresCluster.start(directory);
        Connection connection = cluster.connect()) {
      for (int seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
        try (Databases databases = new Databases(connection)) {
          new DifferentialRound(seed, databases, verdicts, differences)
              .runAll(queries, CHANGES, CHANGES_PER_CHECK);
        }
      }
    }
    System.out.println("feature queries, seeds from " + FIRST_SEED + ": " + verdicts);
    assertThat(differences).isEmpty();
    assertThat(verdicts.getOrDefault(Verdict.EQUAL, 0)).isGreaterThan(ROUNDS * queries.size() * 3);
  }

  private static List<String> queries(String name) throws Exception {
    try (var resource = FeatureQueriesTest.class.getResourceAsStream("/queries/" + name + ".sql")) {
      String text =
          new String(Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.isBlank() && !line.startsWith("--")).toList();
    }
  }
}
