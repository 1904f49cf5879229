package dev.headrace.quality.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** psql of PostgreSQL. */
final class PsqlTest extends ServedDatabase {
  private static final List<String> UNALIGNED = List.of("-A", "-t", "-P", "null=NULL");

  @Override
  List<String> definitions() {
    return List.of(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)",
        "CREATE MATERIALIZED VIEW names AS SELECT count(*) AS n FROM t");
  }

  private ClientProgram.Run psql(String input, List<String> arguments) throws Exception {
    String psql = ClientProgram.require("psql", "apt-get install postgresql-client");
    List<String> command = new ArrayList<>(List.of(psql, "-X", "-d"));
    command.add("postgresql://ada@127.0.0.1:" + port() + "/d");
    command.addAll(arguments);
    return ClientProgram.run(Map.of("LC_ALL", "C.UTF-8"), input, command);
  }

  private ClientProgram.Run command(String sql) throws Exception {
    return psql("", List.of("-c", sql));
  }

  private List<String> script(String input) throws Exception {
    return psql(input, UNALIGNED).output().lines().toList();
  }

  @Test
  void aCommandPrintsItsResult() throws Exception {
    assertThat(command("INSERT INTO t VALUES (1, 'Zürich'), (2, NULL)"))
        .isEqualTo(new ClientProgram.Run(0, "INSERT 0 2\n"));
    assertThat(command("SELECT * FROM t ORDER BY id"))
        .isEqualTo(
            new ClientProgram.Run(
                0,
                """
                 id |  name \s
                ----+--------
                  1 | Zürich
                  2 |\s
                (2 rows)

                """));
  }

  @Test
  void anErrorIsShownAtItsPlace() throws Exception {
    assertThat(command("SELECT id, nmae FROM t"))
        .isEqualTo(
            new ClientProgram.Run(
                1,
                """
                ERROR:  column "nmae" does not exist
                LINE 1: SELECT id, nmae FROM t
                                   ^
                HINT:  Perhaps you meant to reference the column "t.name".
                """));
  }

  @Test
  void cursorsGiveRowsInPortions() throws Exception {
    assertThat(
            script(
                """
                BEGIN;
                DECLARE c CURSOR FOR SELECT generate_series(1, 5);
                FETCH 2 c;
                MOVE c;
                FETCH BACKWARD 2 c;
                COMMIT;
                """))
        .containsExactly("BEGIN", "DECLARE CURSOR", "1", "2", "MOVE 1", "2", "1", "COMMIT");
    // the first of an integer's bytes ends what psql takes for a text
    assertThat(script("DECLARE c BINARY CURSOR WITH HOLD FOR SELECT 1; FETCH c;"))
        .containsExactly("DECLARE CURSOR", "");
    // a command of several statements is a block
    assertThat(command("DECLARE c CURSOR FOR SELECT 1; FETCH c").output()).contains("(1 row)");
    assertThat(command("DECLARE c CURSOR FOR SELECT 1").output())
        .contains("DECLARE CURSOR can only be used in transaction blocks");
  }

  @Test
  void notificationsAreShown() throws Exception {
    assertThat(script("LISTEN a;\nBEGIN;\nNOTIFY a, 'x';\nNOTIFY a, 'x';\nCOMMIT;"))
        .last()
        .asString()
        .matches("Asynchronous notification \"a\" with payload \"x\" received .*");
  }

  /** As Ctrl-C does. */
  @Test
  void anInterruptCancelsWhatRuns() throws Exception {
    String psql = ClientProgram.require("psql", "apt-get install postgresql-client");
    String endless =
        "SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b"
            + " WHERE a.a + b.b < 0";
    ClientProgram.Run run =
        ClientProgram.run(
            Map.of("LC_ALL", "C.UTF-8"),
            "",
            List.of(
                "timeout",
                "--signal=INT",
                "2",
                psql,
                "-X",
                "-d",
                "postgresql://ada@127.0.0.1:" + port() + "/d",
                "-c",
                endless));
    assertThat(run.output()).contains("ERROR:  canceling statement due to user request");
    assertThat(script("SELECT 1;")).containsExactly("1");
  }

  @Test
  void severalStatementsOfOneCommandAreOneTransaction() throws Exception {
    ClientProgram.Run failed =
        command("INSERT INTO t VALUES (1, 'a'); INSERT INTO t VALUES (1, 'b')");
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.output())
        .contains("ERROR:  duplicate key value violates unique constraint \"t_pkey\"")
        .contains("DETAIL:  Key (id)=(1) already exists.");
    assertThat(script("SELECT * FROM t; SELECT * FROM names;")).containsExactly("0");
    assertThat(command("INSERT INTO t VALUES (1, 'a'); INSERT INTO t VALUES (2, 'b')").output())
        .isEqualTo("INSERT 0 1\nINSERT 0 1\n");
    assertThat(script("SELECT * FROM names;")).containsExactly("2");
  }

  @Test
  void aCommitInTheMiddleOfACommandStays() throws Exception {
    command("INSERT INTO t VALUES (1, 'a'); COMMIT; INSERT INTO t VALUES (2, 'b'); SELECT 1 / 0");
    assertThat(script("SELECT id FROM t;")).containsExactly("1");
  }

  @Test
  void aFileGoesOnAfterErrorsUnlessTold(@TempDir Path directory) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("load.sql"),
            """
            INSERT INTO t VALUES (1, 'a');
            INSERT INTO t VALUES (x, 'b');
            INSERT INTO t
              VALUES (3, 'c');
            """);
    ClientProgram.Run stopped =
        psql("", List.of("-v", "ON_ERROR_STOP=1", "-1", "-f", file.toString()));
    assertThat(stopped.exitCode()).isEqualTo(3);
    assertThat(stopped.output()).contains("load.sql:2: ERROR:  column \"x\" does not exist");
    assertThat(script("SELECT id FROM t ORDER BY id;")).isEmpty();

    ClientProgram.Run run = psql("", List.of("-f", file.toString()));
    assertThat(run.exitCode()).isZero();
    assertThat(script("SELECT id FROM t ORDER BY id;")).containsExactly("1", "3");
  }

  @Test
  void withoutAutocommitAStatementWaitsForItsCommit() throws Exception {
    assertThat(
            script(
                """
                \\set AUTOCOMMIT off
                INSERT INTO t VALUES (1, 'kept');
                COMMIT;
                INSERT INTO t VALUES (2, 'dropped');
                SELECT count(*) FROM t;
                SELECT n FROM names;
                ROLLBACK;
                SELECT name FROM t;
                """))
        .containsExactly("INSERT 0 1", "COMMIT", "INSERT 0 1", "2", "2", "ROLLBACK", "kept");
    assertThat(script("SELECT name FROM t;")).containsExactly("kept");
  }

  @Test
  void anErrorFailsTheBlock() throws Exception {
    assertThat(
            script(
                """
                BEGIN;
                INSERT INTO t VALUES (1, 'a');
                SELECT 1 / 0;
                SELECT 1;
                COMMIT;
                SELECT n FROM names;
                """))
        .containsExactly(
            "BEGIN",
            "INSERT 0 1",
            "ERROR:  division by zero",
            "ERROR:  current transaction is aborted, commands ignored until end of transaction"
                + " block",
            "ROLLBACK",
            "0");
  }

  @Test
  void copyBringsRowsAndTakesThemOut() throws Exception {
    assertThat(
            script(
                """
                COPY t FROM STDIN;
                1\ta
                2\t\\N
                \\.
                COPY t FROM STDIN;
                x\tb
                \\.
                COPY (SELECT * FROM t ORDER BY id) TO STDOUT WITH CSV;
                """))
        .containsExactly(
            "COPY 2",
            "ERROR:  invalid input syntax for type integer: \"x\"",
            "CONTEXT:  COPY t, line 1, column id: \"x\"",
            "1,a",
            "2,");
  }

  @Test
  void noticesAndParametersReachTheClient() throws Exception {
    assertThat(
            script(
                """
                DROP TABLE IF EXISTS nothing;
                SET application_name = 'loader';
                SHOW application_name;
                \\encoding
                """))
        .containsExactly(
            "NOTICE:  table \"nothing\" does not exist, skipping",
            "DROP TABLE",
            "SET",
            "loader",
            "UTF8");
  }

  @Test
  void tablesAreDescribed() throws Exception {
    assertThat(command("\\d t"))
        .isEqualTo(
            new ClientProgram.Run(
                0,
                """
                                 Table "public.t"
                 Column |  Type   | Collation | Nullable | Default\s
                --------+---------+-----------+----------+---------
                 id     | integer |           | not null |\s
                 name   | text    |           |          |\s
                Indexes:
                    "t_pkey" PRIMARY KEY, btree (id)

                """));
    assertThat(command("\\dm").output()).contains(" public | names | materialized view | ");
  }

  @Test
  void everyListCanBeShown() throws Exception {
    for (String list :
        List.of(
            "d",
            "d+",
            "d+ t",
            "d+ names",
            "dt",
            "dt+",
            "dv",
            "dm+",
            "di+",
            "ds",
            "dn+",
            "du+",
            "l+",
            "df",
            "dT+",
            "dp",
            "dx",
            "dE",
            "db",
            "dD",
            "dy",
            "dRp",
            "d t_pkey")) {
      assertThat(command("\\" + list).output()).as("\\%s", list).doesNotContain("ERROR:");
    }
  }

  @Test
  void schemasAndCommentsAreDescribed() throws Exception {
    assertThat(
            script(
                """
                CREATE SCHEMA s;
                CREATE TABLE s.t (id INTEGER PRIMARY KEY, name TEXT);
                CREATE VIEW s.v AS SELECT name FROM s.t;
                COMMENT ON SCHEMA s IS 'of s';
                COMMENT ON TABLE s.t IS 'a table';
                COMMENT ON COLUMN s.t.name IS 'a column';
                \\dn+ s
                \\dt s.*
                \\dt+ s.*
                \\d+ s.t
                SET search_path = s;
                \\dt
                \\d v
                CREATE TEMP TABLE tmp (a INTEGER);
                \\dt+ tmp
                """))
        .filteredOn(line -> !line.matches("[A-Z ]+"))
        .map(line -> line.replaceAll("pg_temp_\\d+", "pg_temp_N"))
        .containsExactly(
            "s|ada||of s",
            "s|t|table|ada",
            "s|t|table|ada|permanent|heap|0 bytes|a table",
            "id|integer||not null||plain|||",
            "name|text||||extended|||a column",
            "s|t|table|ada",
            "name|text|||",
            "pg_temp_N|tmp|table|ada|temporary|heap|192 bytes|");
  }
}
