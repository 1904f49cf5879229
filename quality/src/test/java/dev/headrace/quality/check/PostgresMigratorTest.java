package dev.headrace.quality.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.check.migrate.DatabaseAdmin;
import dev.headrace.check.migrate.Migrator;
import dev.headrace.check.migrate.RunOptions;
import dev.headrace.check.migrate.Target;
import dev.headrace.check.postgres.DatabaseUrl;
import dev.headrace.quality.sql.PostgresCluster;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Migrations of PostgreSQL 15, and what only it has. */
final class PostgresMigratorTest extends MigratorTestCase {
  @TempDir private static Path data;
  private static PostgresCluster cluster;
  private static int databases;

  @BeforeAll
  static void start() throws Exception {
    cluster = PostgresCluster.start(data);
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  @BeforeEach
  void createDatabase() {
    databases++;
    new DatabaseAdmin(target(), log::add).create();
    assertThat(log).containsExactly("created database it's " + databases);
    log.clear();
  }

  @Override
  DatabaseUrl url() {
    return DatabaseUrl.parse(
        "postgresql://test@127.0.0.1:" + cluster.port() + "/it's%20" + databases);
  }

  @Override
  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + cluster.port() + "/it's%20" + databases + "?user=test");
  }

  @Test
  void anIndexIsCreatedConcurrentlyWhereTheFileSaysSo() throws Exception {
    write("V1__table.sql", "CREATE TABLE t (id INTEGER)");
    write("V2__index.sql", "CREATE INDEX CONCURRENTLY i ON t (id);");
    assertThat(failure(this::run))
        .isEqualTo(
            """
            migration V2__index.sql:1:1 fails: CREATE INDEX CONCURRENTLY cannot run inside a transaction block (25001)
            Begin the file with the line -- headrace: no-transaction.""");
    write("V2__index.sql", "-- headrace: no-transaction\nCREATE INDEX CONCURRENTLY i ON t (id);");
    write(
        "V2__index.down.sql", "-- headrace: no-transaction\nDROP INDEX CONCURRENTLY IF EXISTS i;");
    run();
    assertThat(exists("i")).isTrue();
    migrator().revert(java.util.Optional.empty(), false);
    assertThat(exists("i")).isFalse();
  }

  @Test
  void semicolonsWithinStatementsDoNotEndThem() throws Exception {
    write(
        "V1__functions.sql",
        """
        CREATE FUNCTION one() RETURNS integer LANGUAGE plpgsql AS $$
        BEGIN
          RETURN 1; -- it's one
        END $$;
        CREATE FUNCTION two(a integer) RETURNS integer LANGUAGE sql
        BEGIN ATOMIC
          SELECT 1;
          SELECT CASE a WHEN 1 THEN 2 ELSE 3 END;
        END;
        CREATE TABLE t (begin integer, "a;b" text DEFAULT E'\\';');
        CREATE RULE r AS ON DELETE TO t DO ALSO (SELECT 1; SELECT 2);
        INSERT INTO t VALUES (one() + two(1));
        """);
    run();
    assertThat(rows("SELECT begin FROM t")).containsExactly("3");
  }

  @Test
  void databasesAreCreatedDroppedAndReset() throws Exception {
    DatabaseAdmin admin = new DatabaseAdmin(target(), log::add);
    String name = "it's " + databases;
    admin.create();
    write("V1__t.sql", "CREATE TABLE t (id INTEGER)");
    run();
    execute("INSERT INTO t VALUES (1)");
    admin.reset(false, directory.toString());
    assertThat(rows("SELECT count(*) FROM t")).containsExactly("0");
    try (Connection open = connect()) {
      assertThat(failure(() -> admin.drop(false)))
          .contains("database \"" + name + "\" is being accessed by other users (55006)");
      admin.drop(true);
      assertThat(open.isValid(60)).isFalse();
    }
    admin.drop(false);
    assertThat(logged())
        .containsExactly(
            "database " + name + " is there already",
            "applied 1 t (ms)",
            "dropped database " + name,
            "created database " + name,
            "applied 1 t (ms)",
            "dropped database " + name,
            "database " + name + " is not there");
    assertThat(failure(this::run)).contains("database \"" + name + "\" does not exist (3D000)");
    write("V1__other.sql", "SELECT 1");
    assertThat(failure(() -> admin.reset(true, directory.toString())))
        .startsWith("two migrations have version 1: ");
  }

  @Test
  void aStatementHasALimit() throws Exception {
    write("V1__slow.sql", "CREATE TABLE t (id INTEGER);\nSELECT pg_sleep(100)");
    Duration minute = Duration.ofSeconds(60);
    Target impatient = new Target(url(), minute, Duration.ofMillis(300), minute);
    Migrator migrator = new Migrator(impatient, directory.toString(), log::add);
    assertThat(failure(() -> migrator.run(RunOptions.ALL)))
        .isEqualTo(
            "migration V1__slow.sql:2:1 fails: canceling statement due to statement timeout (57014)");
    assertThat(exists("t")).isFalse();
  }

  @Test
  void aServerThatNeverAnswersIsGivenUp() throws Exception {
    write("V1__t.sql", "CREATE TABLE t (id INTEGER)");
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      DatabaseUrl url =
          DatabaseUrl.parse("postgresql://ada@127.0.0.1:" + silent.getLocalPort() + "/d");
      Duration second = Duration.ofSeconds(1);
      Migrator migrator =
          new Migrator(new Target(url, second, second, second), directory.toString(), log::add);
      assertThat(failure(migrator::info))
          .isEqualTo(
              "cannot use the database at "
                  + url.place()
                  + ": no answer within 1 s\nStart the database, or correct its URL.");
    }
  }
}
