package dev.headrace.quality.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random queries over random tables: Headrace and PostgreSQL must answer the same, ad hoc and as a
 * materialized view while the tables change.
 *
 * <p>{@code -Dheadrace.differential.rounds=1000} makes it long, {@code
 * -Dheadrace.differential.seed=7} begins with another seed. A round has a seed of its own, so that
 * one that has failed can be run alone.
 */
final class PostgresDifferentialTest {
  private static final int ROUNDS = Integer.getInteger("headrace.differential.rounds", 6);
  private static final int FIRST_SEED = Integer.getInteger("headrace.differential.seed", 1);
  private static final int QUERIES = 60;
  private static final int CHANGES = 30;
  private static final int CHANGES_PER_CHECK = 5;

  @TempDir Path directory;

  private final List<String> differences = new ArrayList<>();
  private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);

  @Test
  void answersAreThoseOfPostgres() throws Exception {
    try (PostgresCluster cluster = PostgresCluster.start(directory);
        Connection connection = cluster.connect()) {
      for (int round = 0; round < ROUNDS; round++) {
        int seed = FIRST_SEED + round;
        try (Databases databases = new Databases(connection)) {
          new DifferentialRound(seed, databases, verdicts, differences)
              .run(QUERIES, CHANGES, CHANGES_PER_CHECK);
        }
      }
    }
    System.out.println("differential test, seeds from " + FIRST_SEED + ": " + verdicts);
    assertThat(differences).isEmpty();
    // the test would say nothing if the generator made only errors
    assertThat(verdicts.getOrDefault(Verdict.EQUAL, 0)).isGreaterThan(ROUNDS * QUERIES / 3);
  }

  @Test
  void theGeneratorsAreDeterministic() {
    assertThat(new QueryGenerator(new Random(5)).query())
        .isEqualTo(new QueryGenerator(new Random(5)).query());
  }
}
