package dev.headrace.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** psql of PostgreSQL. */
final class PsqlTest extends ServerTestBase {
  private ClientProgram.Run psql(String input, String... arguments) throws Exception {
    String psql = ClientProgram.require("psql", "apt-get install postgresql-client");
    String[] all = new String[arguments.length + 3];
    all[0] = "-X";
    all[1] = "-d";
    all[2] = "postgresql://ada@127.0.0.1:" + server.port() + "/d";
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return ClientProgram.run(Map.of(), input, ClientProgram.command(psql, all));
  }

  @Test
  void aCommandPrintsItsResult() throws Exception {
    assertThat(psql("", "-c", "SERIES 2"))
        .isEqualTo(
            new ClientProgram.Run(
                0,
                """
                 i |   t  \s
                ---+-------
                 1 | row 1
                 2 | row 2
                (2 rows)

                """));
  }

  @Test
  void aScriptRunsAndGoesOnAfterErrors() throws Exception {
    ClientProgram.Run run =
        psql(
            """
            SELECT 1, 'two';
            BEGIN;
            INSERT a;
            COMMIT;
            FAIL;
            NOTIFY;
            CRASH;
            SERIES 7;
            """,
            "-A",
            "-t",
            "-P",
            "null=NULL");
    assertThat(run.exitCode()).isZero();
    assertThat(run.output().lines().toList())
        .containsSequence("1|two", "BEGIN", "INSERT 0 1", "COMMIT")
        .containsSequence(
            "ERROR:  column \"dely\" does not exist",
            "LINE 1: FAIL;",
            "             ^",
            "DETAIL:  There is no such column in any table.",
            "HINT:  Perhaps you meant \"delay\".")
        .containsSequence(
            "NOTICE:  a notice", "DETAIL:  with detail", "HINT:  and a hint", "NOTIFY")
        .anyMatch(line -> line.startsWith("ERROR:  internal error"))
        .containsSequence("6|row 6", "7|NULL");
    assertThat(backend.committed).containsExactly("a");
  }

  @Test
  void severalStatementsOfOneCommandAreOneTransaction() throws Exception {
    assertThat(psql("", "-c", "INSERT a; INSERT b; FAIL").exitCode()).isEqualTo(1);
    assertThat(backend.committed).isEmpty();
    assertThat(psql("", "-c", "INSERT a; INSERT b").output()).contains("INSERT 0 1\nINSERT 0 1");
    assertThat(backend.committed).containsExactly("a", "b");
  }

  @Test
  void conninfoShowsTheConnection() throws Exception {
    assertThat(psql("\\conninfo\n").output())
        .contains("You are connected to database \"d\" as user \"ada\"");
    assertThat(psql("\\encoding\n").output()).isEqualTo("UTF8\n");
  }

  @Test
  void aRefusedConnectionSaysWhy() throws Exception {
    String psql = ClientProgram.require("psql", "apt-get install postgresql-client");
    ClientProgram.Run run =
        ClientProgram.run(
            Map.of(),
            "",
            psql,
            "-X",
            "-d",
            "postgresql://ada@127.0.0.1:" + server.port() + "/nowhere");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.output()).contains("FATAL:  database \"nowhere\" does not exist");
  }

  @Test
  void encryptionThatTheClientInsistsOnIsRefused() throws Exception {
    String psql = ClientProgram.require("psql", "apt-get install postgresql-client");
    ClientProgram.Run run =
        ClientProgram.run(
            Map.of("PGSSLMODE", "require"),
            "",
            psql,
            "-X",
            "-d",
            "postgresql://ada@127.0.0.1:" + server.port() + "/d");
    assertThat(run.output()).contains("server does not support SSL, but SSL was required");
  }
}
