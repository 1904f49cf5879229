package dev.headrace.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.sql.Statement.CreateTable;
import dev.headrace.sql.Statement.CreateView;
import dev.headrace.sql.Statement.Drop;
import dev.headrace.sql.Statement.Explain;
import dev.headrace.sql.Statement.Isolation;
import dev.headrace.sql.Statement.TransactionModes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements as they are parsed. */
final class StatementsTest {
  private static Statement parse(String sql) {
    List<ParsedStatement> statements = SqlParser.parse(sql);
    assertThat(statements).hasSize(1);
    return statements.getFirst().statement();
  }

  @Test
  void textsHoldManyStatementsAndTellWhereEachIs() {
    List<ParsedStatement> parsed =
        SqlParser.parse(";; SELECT 1 ;\n -- c\n DROP TABLE t; /* d */ ;");
    assertThat(parsed)
        .extracting(ParsedStatement::text)
        .containsExactly("SELECT 1", "DROP TABLE t");
    assertThat(parsed).extracting(ParsedStatement::offset).containsExactly(3, 21);
    assertThat(SqlParser.parse(" -- nothing\n ; ")).isEmpty();
  }

  @Test
  void tablesHaveColumnsConstraintsAndOptions() {
    CreateTable table =
        (CreateTable)
            parse(
                """
                CREATE TABLE IF NOT EXISTS public.orders (
                  id bigint PRIMARY KEY, Name varchar(20) NOT NULL DEFAULT 'x' || 'y',
                  price numeric(10,2) CHECK (price > 0), "Date" date, at timestamp with time zone,
                  d double precision, tags text[], u character varying(3) UNIQUE,
                  CONSTRAINT positive CHECK (id > 0), UNIQUE (price, "Date")
                ) WITH (connector = 'file', 'csv.header' = true, rate = -1.5)\
                """);
    assertThat(table.name()).isEqualTo("public.orders");
    assertThat(table.ifNotExists()).isTrue();
    assertThat(table.source()).isFalse();
    assertThat(table.columns())
        .extracting(ColumnDefinition::name)
        .containsExactly("id", "name", "price", "Date", "at", "d", "tags", "u");
    assertThat(table.columns())
        .extracting(column -> column.type().type())
        .containsExactly(
            SqlType.BIGINT,
            SqlType.varchar(20),
            SqlType.numeric(10, 2),
            SqlType.DATE,
            SqlType.TIMESTAMPTZ,
            SqlType.DOUBLE,
            SqlType.array(SqlType.TEXT),
            SqlType.varchar(3));
    assertThat(table.columns().get(0).primaryKey()).isTrue();
    assertThat(table.columns().get(0).notNull()).isTrue();
    assertThat(table.columns().get(1).defaultValue().orElseThrow().text()).isEqualTo("'x' || 'y'");
    assertThat(table.columns().get(2).check().orElseThrow().text()).isEqualTo("price > 0");
    assertThat(table.constraints())
        .last()
        .isEqualTo(
            new TableConstraint.Unique(
                Optional.empty(), List.of("price", "Date"), true, Deferral.NONE));
    assertThat(table.options())
        .containsExactly(
            Map.entry("connector", "file"),
            Map.entry("csv.header", "true"),
            Map.entry("rate", "-1.5"));
  }

  @Test
  void sourcesMayLeaveTheirColumnsOpen() {
    CreateTable source = (CreateTable) parse("CREATE SOURCE s WITH (connector = 'file')");
    assertThat(source.source()).isTrue();
    assertThat(source.columns()).isEmpty();
  }

  @Test
  void foreignTablesAreSources() {
    CreateTable source =
        (CreateTable)
            parse(
                "CREATE FOREIGN TABLE s (a int) SERVER generator"
                    + " OPTIONS (\"columns.a\" 'sequence', rows '10')");
    assertThat(source.source()).isTrue();
    assertThat(source.options())
        .containsExactly(
            Map.entry("connector", "generator"),
            Map.entry("columns.a", "sequence"),
            Map.entry("rows", "10"));
    assertThat(((Drop) parse("DROP FOREIGN TABLE IF EXISTS s")).kind()).isEqualTo(Drop.Kind.SOURCE);
  }

  @Test
  void viewsKeepTheTextOfTheirQuery() {
    CreateView view =
        (CreateView) parse("CREATE MATERIALIZED VIEW v (a, b) AS SELECT 1,  2 -- end\n;");
    assertThat(view.materialized()).isTrue();
    assertThat(view.columnNames()).containsExactly("a", "b");
    assertThat(view.queryText()).isEqualTo("SELECT 1,  2");
    assertThat(((CreateView) parse("CREATE OR REPLACE VIEW v AS TABLE t")).orReplace()).isTrue();
  }

  @Test
  void sessionStatements() {
    assertThat(parse("SET x = 1")).isEqualTo(new Statement.SetParameter("x", "1", false));
    assertThat(parse("SET LOCAL a.b TO 'c', d"))
        .isEqualTo(new Statement.SetParameter("a.b", "c, d", true));
    assertThat(parse("SET SESSION compilation = off"))
        .isEqualTo(new Statement.SetParameter("compilation", "off", false));
    assertThat(parse("SET extra_float_digits = DEFAULT"))
        .isEqualTo(new Statement.SetParameter("extra_float_digits", null, false));
    assertThat(parse("SET TIME ZONE 'UTC'"))
        .isEqualTo(new Statement.SetParameter("timezone", "UTC", false));
    assertThat(parse("SET NAMES 'utf8'"))
        .isEqualTo(new Statement.SetParameter("client_encoding", "utf8", false));
    assertThat(parse("SHOW ALL")).isEqualTo(new Statement.ShowParameter("all"));
    assertThat(parse("SHOW TRANSACTION ISOLATION LEVEL"))
        .isEqualTo(new Statement.ShowParameter("transaction_isolation"));
    assertThat(parse("RESET ALL")).isEqualTo(new Statement.ResetParameter("all"));
    assertThat(parse("BACKUP TO '/var/it''s'")).isEqualTo(new Statement.Backup("/var/it's"));
    assertThat(parse("APPLY PROGRAM 'TABLE t'"))
        .isEqualTo(
            new Statement.ApplyProgram("TABLE t", new SqlException.Position(1, 16, 16), false));
    // written with other characters
    assertThat(parse("apply program 'VALUES (''x'')' dry run"))
        .isEqualTo(new Statement.ApplyProgram("VALUES ('x')", null, true));
    assertThat(parse("DISCARD ALL")).isEqualTo(new Statement.Discard("all"));
    assertThat(parse("DEALLOCATE ALL")).isEqualTo(new Statement.Deallocate(Optional.empty()));
    assertThat(parse("DEALLOCATE PREPARE p")).isEqualTo(new Statement.Deallocate(Optional.of("p")));
  }

  @Test
  void transactionStatements() {
    assertThat(parse("BEGIN")).isEqualTo(new Statement.Begin(TransactionModes.NONE, false));
    assertThat(parse("START TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        .isEqualTo(
            new Statement.Begin(
                new TransactionModes(
                    Optional.of(Isolation.REPEATABLE_READ), Optional.of(true), Optional.empty()),
                true));
    assertThat(parse("BEGIN WORK ISOLATION LEVEL SERIALIZABLE READ WRITE NOT DEFERRABLE"))
        .isEqualTo(
            new Statement.Begin(
                new TransactionModes(
                    Optional.of(Isolation.SERIALIZABLE), Optional.of(false), Optional.of(false)),
                false));
    assertThat(parse("END")).isEqualTo(new Statement.Commit(false));
    assertThat(parse("COMMIT TRANSACTION")).isEqualTo(new Statement.Commit(false));
    assertThat(parse("COMMIT WORK AND CHAIN")).isEqualTo(new Statement.Commit(true));
    assertThat(parse("ROLLBACK AND CHAIN")).isEqualTo(new Statement.Rollback(true));
    assertThat(parse("ROLLBACK AND NO CHAIN")).isEqualTo(new Statement.Rollback(false));
    assertThat(parse("ABORT")).isEqualTo(new Statement.Rollback(false));
    assertThat(parse("ROLLBACK TO SAVEPOINT s")).isEqualTo(new Statement.RollbackTo("s"));
    assertThat(parse("SAVEPOINT s")).isEqualTo(new Statement.Savepoint("s"));
    assertThat(parse("RELEASE s")).isEqualTo(new Statement.ReleaseSavepoint("s"));
    assertThat(parse("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"))
        .isEqualTo(
            new Statement.SetTransaction(
                new TransactionModes(Optional.empty(), Optional.of(true), Optional.empty()), true));
  }

  @Test
  void explainHasOptionsAndATarget() {
    Explain explain = (Explain) parse("EXPLAIN (CIRCUIT, ANALYZE off) SELECT 1");
    assertThat(explain.has("circuit")).isTrue();
    assertThat(explain.has("analyze")).isFalse();
    assertThat(explain.target().text()).isEqualTo("SELECT 1");
    assertThat(((Explain) parse("EXPLAIN ANALYZE VERBOSE (SELECT 1)")).has("verbose")).isTrue();
    assertThat(((Explain) parse("EXPLAIN (SELECT 1)")).options()).isEmpty();
  }

  @Test
  void dropsNameTheirKind() {
    assertThat(parse("DROP MATERIALIZED VIEW IF EXISTS a, b.c CASCADE"))
        .isEqualTo(new Drop(Drop.Kind.MATERIALIZED_VIEW, true, List.of("a", "b.c"), true));
    assertThat(parse("TRUNCATE TABLE a, b"))
        .isEqualTo(new Statement.Truncate(List.of("a", "b"), false, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SUBSCRIBE v",
        "SUBSCRIBE TO (SELECT a FROM t)",
        "SUBSCRIBE SELECT a FROM t",
        "CREATE SINK s FROM v WITH (connector = 'file', path = 'x.csv')",
        "CREATE SINK s AS SELECT 1 WITH (connector = 'file')",
        "CREATE TABLE x AS SELECT 1",
        "CREATE TABLE x (a, b) AS VALUES (1, 2)",
        "PREPARE p (int, text) AS SELECT $1, $2",
        "EXECUTE p (1, 'x')",
        "INSERT INTO t (a) (SELECT 1)",
        "INSERT INTO t DEFAULT VALUES",
        "UPDATE t AS q SET a = DEFAULT, (b, c) = (1, 2) FROM u WHERE q.id = u.id",
        "DELETE FROM t USING u WHERE t.id = u.id",
        "WITH c AS (SELECT 1) SELECT * FROM c ORDER BY 1 LIMIT $1 OFFSET $2",
        "SELECT a FROM t FETCH FIRST ROW ONLY",
        "SELECT E'\\n', 'it''s', U&'\\0041', 'a'\n'b'",
        "SELECT interval '1' year, interval '1-2' year to month, interval '1 day 2:00'",
        "SELECT a -> 'x' ->> 'y', a @> b, a::int[], b[1] FROM t",
        "SELECT value, date, time, rank, key, result, year, state FROM flights",
        "SELECT 1 AS select_, 2 AS value, 3 year, 4 AS \"select\"",
        "SELECT * FROM t NATURAL JOIN u CROSS JOIN w LEFT OUTER JOIN v ON true",
        "SELECT a FROM t WHERE a BETWEEN SYMMETRIC 1 AND 2 AND s NOT ILIKE 'x' ESCAPE '!'",
        "((SELECT 1) UNION ALL (SELECT 2)) INTERSECT SELECT 3",
        "INSERT INTO t VALUES (1) ON CONFLICT (id, lower(s)) WHERE a > 0 DO NOTHING RETURNING *, a"
            + " AS b",
        "INSERT INTO t AS q VALUES (1) ON CONFLICT ON CONSTRAINT t_pkey DO UPDATE SET a ="
            + " excluded.a, (b, c) = (SELECT 1, 2) WHERE q.a < 5",
        "INSERT INTO t (a) OVERRIDING SYSTEM VALUE VALUES (DEFAULT)",
        "UPDATE t SET (a, b) = (SELECT 1, 2), (c, d) = ROW(1, DEFAULT), s = DEFAULT RETURNING t.*",
        "WITH x AS (SELECT 1 AS id) UPDATE t SET a = 1 FROM x WHERE x.id = t.id",
        "WITH x AS (SELECT 1 AS id) INSERT INTO t SELECT * FROM x",
        "MERGE INTO t AS a USING (SELECT * FROM u) AS b ON a.id = b.tid WHEN MATCHED AND b.x > 1"
            + " THEN UPDATE SET a = b.x WHEN MATCHED THEN DELETE WHEN NOT MATCHED AND b.x = 2 THEN"
            + " DO NOTHING WHEN NOT MATCHED THEN INSERT (id, a) VALUES (b.tid, DEFAULT)",
        "CREATE TABLE x (a serial, b bigint GENERATED BY DEFAULT AS IDENTITY (START 5 INCREMENT BY"
            + " 2 NO MAXVALUE CACHE 10), c int GENERATED ALWAYS AS (a + 1) STORED, d int CONSTRAINT"
            + " dd REFERENCES y (z) MATCH FULL ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE"
            + " INITIALLY DEFERRED, CONSTRAINT uu UNIQUE NULLS NOT DISTINCT (a, d), LIKE y"
            + " INCLUDING ALL EXCLUDING INDEXES) WITH (fillfactor = 70)",
        "CREATE TEMPORARY TABLE x (a int) ON COMMIT DELETE ROWS",
        "CREATE TEMP TABLE x ON COMMIT DROP AS SELECT 1 WITH NO DATA",
        "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON s.t USING btree (a DESC NULLS LAST,"
            + " lower(s) text_pattern_ops, (a + b)) INCLUDE (c) WHERE a > 0",
        "CREATE INDEX ON t (a)",
        "ALTER TABLE IF EXISTS ONLY s.t ADD COLUMN IF NOT EXISTS z int NOT NULL DEFAULT 1 CHECK (z"
            + " > 0), DROP a CASCADE, ALTER b TYPE bigint USING b::bigint, ALTER COLUMN c SET"
            + " DEFAULT 5, ALTER c DROP NOT NULL, ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u NOT"
            + " VALID, DROP CONSTRAINT IF EXISTS k RESTRICT, VALIDATE CONSTRAINT f, ALTER d ADD"
            + " GENERATED ALWAYS AS IDENTITY, ALTER e SET GENERATED BY DEFAULT SET INCREMENT 5"
            + " RESTART WITH 7",
        "ALTER TABLE t RENAME COLUMN a TO z",
        "ALTER TABLE t RENAME CONSTRAINT a TO z",
        "ALTER MATERIALIZED VIEW v RENAME TO w",
        "ALTER SEQUENCE IF EXISTS s INCREMENT BY -1 NO MINVALUE RESTART OWNED BY t.a",
        "ALTER TABLE t SET SCHEMA other",
        "ALTER TABLE t OWNER TO CURRENT_USER",
        "CREATE SEQUENCE IF NOT EXISTS s AS smallint START WITH -3 MINVALUE -10 MAXVALUE 10 CYCLE",
        "CREATE SCHEMA IF NOT EXISTS s AUTHORIZATION me",
        "COMMENT ON COLUMN s.t.a IS 'it''s'",
        "COMMENT ON CONSTRAINT k ON t IS NULL",
        "COPY s.t (a, b) FROM STDIN WITH (FORMAT csv, HEADER true, DELIMITER E'\\t', NULL '',"
            + " FORCE_NULL (a))",
        "COPY t FROM '/x.csv' DELIMITER ',' CSV HEADER QUOTE AS '\"' WHERE a > 1",
        "COPY (SELECT * FROM t WHERE a > 0 ORDER BY 1) TO STDOUT WITH BINARY",
        "COPY (DELETE FROM t RETURNING *) TO STDOUT",
        "COPY BINARY t TO STDOUT",
        "DECLARE c BINARY NO SCROLL CURSOR WITH HOLD FOR SELECT 1",
        "FETCH c",
        "FETCH FORWARD 10 FROM c",
        "FETCH ALL IN c",
        "MOVE BACKWARD ALL FROM c",
        "FETCH ABSOLUTE -1 c",
        "CLOSE ALL",
        "LISTEN x",
        "UNLISTEN *",
        "NOTIFY x, 'payload'",
        "LOCK TABLE t, u IN SHARE ROW EXCLUSIVE MODE NOWAIT",
        "SELECT a FROM t ORDER BY a LIMIT 1 FOR NO KEY UPDATE OF t SKIP LOCKED FOR SHARE NOWAIT",
        "VACUUM (FULL, ANALYZE) t (a), u",
        "VACUUM FULL",
        "ANALYZE VERBOSE t",
        "REINDEX TABLE CONCURRENTLY t",
        "SET CONSTRAINTS ALL DEFERRED",
        "CREATE ROLE r WITH LOGIN PASSWORD 'x' VALID UNTIL '2030-01-01' CONNECTION LIMIT 5 IN ROLE"
            + " a, b",
        "ALTER USER r NOSUPERUSER PASSWORD NULL",
        "DROP USER IF EXISTS r, q",
        "GRANT SELECT, UPDATE ON ALL TABLES IN SCHEMA public TO a, PUBLIC WITH GRANT OPTION",
        "REVOKE GRANT OPTION FOR ALL PRIVILEGES ON SEQUENCE s FROM a CASCADE",
        "GRANT admin TO bob WITH ADMIN OPTION",
        "REFRESH MATERIALIZED VIEW CONCURRENTLY v WITH DATA",
        "DROP INDEX CONCURRENTLY IF EXISTS i",
        "TRUNCATE TABLE ONLY t, u RESTART IDENTITY CASCADE"
      })
  void otherStatementsParse(String sql) {
    assertThat(parse(sql)).isNotNull();
  }

  @Test
  void operatorsAssociateAsInPostgres() {
    assertThat(planned("SELECT 'a' || 1 + 2")).isEqualTo("'a3'");
    assertThat(planned("SELECT 2 + 3 * 4 - 1")).isEqualTo("13");
    assertThat(planned("SELECT 10 - 2 - 3")).isEqualTo("5");
    assertThat(planned("SELECT -2::text")).isEqualTo("no operator");
    assertThat(planned("SELECT NOT 1 = 2 AND false OR true")).isEqualTo("TRUE");
    assertThat(planned("SELECT 1 = 1 IS NOT NULL")).isEqualTo("TRUE");
  }

  private static String planned(String sql) {
    ParsedQuery query = ((Statement.Select) parse(sql)).query();
    try {
      dev.headrace.ir.Rel rel = new Planner(TestCatalog.standard()).query(query, List.of()).rel();
      dev.headrace.ir.Expr value = ((dev.headrace.ir.Rel.Values) rel).rows().getFirst().getFirst();
      return dev.headrace.ir.Explain.explain(
          dev.headrace.ir.ConstantFolding.fold(value), List.of());
    } catch (SqlException e) {
      return e.sqlState().equals("42883") ? "no operator" : e.sqlState();
    }
  }

  @Test
  void largeTextsParseInSeconds() {
    StringBuilder sql = new StringBuilder("INSERT INTO t (a) VALUES (1)");
    while (sql.length() < 1_000_000) {
      sql.append(",(123456)");
    }
    long start = System.nanoTime();
    assertThat(parse(sql.toString())).isInstanceOf(Statement.Insert.class);
    assertThat(System.nanoTime() - start).isLessThan(30_000_000_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "- ", "NOT ", "CASE WHEN ", "abs(", "(SELECT ", "1 + (", "1 + "})
  void deepNestingIsRefusedNotSuffered(String part) {
    String sql = "SELECT " + part.repeat(200_000) + "1";
    assertThatThrownBy(
            () -> {
              ParsedQuery query = ((Statement.Select) parse(sql)).query();
              new Planner(TestCatalog.standard()).query(query, List.of());
            })
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.sqlState()).isEqualTo("54001"));
  }
}
