package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.codegen.Compilation;
import dev.headrace.model.SqlException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Texts of many definitions, which are made together and compiled on all processors. */
final class ProgramTest {
  private final Headrace database = Headrace.inMemory(Options.defaults().withWorkers(2));

  @AfterEach
  void close() {
    database.close();
  }

  private List<String> column(String sql) {
    List<String> values = new ArrayList<>();
    database.query(sql).rows().forEach(row -> values.add(String.valueOf(row.getFirst())));
    return values;
  }

  @Test
  void viewsReadWhatComesBeforeThem() {
    List<Result> results =
        database.execute(
            """
            CREATE TABLE t (id INTEGER PRIMARY KEY, kind TEXT, x INTEGER);
            CREATE MATERIALIZED VIEW sums AS SELECT kind, sum(x) AS total FROM t GROUP BY kind;
            CREATE VIEW large AS SELECT * FROM sums WHERE total > 10;
            CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM large;
            CREATE TABLE u (kind TEXT PRIMARY KEY, name TEXT);
            CREATE MATERIALIZED VIEW named AS
              SELECT u.name, sums.total FROM sums JOIN u ON u.kind = sums.kind;
            INSERT INTO t VALUES (1, 'a', 20), (2, 'a', 1), (3, 'b', 2);
            INSERT INTO u VALUES ('a', 'first'), ('b', 'second');
            """);
    assertThat(results)
        .extracting(Result::tag)
        .startsWith("CREATE TABLE", "CREATE MATERIALIZED VIEW");
    assertThat(column("SELECT n FROM counted")).containsExactly("1");
    assertThat(column("SELECT name || ' ' || total FROM named ORDER BY 1"))
        .containsExactly("first 21", "second 2");
  }

  @Test
  void whatComesBeforeAnErrorIsThereAndNothingBehindIt() {
    assertThatThrownBy(
            () ->
                database.execute(
                    """
                    CREATE TABLE t (x INTEGER);
                    CREATE MATERIALIZED VIEW a AS SELECT x FROM t;
                    CREATE MATERIALIZED VIEW b AS SELECT nothing FROM a;
                    CREATE MATERIALIZED VIEW c AS SELECT x FROM a;
                    """))
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> {
              assertThat(e.code().sqlState()).isEqualTo("42703");
              assertThat(e.position()).extracting(SqlException.Position::line).isEqualTo(3);
            });
    assertThat(database.materializedViews()).containsExactly("a");
  }

  @Test
  void anErrorOfTheCommitIsOfItsStatementAlone() {
    database.execute("CREATE TABLE t (x INTEGER)");
    assertThatThrownBy(
            () ->
                database.execute(
                    """
                    CREATE MATERIALIZED VIEW a AS SELECT x FROM t;
                    CREATE MATERIALIZED VIEW a AS SELECT x + 1 AS x FROM t;
                    """))
        .hasMessageContaining("relation \"a\" already exists");
    assertThat(database.materializedViews()).containsExactly("a");
  }

  @Test
  void aViewPlannedAheadIsPlannedAgainIfANameMeansSomethingElseByThen() {
    // the front end of "late" has seen the table of schema public; it is created in schema s
    database.execute("CREATE SCHEMA s; CREATE TABLE public.base (x INTEGER)");
    try (Session session = database.connect()) {
      session.execute("SET search_path = s, public");
      session.execute(
          """
          CREATE MATERIALIZED VIEW first AS SELECT x FROM base;
          CREATE TABLE base (x TEXT);
          CREATE MATERIALIZED VIEW second AS SELECT x FROM base;
          """);
      session.execute("INSERT INTO public.base VALUES (1); INSERT INTO s.base VALUES ('one')");
    }
    assertThat(column("SELECT x FROM s.first")).containsExactly("1");
    assertThat(column("SELECT x FROM s.second")).containsExactly("one");
  }

  @Test
  void inATransactionAllOfItIsUndone() {
    try (Session session = database.connect()) {
      session.execute(
          """
          BEGIN;
          CREATE TABLE t (x INTEGER);
          CREATE MATERIALIZED VIEW a AS SELECT x FROM t;
          CREATE MATERIALIZED VIEW b AS SELECT x FROM a;
          ROLLBACK;
          """);
    }
    assertThat(database.materializedViews()).isEmpty();
  }

  @Test
  void everyUnitIsListedAndListenersHearOfIt() throws Exception {
    List<Compilation> events = Collections.synchronizedList(new ArrayList<>());
    try (AutoCloseable _ = database.compilations().listen(events::add)) {
      database.execute(
          """
          CREATE TABLE t (id INTEGER PRIMARY KEY, x INTEGER);
          CREATE MATERIALIZED VIEW a AS SELECT x % 97531 AS k, sum(x) AS s FROM t GROUP BY 1;
          CREATE MATERIALIZED VIEW b AS SELECT x % 97531 AS k, sum(x) AS s FROM t GROUP BY 1;
          """);
      database.compilations().await();
    }
    assertThat(column("SELECT DISTINCT view FROM headrace.compilations ORDER BY 1"))
        .containsExactly("a", "b");
    assertThat(column("SELECT count(*) FROM headrace.compilations WHERE state = 'waiting'"))
        .containsExactly("0");
    assertThat(column("SELECT DISTINCT state FROM headrace.compilations WHERE view = 'b'"))
        .containsExactly("reused");
    assertThat(events.stream().filter(e -> e.state() == Compilation.State.WAITING).count())
        .isEqualTo(events.size() / 2L);
    assertThat(database.compilations().progress().ended()).isEqualTo(events.size() / 2L);
  }
}
