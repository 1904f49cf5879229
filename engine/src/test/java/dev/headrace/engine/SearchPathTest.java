package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What names mean that are not qualified. */
final class SearchPathTest extends DatabaseTestBase {
  @BeforeEach
  void twoSchemas() {
    for (String schema : List.of("a", "b")) {
      run("CREATE SCHEMA " + schema);
      run("CREATE TABLE " + schema + ".t (v text)");
      run("INSERT INTO " + schema + ".t VALUES ('" + schema + "')");
    }
  }

  @Test
  void theFirstSchemaThatHasANameDecides() {
    assertThat(error("SELECT v FROM t")).isEqualTo("42P01 relation \"t\" does not exist");
    run("SET search_path = b, a");
    assertThat(rows("SELECT v FROM t")).containsExactly("b");
    run("SET search_path TO nowhere, a, b");
    assertThat(rows("SELECT v FROM t")).containsExactly("a");
    run("DROP TABLE t");
    assertThat(rows("SELECT v FROM t")).containsExactly("b");
    run("SET SCHEMA 'public'");
    assertThat(error("SELECT v FROM t")).startsWith("42P01");
  }

  @Test
  void theSettingIsShownAsPostgresDoes() {
    assertThat(rows("SHOW search_path")).containsExactly("\"$user\", public");
    run("SET search_path = A, \"B\", 'c d', \"$user\"");
    assertThat(rows("SHOW search_path")).containsExactly("a, \"B\", \"c d\", \"$user\"");
    run("SET search_path = ''");
    assertThat(rows("SHOW search_path")).containsExactly("\"\"");
    assertThat(rows("SELECT set_config('search_path', 'b', false), current_schema()")).hasSize(1);
    assertThat(rows("SELECT current_schema()")).containsExactly("b");
    assertThat(error("SELECT set_config('search_path', 'a,,b', false)"))
        .isEqualTo("22023 invalid value for parameter \"search_path\": \"a,,b\"");
    run("RESET search_path");
    assertThat(rows("SELECT current_setting('search_path')")).containsExactly("\"$user\", public");
  }

  @Test
  void currentSchemasAreThoseThatExist() {
    assertThat(
            rows(
                "SELECT current_schema(), current_schema, current_schemas(false),"
                    + " current_schemas(true)"))
        .containsExactly("public|public|{public}|{pg_catalog,public}");
    run("SET search_path = nowhere, a, pg_catalog");
    assertThat(rows("SELECT current_schema(), current_schemas(false), current_schemas(true)"))
        .containsExactly("a|{a,pg_catalog}|{a,pg_catalog}");
    run("SET search_path = nowhere");
    assertThat(rows("SELECT current_schema(), current_schemas(false), current_schemas(true)"))
        .containsExactly("null|{}|{pg_catalog}");
    assertThat(error("CREATE TABLE n (a int)"))
        .isEqualTo("3F000 no schema has been selected to create in");
  }

  @Test
  void newObjectsAreMadeInTheFirstSchema() {
    run("SET search_path = nowhere, b, a");
    run("CREATE TABLE n (id serial PRIMARY KEY)");
    run("CREATE VIEW nv AS SELECT * FROM n");
    run("CREATE SEQUENCE nq");
    run("CREATE INDEX ni ON n (id)");
    assertThat(rows("SELECT 'b.n'::regclass, 'b.nv'::regclass, 'b.ni'::regclass, nextval('b.nq')"))
        .containsExactly("n|nv|ni|1");
    run("RESET search_path");
    assertThat(rows("SELECT 'b.n'::regclass")).containsExactly("b.n");
  }

  @Test
  void theSchemaOfTheUserComesFirstIfThereIsOne() {
    run("CREATE SCHEMA ada");
    run("CREATE TABLE ada.t (v text)");
    run("INSERT INTO ada.t VALUES ('of ada')");
    run("CREATE TABLE public.t (v text)");
    run("INSERT INTO public.t VALUES ('public')");
    try (var runner = db.newRunner()) {
      runner.parameters().logIn("ada", true);
      var prepared = runner.prepare(runner.parse("SELECT v FROM t").getFirst(), List.of());
      var rows = (dev.headrace.engine.statement.Outcome.Rows) runner.run(prepared, List.of());
      assertThat(texts(new QueryResult(rows.tag(), rows.fields(), rows.layout(), rows.rows())))
          .containsExactly("of ada");
    }
    assertThat(rows("SELECT v FROM t")).containsExactly("public");
  }

  // ---- no stale answers

  @Test
  void noPlanOutlivesTheSearchPathItWasMadeFor() {
    run("SET search_path = a");
    run("PREPARE p AS SELECT v FROM t");
    run("PREPARE ins AS INSERT INTO t VALUES ($1)");
    PreparedStatement query = session.prepare("SELECT v FROM t WHERE v <> $1");
    for (int round = 0; round < 3; round++) {
      for (String schema : List.of("a", "b")) {
        run("SET search_path = " + schema);
        assertThat(rows("SELECT v FROM t")).containsExactly(schema);
        assertThat(rows("SELECT v FROM t WHERE v <> 'x'")).containsExactly(schema);
        assertThat(rows("EXECUTE p")).containsExactly(schema);
        assertThat(texts(query.query("x"))).containsExactly(schema);
        run("EXECUTE ins('new')");
        run("INSERT INTO t VALUES ('new')");
        assertThat(rows("SELECT count(*) FROM " + schema + ".t")).containsExactly("3");
        run("UPDATE t SET v = 'newer' WHERE v = 'new'");
        run("DELETE FROM t WHERE v = 'newer'");
        assertThat(rows("SELECT v FROM " + schema + ".t")).containsExactly(schema);
      }
    }
  }

  @Test
  void sessionsShareNoPlanThatTheirSearchPathsTellApart() {
    try (Session other = db.connect()) {
      run("SET search_path = a");
      other.execute("SET search_path = b");
      for (int i = 0; i < 3; i++) {
        assertThat(rows("SELECT v FROM t")).containsExactly("a");
        assertThat(rows(other, "SELECT v FROM t")).containsExactly("b");
      }
    }
  }

  @Test
  void aNewTableInAnEarlierSchemaIsSeenAtOnce() {
    run("CREATE SCHEMA first");
    run("SET search_path = first, a");
    PreparedStatement query = session.prepare("SELECT v FROM t");
    assertThat(texts(query.query())).containsExactly("a");
    try (Session other = db.connect()) {
      other.execute("CREATE TABLE first.t (v text)");
      other.execute("INSERT INTO first.t VALUES ('first')");
      assertThat(texts(query.query())).containsExactly("first");
      assertThat(rows("SELECT v FROM t")).containsExactly("first");
      other.execute("ALTER TABLE first.t SET SCHEMA public");
      assertThat(texts(query.query())).containsExactly("a");
    }
  }

  @Test
  void aRollbackBringsTheSearchPathBack() {
    run("SET search_path = a");
    run("BEGIN");
    run("SET search_path = b");
    assertThat(rows("SELECT v FROM t")).containsExactly("b");
    run("ROLLBACK");
    assertThat(rows("SELECT v FROM t")).containsExactly("a");
    run("BEGIN");
    run("SET LOCAL search_path = b");
    assertThat(rows("SELECT v FROM t")).containsExactly("b");
    run("COMMIT");
    assertThat(rows("SELECT v FROM t")).containsExactly("a");
  }

  // ---- definitions are bound when they are made

  @Test
  void viewsMeanWhatTheyMeantWhenTheyWereMade() {
    run("SET search_path = a");
    run("CREATE VIEW public.v AS WITH c AS (SELECT v FROM t) SELECT c.v, t.v AS w FROM c, T");
    run("CREATE MATERIALIZED VIEW public.m AS SELECT count(*) AS n FROM t WHERE EXISTS (TABLE t)");
    run("SET search_path = b, public");
    assertThat(rows("SELECT * FROM v")).containsExactly("a|a");
    run("INSERT INTO t VALUES ('more')");
    assertThat(rows("SELECT * FROM m")).containsExactly("1");
    assertThat(rows("SELECT pg_get_viewdef('v'::regclass)"))
        .containsExactly("WITH c AS (SELECT v FROM a.t) SELECT c.v, t.v AS w FROM c, a.t;");
    run("SET search_path = public");
    run("CREATE VIEW over AS SELECT * FROM v");
    run("CREATE OR REPLACE VIEW over AS SELECT w FROM v");
    run("SET search_path = b");
    assertThat(rows("SELECT * FROM public.over")).containsExactly("a");
  }

  @Test
  void defaultsTakeTheSequenceTheyWereMadeWith() {
    run("SET search_path = a");
    run("CREATE SEQUENCE q START 100");
    run("CREATE TABLE d (id serial, n bigint DEFAULT nextval('q') + 1)");
    run("SET search_path = b");
    run("CREATE SEQUENCE q START 500");
    run("INSERT INTO a.d DEFAULT VALUES");
    run("ALTER SEQUENCE a.q RENAME TO p");
    run("INSERT INTO a.d DEFAULT VALUES");
    assertThat(rows("SELECT * FROM a.d")).containsExactly("1|101", "2|102");
    assertThat(error("CREATE TABLE e (n int DEFAULT nextval('nothing'))"))
        .isEqualTo("42P01 relation \"nothing\" does not exist");
  }

  @Test
  void theSystemsRelationsAreFoundFirstUnlessTheSettingNamesTheirSchema() {
    run("SET search_path = a");
    assertThat(rows("SELECT count(*) > 0 FROM pg_class")).containsExactly("t");
    run("CREATE TABLE a.pg_type (v text)");
    assertThat(rows("SELECT count(*) > 0 FROM pg_type")).containsExactly("t");
    run("SET search_path = a, pg_catalog");
    assertThat(rows("SELECT count(*) FROM pg_type")).containsExactly("0");
    assertThat(
            rows(
                "SELECT 'pg_type'::regclass, 'pg_class'::regclass, 'pg_catalog.pg_type'::regclass"))
        .containsExactly("pg_type|pg_class|pg_catalog.pg_type");
  }
}
