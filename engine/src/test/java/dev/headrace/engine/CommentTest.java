package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** COMMENT ON. */
final class CommentTest extends DatabaseTestBase {
  @BeforeEach
  void objects() {
    run("CREATE SCHEMA a");
    run("CREATE TABLE a.t (id int PRIMARY KEY, v text, n int CONSTRAINT positive CHECK (n > 0))");
    run("CREATE INDEX t_v ON a.t (v)");
    run("CREATE VIEW a.v AS SELECT * FROM a.t");
    run("CREATE MATERIALIZED VIEW a.m AS SELECT count(*) AS c FROM a.t");
    run("CREATE SEQUENCE a.q");
    run("CREATE ROLE reader");
  }

  private String of(String expression) {
    return rows("SELECT " + expression).getFirst();
  }

  @Test
  void everyKindOfObjectCanHaveOne() {
    run("COMMENT ON TABLE a.t IS 'a table'");
    run("COMMENT ON COLUMN a.t.v IS 'a column'");
    run("COMMENT ON COLUMN a.m.c IS 'a column of a view'");
    run("COMMENT ON VIEW a.v IS 'a view'");
    run("COMMENT ON MATERIALIZED VIEW a.m IS 'kept'");
    run("COMMENT ON INDEX a.t_v IS 'an index'");
    run("COMMENT ON INDEX a.t_pkey IS 'the key''s'");
    run("COMMENT ON SEQUENCE a.q IS 'a sequence'");
    run("COMMENT ON SCHEMA a IS 'a schema'");
    run("COMMENT ON CONSTRAINT positive ON a.t IS 'a constraint'");
    run("COMMENT ON ROLE reader IS 'a role'");
    run("COMMENT ON DATABASE headrace IS 'the database'");
    assertThat(of("obj_description('a.t'::regclass, 'pg_class')")).isEqualTo("a table");
    assertThat(of("obj_description('a.t'::regclass)")).isEqualTo("a table");
    assertThat(of("col_description('a.t'::regclass, 2)")).isEqualTo("a column");
    assertThat(of("col_description('a.t'::regclass, 1)")).isEqualTo("null");
    assertThat(of("col_description('a.m'::regclass, 1)")).isEqualTo("a column of a view");
    assertThat(of("obj_description('a.v'::regclass, 'pg_class')")).isEqualTo("a view");
    assertThat(of("obj_description('a.m'::regclass, 'pg_class')")).isEqualTo("kept");
    assertThat(of("obj_description('a.t_v'::regclass, 'pg_class')")).isEqualTo("an index");
    assertThat(of("obj_description('a.t_pkey'::regclass, 'pg_class')")).isEqualTo("the key's");
    assertThat(of("obj_description('a'::regnamespace, 'pg_namespace')")).isEqualTo("a schema");
    assertThat(
            rows(
                "SELECT obj_description(oid, 'pg_constraint') FROM pg_constraint"
                    + " WHERE conname = 'positive'"))
        .containsExactly("a constraint");
    assertThat(
            rows(
                "SELECT shobj_description(oid, 'pg_authid') FROM pg_roles WHERE rolname ="
                    + " 'reader'"))
        .containsExactly("a role");
    assertThat(rows("SELECT shobj_description(oid, 'pg_database') FROM pg_database"))
        .containsExactly("the database");
    assertThat(
            rows("SELECT objsubid, description FROM pg_description WHERE objoid = 'a.t'::regclass"))
        .containsExactly("0|a table", "2|a column");
    assertThat(rows("SELECT count(*) FROM pg_shdescription")).containsExactly("2");
  }

  @Test
  void whatIsNotThereCannotHaveOne() {
    assertThat(error("COMMENT ON TABLE a.nothing IS 'x'"))
        .isEqualTo("42P01 relation \"a.nothing\" does not exist");
    assertThat(error("COMMENT ON TABLE nowhere.t IS 'x'")).startsWith("3F000");
    assertThat(error("COMMENT ON COLUMN a.t.nothing IS 'x'"))
        .isEqualTo("42703 column \"nothing\" of relation \"a.t\" does not exist");
    assertThat(error("COMMENT ON VIEW a.t IS 'x'")).isEqualTo("42809 \"t\" is not a view");
    assertThat(error("COMMENT ON INDEX a.t IS 'x'")).isEqualTo("42809 \"t\" is not an index");
    assertThat(error("COMMENT ON CONSTRAINT nothing ON a.t IS 'x'"))
        .isEqualTo("42704 constraint \"nothing\" for table \"t\" does not exist");
    assertThat(error("COMMENT ON SCHEMA nowhere IS 'x'")).startsWith("3F000");
    assertThat(error("COMMENT ON ROLE nobody IS 'x'")).startsWith("42704");
    assertThat(error("COMMENT ON DATABASE other IS 'x'")).startsWith("3D000");
  }

  @Test
  void nullAndTheEmptyTextTakeItAway() {
    run("COMMENT ON TABLE a.t IS 'x'");
    run("COMMENT ON TABLE a.t IS NULL");
    assertThat(of("obj_description('a.t'::regclass)")).isEqualTo("null");
    run("COMMENT ON TABLE a.t IS 'x'");
    run("COMMENT ON TABLE a.t IS ''");
    assertThat(rows("SELECT description FROM pg_description"))
        .containsExactly("standard public schema");
  }

  @Test
  void aRollbackBringsTheOldOneBack() {
    run("COMMENT ON TABLE a.t IS 'old'");
    run("BEGIN");
    run("COMMENT ON TABLE a.t IS 'new'");
    assertThat(of("obj_description('a.t'::regclass)")).isEqualTo("new");
    try (Session other = db.connect()) {
      assertThat(rows(other, "SELECT obj_description('a.t'::regclass)")).containsExactly("old");
    }
    run("ROLLBACK");
    assertThat(of("obj_description('a.t'::regclass)")).isEqualTo("old");
  }

  @Test
  void itFollowsItsSubjectAndGoesWithIt() {
    run("DROP VIEW a.v");
    run("DROP MATERIALIZED VIEW a.m");
    run("COMMENT ON TABLE a.t IS 'table'");
    run("COMMENT ON COLUMN a.t.v IS 'column'");
    run("COMMENT ON COLUMN a.t.n IS 'number'");
    run("COMMENT ON INDEX a.t_v IS 'index'");
    run("COMMENT ON CONSTRAINT positive ON a.t IS 'constraint'");
    run("ALTER TABLE a.t RENAME TO u");
    run("ALTER TABLE a.u RENAME COLUMN v TO w");
    run("ALTER TABLE a.u RENAME CONSTRAINT positive TO above");
    run("ALTER TABLE a.u ADD COLUMN more int");
    run("ALTER SCHEMA a RENAME TO b");
    assertThat(rows("SELECT description FROM pg_description ORDER BY description"))
        .containsExactly(
            "column", "constraint", "index", "number", "standard public schema", "table");
    assertThat(of("col_description('b.u'::regclass, 2)")).isEqualTo("column");
    assertThat(of("obj_description('b.t_v'::regclass)")).isEqualTo("index");
    run("ALTER TABLE b.u DROP COLUMN n, ADD COLUMN n int");
    assertThat(rows("SELECT description FROM pg_description ORDER BY description"))
        .containsExactly("column", "index", "standard public schema", "table");
    run("DROP TABLE b.u");
    assertThat(rows("SELECT description FROM pg_description"))
        .containsExactly("standard public schema");
  }
}
