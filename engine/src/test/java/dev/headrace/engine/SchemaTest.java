package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.SqlException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Schemas and what is in them. */
@Timeout(60)
final class SchemaTest extends DatabaseTestBase {
  private String detail(String sql) {
    try {
      session.execute(sql);
    } catch (SqlException e) {
      return String.valueOf(e.detail());
    }
    throw new AssertionError(sql + " should fail");
  }

  @Test
  void oneNameIsAnotherTableInEverySchema() {
    run("CREATE SCHEMA a");
    run("CREATE SCHEMA b AUTHORIZATION headrace");
    for (String schema : List.of("a", "b", "public")) {
      run("CREATE TABLE " + schema + ".t (id int PRIMARY KEY, v text)");
      run("CREATE INDEX t_v ON " + schema + ".t (v)");
      run("INSERT INTO " + schema + ".t VALUES (1, '" + schema + "')");
    }
    assertThat(rows("SELECT v FROM a.t UNION ALL SELECT v FROM b.t UNION ALL SELECT v FROM t"))
        .containsExactly("a", "b", "public");
    assertThat(rows("SELECT a.t.v, u.v FROM a.t JOIN public.t u USING (id)"))
        .containsExactly("a|public");
    run("UPDATE a.t SET v = 'x' WHERE id = 1");
    run("DELETE FROM b.t");
    assertThat(rows("SELECT v FROM a.t UNION ALL SELECT v FROM b.t UNION ALL SELECT v FROM t"))
        .containsExactly("public", "x");
    run("DROP INDEX b.t_v");
    run("DROP TABLE a.t");
    assertThat(error("SELECT * FROM a.t")).isEqualTo("42P01 relation \"a.t\" does not exist");
    assertThat(rows("SELECT v FROM t WHERE v = 'public'")).containsExactly("public");
  }

  @Test
  void schemasAreMadeRenamedAndDropped() {
    run("CREATE SCHEMA a");
    assertThat(error("CREATE SCHEMA a")).isEqualTo("42P06 schema \"a\" already exists");
    assertThat(run("CREATE SCHEMA IF NOT EXISTS a")).isEqualTo("CREATE SCHEMA");
    assertThat(error("CREATE SCHEMA pg_a")).isEqualTo("42939 unacceptable schema name \"pg_a\"");
    assertThat(error("CREATE SCHEMA pg_catalog")).startsWith("42939");
    assertThat(error("CREATE SCHEMA information_schema")).startsWith("42P06");
    assertThat(error("CREATE TABLE nowhere.t (a int)"))
        .isEqualTo("3F000 schema \"nowhere\" does not exist");
    assertThat(error("CREATE TABLE pg_catalog.t (a int)"))
        .isEqualTo("42501 permission denied to create \"pg_catalog.t\"");
    assertThat(error("DROP SCHEMA nowhere")).isEqualTo("3F000 schema \"nowhere\" does not exist");
    assertThat(run("DROP SCHEMA IF EXISTS nowhere")).isEqualTo("DROP SCHEMA");
    assertThat(error("DROP SCHEMA pg_catalog")).startsWith("2BP01");
    assertThat(error("ALTER SCHEMA a RENAME TO public")).startsWith("42P06");
    run("ALTER SCHEMA a RENAME TO b");
    assertThat(rows("SELECT nspname FROM pg_namespace WHERE nspname IN ('a', 'b')"))
        .containsExactly("b");
    run("DROP SCHEMA b");
    assertThat(rows("SELECT nspname FROM pg_namespace WHERE nspname = 'b'")).isEmpty();
  }

  @Test
  void aSchemaThatIsNotEmptyIsDroppedByCascadeOnly() {
    run("CREATE SCHEMA a");
    run("CREATE TABLE a.t (id serial PRIMARY KEY)");
    run("CREATE SEQUENCE a.q");
    run("CREATE TABLE outside (id int REFERENCES a.t, n int DEFAULT nextval('a.q'))");
    run("CREATE VIEW v AS SELECT * FROM a.t");
    run("CREATE MATERIALIZED VIEW a.m AS SELECT count(*) AS n FROM v");
    assertThat(error("DROP SCHEMA a"))
        .isEqualTo("2BP01 cannot drop schema a because other objects depend on it");
    assertThat(detail("DROP SCHEMA a"))
        .isEqualTo(
            "table a.t depends on schema a\nmaterialized view a.m depends on schema a\n"
                + "sequence a.q depends on schema a");
    run("DROP SCHEMA a CASCADE");
    assertThat(error("SELECT * FROM v")).startsWith("42P01");
    assertThat(error("SELECT * FROM a.m")).startsWith("42P01");
    assertThat(error("SELECT nextval('a.q')")).startsWith("42P01");
    run("INSERT INTO outside (id) VALUES (77)");
    assertThat(rows("SELECT * FROM outside")).containsExactly("77|null");
  }

  @Test
  void aSequenceThatADefaultTakesValuesOfIsDroppedByCascadeOnly() {
    run("CREATE SEQUENCE q");
    run("CREATE TABLE t (a int DEFAULT nextval('q'), b int)");
    assertThat(error("DROP SEQUENCE q"))
        .isEqualTo("2BP01 cannot drop sequence q because other objects depend on it");
    assertThat(detail("DROP SEQUENCE q"))
        .isEqualTo("default value for column a of table t depends on sequence q");
    run("DROP SEQUENCE q CASCADE");
    run("INSERT INTO t (b) VALUES (1)");
    assertThat(rows("SELECT * FROM t")).containsExactly("null|1");
  }

  @Test
  void aSequenceOfAColumnCanBeDroppedWhenNoDefaultTakesItsValues() {
    run("CREATE TABLE t (id serial, n int)");
    assertThat(error("DROP SEQUENCE t_id_seq")).startsWith("2BP01");
    run("ALTER TABLE t ALTER COLUMN id DROP DEFAULT");
    run("DROP SEQUENCE t_id_seq");
    assertThat(error("SELECT nextval('t_id_seq')")).startsWith("42P01");
  }

  @Test
  void aSequenceThatGoesWithItsColumnIsMissedByDefaultsOfOthers() {
    run("CREATE TABLE t (id serial, n int)");
    run("CREATE TABLE u (id int DEFAULT nextval('t_id_seq'), n int)");
    String detail = "default value for column id of table u depends on sequence t_id_seq";
    assertThat(error("DROP TABLE t"))
        .isEqualTo("2BP01 cannot drop table t because other objects depend on it");
    assertThat(detail("DROP TABLE t")).isEqualTo(detail);
    assertThat(detail("ALTER TABLE t DROP COLUMN id")).isEqualTo(detail);
    run("DROP TABLE t CASCADE");
    run("INSERT INTO u (n) VALUES (1)");
    assertThat(rows("TABLE u")).containsExactly("null|1");
  }

  @Test
  void tablesThatShareASequenceAreDroppedTogether() {
    run("CREATE TABLE t (id serial, n int DEFAULT currval('t_id_seq'))");
    run("CREATE TABLE u (id int DEFAULT nextval('t_id_seq'))");
    run("DROP TABLE t, u");
    assertThat(error("TABLE u")).startsWith("42P01");
  }

  @Test
  void everyStatementTakesQualifiedNames() throws Exception {
    run("CREATE SCHEMA a");
    run("CREATE TABLE a.t (id int PRIMARY KEY, v text)");
    run("CREATE TABLE a.child (id int REFERENCES a.t ON DELETE CASCADE)");
    session.copyIn(
        "COPY a.t FROM STDIN",
        new ByteArrayInputStream("1\tone\n2\ttwo\n".getBytes(StandardCharsets.UTF_8)));
    run("INSERT INTO a.child VALUES (1), (2)");
    run(
        "MERGE INTO a.t USING (VALUES (1, 'uno')) AS n (id, v) ON t.id = n.id"
            + " WHEN MATCHED THEN UPDATE SET v = n.v");
    run("DELETE FROM a.t WHERE id = 2");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    session.copyOut("COPY a.t TO STDOUT", out);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("1\tuno\n");
    assertThat(rows("SELECT * FROM a.child")).containsExactly("1");
    run("CREATE TABLE a.copy (LIKE a.t)");
    run("CREATE TABLE a.more AS SELECT * FROM a.t");
    assertThat(rows("TABLE a.more")).containsExactly("1|uno");
    run("ALTER TABLE a.copy ADD COLUMN w int DEFAULT 3");
    run("ALTER TABLE a.copy RENAME TO renamed");
    run("INSERT INTO a.renamed (id) VALUES (5)");
    assertThat(rows("SELECT * FROM a.renamed")).containsExactly("5|null|3");
    run("TRUNCATE a.renamed");
    run("CREATE SEQUENCE a.q");
    assertThat(rows("SELECT nextval('a.q'), nextval('A.Q'), currval('a.q')"))
        .containsExactly("1|2|2");
    run("ALTER SEQUENCE a.q RESTART WITH 10");
    assertThat(rows("SELECT nextval('a.q')")).containsExactly("10");
    run("CREATE MATERIALIZED VIEW a.m AS SELECT count(*) AS n FROM a.t");
    run("CREATE INDEX ON a.m (n)");
    run("REFRESH MATERIALIZED VIEW a.m");
    assertThat(rows("SELECT a.m.n FROM headrace.a.m")).containsExactly("1");
    assertThat(rows("SELECT 'a.m'::regclass, to_regclass('a.nothing')"))
        .containsExactly("a.m|null");
  }

  @Test
  void errorsNameTablesWithoutTheirSchemas() {
    run("CREATE SCHEMA a");
    run("CREATE TABLE a.t (id int PRIMARY KEY, n int CHECK (n > 0), m int NOT NULL)");
    run("CREATE TABLE a.child (id int REFERENCES a.t)");
    assertThat(error("INSERT INTO a.t VALUES (1, 0, 1)"))
        .isEqualTo("23514 new row for relation \"t\" violates check constraint \"t_n_check\"");
    assertThat(error("INSERT INTO a.t VALUES (1, 1, NULL)"))
        .isEqualTo(
            "23502 null value in column \"m\" of relation \"t\" violates not-null constraint");
    run("INSERT INTO a.t VALUES (1, 1, 1)");
    assertThat(error("INSERT INTO a.t VALUES (1, 1, 1)"))
        .isEqualTo("23505 duplicate key value violates unique constraint \"t_pkey\"");
    assertThat(error("INSERT INTO a.child VALUES (2)"))
        .isEqualTo(
            "23503 insert or update on table \"child\" violates foreign key constraint"
                + " \"child_id_fkey\"");
    assertThat(error("CREATE TABLE a.t (x int)")).isEqualTo("42P07 relation \"t\" already exists");
  }

  @Test
  void namesWithDotsAndQuotationMarksAreNamesLikeOthers() {
    run("CREATE SCHEMA \"a.b\"");
    run("CREATE TABLE \"a.b\".\"t.u\" (id int)");
    run("CREATE TABLE \"t\"\"u\" (id int)");
    run("CREATE TABLE \"x.y\" (id int)");
    run("INSERT INTO \"a.b\".\"t.u\" VALUES (1)");
    run("INSERT INTO \"x.y\" VALUES (2)");
    assertThat(rows("SELECT \"t.u\".id FROM \"a.b\".\"t.u\"")).containsExactly("1");
    assertThat(rows("SELECT id FROM public.\"x.y\"")).containsExactly("2");
    assertThat(rows("SELECT '\"a.b\".\"t.u\"'::regclass, '\"t\"\"u\"'::regclass"))
        .containsExactly("\"a.b\".\"t.u\"|\"t\"\"u\"");
    assertThat(
            rows(
                "SELECT nspname, relname FROM pg_class c JOIN pg_namespace n"
                    + " ON n.oid = relnamespace WHERE relkind = 'r' AND c.oid >= 16384"))
        .containsExactly("a.b|t.u", "public|t\"u", "public|x.y");
    run("DROP SCHEMA \"a.b\" CASCADE");
    assertThat(error("SELECT * FROM x.y")).startsWith("42P01");
  }

  // ---- SET SCHEMA and RENAME, with what depends on it

  @Test
  void viewsAndDefaultsFollowATableToAnotherSchema() {
    run("CREATE SCHEMA a");
    run("CREATE TABLE t (id serial PRIMARY KEY, v text)");
    run("CREATE INDEX t_v ON t (v)");
    run("INSERT INTO t (v) VALUES ('one')");
    run("CREATE VIEW v AS SELECT t.v FROM t");
    run("CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n FROM v");
    run("CREATE MATERIALIZED VIEW mm AS SELECT n + 1 AS n FROM m");
    run("ALTER TABLE t SET SCHEMA a");
    assertThat(error("SELECT * FROM t")).startsWith("42P01");
    run("INSERT INTO a.t (v) VALUES ('two')");
    assertThat(rows("SELECT id, v FROM a.t")).containsExactly("1|one", "2|two");
    assertThat(rows("SELECT * FROM v")).containsExactly("one", "two");
    assertThat(rows("SELECT m.n, mm.n FROM m, mm")).containsExactly("2|3");
    assertThat(rows("SELECT pg_get_viewdef('v'::regclass)"))
        .containsExactly(" SELECT t.v FROM a.t;".strip());
    assertThat(rows("SELECT indexrelid::regclass FROM pg_index WHERE indrelid = 'a.t'::regclass"))
        .containsExactly("a.t_pkey", "a.t_v");
    run("ALTER SCHEMA a RENAME TO b");
    run("INSERT INTO b.t (v) VALUES ('three')");
    assertThat(rows("SELECT * FROM v WHERE v = 'three'")).containsExactly("three");
    assertThat(rows("SELECT m.n, mm.n FROM m, mm")).containsExactly("3|4");
    run("ALTER MATERIALIZED VIEW m SET SCHEMA b");
    run("ALTER VIEW v SET SCHEMA b");
    run("DELETE FROM b.t WHERE id = 1");
    assertThat(rows("SELECT m.n, mm.n FROM b.m, mm")).containsExactly("2|3");
    assertThat(db.check()).allMatch(finding -> finding.outcome() == Finding.Outcome.RIGHT);
  }

  @Test
  void whatCannotMoveStays() {
    run("CREATE SCHEMA a");
    run("CREATE TABLE t (id serial)");
    run("CREATE TABLE a.t (id int)");
    assertThat(error("ALTER TABLE t SET SCHEMA a"))
        .isEqualTo("42P07 relation \"t\" already exists in schema \"a\"");
    assertThat(error("ALTER TABLE t SET SCHEMA nowhere")).startsWith("3F000");
    assertThat(error("ALTER TABLE t SET SCHEMA pg_temp"))
        .isEqualTo("0A000 cannot move objects into or out of temporary schemas");
    assertThat(error("ALTER SEQUENCE t_id_seq SET SCHEMA a"))
        .isEqualTo("0A000 cannot move an owned sequence into another schema");
    assertThat(error("ALTER VIEW t SET SCHEMA a")).isEqualTo("42809 \"t\" is not a view");
    assertThat(run("ALTER TABLE IF EXISTS nothing SET SCHEMA a")).isEqualTo("ALTER TABLE");
    assertThat(run("ALTER TABLE t SET SCHEMA public")).isEqualTo("ALTER TABLE");
  }

  @Test
  void aViewKeepsItsRowsOnItsWay() throws Exception {
    Files.writeString(directory.resolve("in.csv"), "1\n2\n");
    run("CREATE SCHEMA a");
    run("CREATE SOURCE a.s (id int) WITH (connector = 'file', path = 'in.csv')");
    run("CREATE MATERIALIZED VIEW a.m AS SELECT count(*) AS n FROM a.s");
    assertThat(db.awaitInputs(Duration.ofSeconds(30))).isTrue();
    run("CREATE SCHEMA c");
    // the rows of a source are not stored: it could not be filled again
    run("ALTER MATERIALIZED VIEW a.m SET SCHEMA c");
    assertThat(rows("SELECT n FROM c.m")).containsExactly("2");
    run("ALTER SCHEMA c RENAME TO d");
    assertThat(rows("SELECT n FROM d.m")).containsExactly("2");
    assertThat(error("ALTER SCHEMA a RENAME TO b"))
        .isEqualTo("0A000 cannot move to another schema: \"a.s_errors\" belongs to a connector");
    run("DROP SCHEMA d CASCADE");
    assertThat(rows("SELECT * FROM a.s_errors")).isEmpty();
    run("DROP SCHEMA a CASCADE");
    assertThat(rows("SELECT relname FROM pg_class WHERE oid >= 16384")).isEmpty();
  }

  @Test
  void sinksAndSubscriptionsTakeQualifiedNames() throws Exception {
    run("CREATE SCHEMA a");
    run("CREATE TABLE a.t (id int PRIMARY KEY)");
    run("CREATE MATERIALIZED VIEW a.m AS SELECT id FROM a.t");
    run("CREATE SINK a.out FROM a.m WITH (connector = 'file', path = 'out.csv')");
    try (Session subscriber = db.connect()) {
      assertThat(error(subscriber, "SUBSCRIBE m")).startsWith("42P01");
      assertThat(error(subscriber, "SUBSCRIBE a.m"))
          .isEqualTo("0A000 SUBSCRIBE has a result without an end");
    }
    run("INSERT INTO a.t VALUES (4)");
    run("DROP SINK a.out");
    assertThat(Files.readString(Path.of(directory + "/out.csv"))).contains("4");
  }

  // ---- transactions

  @Test
  void aRollbackUndoesEveryDefinition() {
    run("CREATE SCHEMA a");
    run("CREATE TABLE a.t (id int)");
    run("CREATE VIEW a.v AS SELECT * FROM a.t");
    run("INSERT INTO a.t VALUES (1)");
    try (Session other = db.connect()) {
      for (String change :
          List.of(
              "CREATE SCHEMA b",
              "ALTER SCHEMA a RENAME TO b",
              "ALTER TABLE a.t SET SCHEMA public",
              "DROP SCHEMA a CASCADE",
              "ALTER SCHEMA a OWNER TO headrace")) {
        run("BEGIN");
        run(change);
        assertThat(rows(other, "SELECT * FROM a.v")).as(change).containsExactly("1");
        run("ROLLBACK");
        assertThat(rows("SELECT * FROM a.v")).as(change).containsExactly("1");
        assertThat(rows("SELECT nspname FROM pg_namespace WHERE nspname IN ('a', 'b')"))
            .as(change)
            .containsExactly("a");
        run("BEGIN");
        run("SAVEPOINT s");
        run(change);
        run("ROLLBACK TO s");
        run("COMMIT");
        assertThat(rows("SELECT * FROM a.v")).as(change).containsExactly("1");
      }
    }
  }

  @Test
  void aTransactionSeesWhatItHasMoved() {
    run("CREATE SCHEMA a");
    run("CREATE TABLE t (id int PRIMARY KEY)");
    run("CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n FROM t");
    run("BEGIN");
    run("INSERT INTO t VALUES (1)");
    run("ALTER TABLE t SET SCHEMA a");
    run("INSERT INTO a.t VALUES (2)");
    assertThat(rows("SELECT n FROM m")).containsExactly("2");
    run("COMMIT");
    assertThat(rows("SELECT n FROM m")).containsExactly("2");
    assertThat(rows("SELECT id FROM a.t")).containsExactly("1", "2");
  }
}
