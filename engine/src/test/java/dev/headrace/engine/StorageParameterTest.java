package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is said about PostgreSQL's storage: it is accepted, and changes nothing. */
final class StorageParameterTest extends DatabaseTestBase {
  @Test
  void tablesTakeThem() {
    run(
        "CREATE TABLE t (id int PRIMARY KEY, a text) WITH (fillfactor = 70,"
            + " toast.vacuum_truncate)");
    run("INSERT INTO t VALUES (1, 'x')");
    for (String action :
        new String[] {
          "SET (fillfactor = 80, autovacuum_enabled = false)",
          "RESET (fillfactor, autovacuum_enabled)",
          "SET LOGGED",
          "SET UNLOGGED",
          "SET WITHOUT CLUSTER",
          "SET WITHOUT OIDS",
          "CLUSTER ON t_pkey",
          "REPLICA IDENTITY FULL",
          "REPLICA IDENTITY USING INDEX t_pkey",
          "DISABLE TRIGGER USER",
          "ALTER COLUMN a SET STATISTICS 500",
          "ALTER a SET STORAGE EXTERNAL",
          "ALTER a SET COMPRESSION pglz",
          "ALTER a SET (n_distinct = 5), ALTER a RESET (n_distinct)",
        }) {
      assertThat(run("ALTER TABLE t " + action)).as(action).isEqualTo("ALTER TABLE");
    }
    assertThat(rows("SELECT * FROM t")).containsExactly("1|x");
  }

  @Test
  void indexesTakeThem() {
    run("CREATE TABLE t (id int PRIMARY KEY, a text)");
    run("CREATE INDEX i ON t (a) WITH (fillfactor = 50, deduplicate_items = off)");
    assertThat(run("ALTER INDEX i SET (fillfactor = 60)")).isEqualTo("ALTER INDEX");
    run("ALTER INDEX t_pkey RESET (fillfactor); ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 9");
    run("ALTER INDEX IF EXISTS missing SET (fillfactor = 60)");
    assertThat(error("ALTER INDEX missing SET (fillfactor = 60)"))
        .isEqualTo("42P01 relation \"missing\" does not exist");
    assertThat(error("ALTER INDEX t SET (fillfactor = 60)"))
        .isEqualTo("42809 \"t\" is not an index");
  }

  @Test
  void viewsTakeTheirs() {
    run("CREATE TABLE t (id int)");
    run("CREATE VIEW v WITH (security_barrier = true) AS SELECT id FROM t");
    run("CREATE MATERIALIZED VIEW m WITH (fillfactor = 70) AS SELECT id FROM t");
    assertThat(error("CREATE VIEW w WITH (fillfactor = 70) AS SELECT 1"))
        .isEqualTo("22023 unrecognized parameter \"fillfactor\"");
    assertThat(error("CREATE VIEW w AS SELECT id FROM t WITH LOCAL CHECK OPTION"))
        .isEqualTo("0A000 WITH CHECK OPTION is not supported");
  }

  @Test
  void whatIsNamedMustBeThere() {
    run("CREATE TABLE t (id int)");
    assertThat(error("ALTER TABLE t SET (fill = 80)"))
        .isEqualTo("22023 unrecognized parameter \"fill\"");
    assertThat(error("ALTER TABLE t ALTER b SET STATISTICS 3"))
        .isEqualTo("42703 column \"b\" of relation \"t\" does not exist");
    assertThat(error("ALTER TABLE t CLUSTER ON i"))
        .isEqualTo("42704 index \"i\" for table \"t\" does not exist");
  }

  @Test
  void whatWouldMeanSomethingIsRefused() {
    run("CREATE TABLE t (id int)");
    assertThat(error("ALTER TABLE t DISABLE TRIGGER ALL"))
        .isEqualTo("0A000 ALTER TABLE ... DISABLE is not supported");
    assertThat(error("ALTER TABLE t ENABLE ROW LEVEL SECURITY")).startsWith("0A000");
  }
}
