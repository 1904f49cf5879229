package dev.headrace.quality.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headrace.check.migrate.Migrator;
import dev.headrace.check.migrate.RunOptions;
import dev.headrace.check.migrate.Status;
import dev.headrace.check.migrate.Target;
import dev.headrace.check.postgres.DatabaseUrl;
import dev.headrace.check.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What migrations do, whatever the database. Each test has an empty one. */
abstract class MigratorTestCase {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;
  final List<String> log = new ArrayList<>();

  abstract DatabaseUrl url();

  abstract Connection connect() throws SQLException;

  final Target target() {
    return new Target(url(), PATIENCE, PATIENCE, PATIENCE);
  }

  final Migrator migrator() {
    return new Migrator(target(), directory.toString(), log::add);
  }

  final int run() {
    return migrator().run(RunOptions.ALL);
  }

  final int runTo(String version) {
    return migrator().run(new RunOptions(Optional.of(version), false, false, false));
  }

  final void write(String name, String sql) throws IOException {
    Files.writeString(directory.resolve(name), sql);
  }

  final List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(String.valueOf(result.getString(1)));
      }
    }
    return rows;
  }

  final void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  final boolean exists(String relation) throws SQLException {
    return rows("SELECT to_regclass('" + relation + "')").getFirst().equals(relation);
  }

  /** {@code 1 applied, 2 pending}. */
  final String states() {
    return String.join(
        ", ",
        migrator().info().stream()
            .map(
                each ->
                    each.version() + " " + each.state().name().toLowerCase(java.util.Locale.ROOT))
            .toList());
  }

  final String failure(ThrowingCallable action) {
    SourceException failure = catchThrowableOfType(SourceException.class, action);
    assertThat(failure).as("fails").isNotNull();
    return failure.text().replace(directory + "/", "")
        + (failure.hint() == null ? "" : "\n" + failure.hint());
  }

  /** Took how long it takes. */
  final List<String> logged() {
    return log.stream().map(line -> line.replaceAll("\\(\\d+ ms\\)", "(ms)")).toList();
  }

  @Test
  void migrationsRunInTheOrderOfTheirNumbersOnce() throws Exception {
    write("V10__more_rows.sql", "INSERT INTO t VALUES (3);");
    write("V2__rows.sql", "INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)");
    write("V1__table.sql", "-- the first\nCREATE TABLE t (id INTEGER PRIMARY KEY);\n");
    write("V1__table.down.sql", "DROP TABLE t");
    assertThat(states()).isEqualTo("1 pending, 2 pending, 10 pending");
    assertThat(run()).isEqualTo(3);
    assertThat(rows("SELECT id FROM t ORDER BY id")).containsExactly("1", "2", "3");
    assertThat(states()).isEqualTo("1 applied, 2 applied, 10 applied");
    assertThat(run()).isZero();
    assertThat(logged())
        .containsExactly(
            "applied 1 table (ms)",
            "applied 2 rows (ms)",
            "applied 10 more rows (ms)",
            "nothing to apply");
    List<Status> all = migrator().info();
    assertThat(all.getFirst().installedAt().orElseThrow())
        .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
    assertThat(Status.table(all).getFirst()).startsWith("version  state");
    assertThat(Status.table(all).getLast()).startsWith("10       applied  20");
  }

  @Test
  void whatTheDatabaseSaysIsShownWithItsPlace() throws Exception {
    write("V1__table.sql", "CREATE TABLE t (id INTEGER);");
    write(
        "V2__again.sql",
        """
        -- somebody may have made it by hand
        CREATE TABLE IF NOT EXISTS t (id INTEGER);
        DROP TABLE IF EXISTS gone; INSERT INTO t VALUES (1);
        """);
    write(
        "V3__alone.sql",
        """
        -- headrace: no-transaction
        DROP TABLE IF EXISTS gone;
        """);
    run();
    assertThat(logged().stream().map(line -> line.replace(directory + "/", "")))
        .containsExactly(
            "applied 1 table (ms)",
            "V2__again.sql:2:1: NOTICE: relation \"t\" already exists, skipping",
            "V2__again.sql:3:1: NOTICE: table \"gone\" does not exist, skipping",
            "applied 2 again (ms)",
            "V3__alone.sql:2:1: NOTICE: table \"gone\" does not exist, skipping",
            "applied 3 alone (ms)");
  }

  @Test
  void whatWasSaidBeforeAFailureIsShownToo() throws Exception {
    write("V1__wrong.sql", "DROP TABLE IF EXISTS gone;\nSELECT 1 / 0;");
    assertThat(failure(this::run))
        .startsWith("migration V1__wrong.sql:2:1 fails: division by zero");
    assertThat(logged().getFirst())
        .endsWith("V1__wrong.sql:1:1: NOTICE: table \"gone\" does not exist, skipping");
  }

  @Test
  void severalMigratorsAtOnceRunEachMigrationOnce() throws Exception {
    write("V1__table.sql", "CREATE TABLE t (id INTEGER)");
    for (int i = 2; i < 8; i++) {
      write("V" + i + "__row.sql", "INSERT INTO t VALUES (" + i + ")");
    }
    int applied = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(
            threads.submit(
                () -> new Migrator(target(), directory.toString(), _ -> {}).run(RunOptions.ALL)));
      }
      for (Future<Integer> each : all) {
        applied += each.get();
      }
    }
    assertThat(applied).isEqualTo(7);
    assertThat(rows("SELECT id FROM t ORDER BY id")).containsExactly("2", "3", "4", "5", "6", "7");
  }

  @Test
  void aMigrationThatFailsLeavesNothingAndSaysWhere() throws Exception {
    write("V1__table.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY)");
    write(
        "V2__more.sql",
        """
        /* ; */ CREATE TABLE u (a TEXT DEFAULT ';');
        INSERT INTO u VALUES ('äöü 😀');
        INSERT INTO t
          SELECT 1 FROM nowhere;
        CREATE TABLE v (a TEXT);
        """);
    assertThat(failure(this::run))
        .isEqualTo(
            "migration V2__more.sql:4:17 fails: relation \"nowhere\" does not exist (42P01)");
    assertThat(exists("t")).isTrue();
    assertThat(exists("u")).isFalse();
    assertThat(states()).isEqualTo("1 applied, 2 pending");
    // of an error without a place the statement is told
    write("V2__more.sql", "\n  INSERT INTO t VALUES (1);\n  INSERT INTO t VALUES (1)");
    assertThat(failure(this::run))
        .startsWith("migration V2__more.sql:3:3 fails: duplicate key value violates unique")
        .contains("(23505)", "\n  Key (id)=(1) already exists.");
    write("V2__more.sql", "INSERT INTO t VALUES (1)");
    assertThat(run()).isEqualTo(1);
  }

  @Test
  void whatIsCheckedAtTheEndOfTheTransactionIsPartOfTheMigration() throws Exception {
    write(
        "V1__tables.sql",
        """
        CREATE TABLE a (id INTEGER PRIMARY KEY);
        CREATE TABLE b (a INTEGER REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED);
        INSERT INTO b VALUES (1);
        """);
    assertThat(failure(this::run))
        .startsWith("migration V1__tables.sql fails: insert or update on table \"b\"")
        .contains("(23503)");
    assertThat(exists("a")).isFalse();
    assertThat(states()).isEqualTo("1 pending");
  }

  @Test
  void aMigrationThatWasChangedStopsAllUntilItIsRepaired() throws Exception {
    write("V1__table.sql", "CREATE TABLE t (\n id INTEGER)");
    run();
    write("V1__table.sql", "CREATE TABLE t (\r\n id INTEGER)");
    assertThat(states()).as("line ends").isEqualTo("1 applied");
    write("V1__table.sql", "CREATE TABLE t (id BIGINT)");
    write("V2__table.sql", "CREATE TABLE u (id BIGINT)");
    assertThat(states()).isEqualTo("1 changed, 2 pending");
    assertThat(failure(this::run))
        .isEqualTo(
            """
            migrations changed after they were applied: 1 (V1__table.sql)
            Restore the files and write new migrations; or repair, if what they do is the same.\
            """);
    log.clear();
    migrator().repair();
    assertThat(log).containsExactly("recorded the checksum of 1");
    assertThat(run()).isEqualTo(1);
  }

  @Test
  void aMigrationWithoutFileStopsAllUnlessThatIsMeantSo() throws Exception {
    write("V1__table.sql", "CREATE TABLE t (id INTEGER)");
    write("V2__gone.sql", "CREATE TABLE u (id INTEGER)");
    run();
    Files.delete(directory.resolve("V2__gone.sql"));
    write("V3__more.sql", "CREATE TABLE v (id INTEGER)");
    assertThat(states()).isEqualTo("1 applied, 2 missing, 3 pending");
    assertThat(failure(this::run)).startsWith("migrations applied, but their files are missing: 2");
    assertThat(migrator().run(new RunOptions(Optional.empty(), false, false, true))).isEqualTo(1);
  }

  @Test
  void whatComesBeforeAnAppliedOneHasToBeAskedFor() throws Exception {
    write("V1__a.sql", "CREATE TABLE a (id INTEGER)");
    write("V3__c.sql", "CREATE TABLE c (id INTEGER)");
    run();
    write("V2__b.sql", "CREATE TABLE b (id INTEGER)");
    assertThat(failure(this::run))
        .startsWith("migration 2 is not applied, but 3 behind it is\nGive it a later version");
    assertThat(migrator().run(new RunOptions(Optional.empty(), false, true, false))).isEqualTo(1);
    assertThat(states()).isEqualTo("1 applied, 2 applied, 3 applied");
  }

  @Test
  void aTargetIsTheLastToRun() throws Exception {
    write("20260101_a.sql", "CREATE TABLE a (id INTEGER)");
    write("20260102_b.sql", "CREATE TABLE b (id INTEGER)");
    write("20260103_c.sql", "CREATE TABLE c (id INTEGER)");
    assertThat(runTo("20260102")).isEqualTo(2);
    assertThat(exists("c")).isFalse();
    assertThat(failure(() -> runTo("4")))
        .isEqualTo("there is no migration 4\nThere are 20260101, 20260102, 20260103.");
  }

  @Test
  void aDryRunShowsWhatWouldRunAndChangesNothing() throws Exception {
    write("V1__a.sql", "CREATE TABLE a (id INTEGER);\n");
    write("V1__a.down.sql", "DROP TABLE a");
    migrator().run(new RunOptions(Optional.empty(), true, false, false));
    assertThat(log).containsExactly("-- would apply 1 a", "CREATE TABLE a (id INTEGER);");
    assertThat(exists("a")).isFalse();
    assertThat(exists("headrace_migrations")).isFalse();
    run();
    log.clear();
    assertThat(migrator().revert(Optional.empty(), true)).isEqualTo(1);
    assertThat(log).containsExactly("-- would revert 1 a", "DROP TABLE a");
    assertThat(exists("a")).isTrue();
  }

  @Test
  void migrationsAreTakenBackTheLastOneFirst() throws Exception {
    for (String each : List.of("1 a", "2 b", "3 c", "4 d")) {
      String table = each.substring(2);
      String name = each.charAt(0) + "__" + table;
      write("V" + name + ".sql", "CREATE TABLE " + table + " (id INTEGER)");
      boolean flyway = table.equals("c");
      write(flyway ? "U3__gone.sql" : "V" + name + ".down.sql", "DROP TABLE " + table);
    }
    run();
    assertThat(migrator().revert(Optional.empty(), false)).isEqualTo(1);
    assertThat(exists("d")).isFalse();
    assertThat(migrator().revert(Optional.of("1"), false)).isEqualTo(2);
    assertThat(states()).isEqualTo("1 applied, 2 pending, 3 pending, 4 pending");
    assertThat(logged()).endsWith("reverted 4 d (ms)", "reverted 3 c (ms)", "reverted 2 b (ms)");
    write("V1__a.down.sql", "DROP TABLE a; DROP TABLE nowhere");
    assertThat(failure(() -> migrator().revert(Optional.of("0"), false)))
        .startsWith(
            "migration V1__a.down.sql:1:15 fails: table \"nowhere\" does not exist (42P01)");
    assertThat(exists("a")).as("a failing one changes nothing").isTrue();
    assertThat(states()).startsWith("1 applied");
    write("V1__a.down.sql", "DROP TABLE a");
    assertThat(migrator().revert(Optional.of("0"), false)).isEqualTo(1);
    assertThat(migrator().revert(Optional.empty(), false)).isZero();
    assertThat(run()).as("again").isEqualTo(4);
  }

  @Test
  void whatHasNoScriptToTakeItBackStays() throws Exception {
    write("V1__a.sql", "CREATE TABLE a (id INTEGER)");
    write("V2__b.sql", "CREATE TABLE b (id INTEGER)");
    write("V2__b.down.sql", "DROP TABLE b");
    run();
    assertThat(failure(() -> migrator().revert(Optional.of("0"), false)))
        .isEqualTo("nothing takes migration 1 back\nWrite V1__a.down.sql beside it.");
    assertThat(exists("b")).as("all or nothing").isTrue();
  }

  @Test
  void withoutATransactionAFailureIsRemembered() throws Exception {
    write(
        "V1__a.sql",
        """
        -- headrace: no-transaction
        CREATE TABLE a (id INTEGER);
        CREATE TABLE a (id INTEGER);
        """);
    write("V2__b.sql", "CREATE TABLE b (id INTEGER)");
    assertThat(failure(this::run))
        .isEqualTo("migration V1__a.sql:3:1 fails: relation \"a\" already exists (42P07)");
    assertThat(exists("a")).isTrue();
    assertThat(states()).isEqualTo("1 failed, 2 pending");
    assertThat(failure(this::run))
        .isEqualTo(
            """
            migrations failed half way: 1 (V1__a.sql)
            Bring the database into order by hand, then repair, which forgets them.\
            """);
    execute("DROP TABLE a");
    write("V1__a.sql", "CREATE TABLE a (id INTEGER)");
    log.clear();
    migrator().repair();
    assertThat(log).containsExactly("forgot 1, which had failed");
    assertThat(run()).isEqualTo(2);
    migrator().repair();
    assertThat(log).endsWith("nothing to repair");
  }

  @Test
  void aMigrationIsATransactionByItself() throws Exception {
    write("V1__a.sql", "CREATE TABLE a (id INTEGER);\nCOMMIT;");
    assertThat(failure(this::run))
        .isEqualTo(
            """
            migration V1__a.sql:2:1 has COMMIT, but each migration is a transaction already
            Leave it out; or begin the file with the line -- headrace: no-transaction.\
            """);
    write("V1__a.sql", "CREATE TABLE a (id INTEGER); COPY a FROM STDIN;");
    assertThat(failure(this::run)).startsWith("migration V1__a.sql:1:30 has COPY FROM STDIN");
    assertThat(exists("a")).isFalse();
    write(
        "V1__a.sql",
        """
        CREATE TABLE a (id INTEGER);
        SAVEPOINT s; INSERT INTO a VALUES (1); ROLLBACK TO SAVEPOINT s; INSERT INTO a VALUES (2);
        """);
    run();
    assertThat(rows("SELECT id FROM a")).containsExactly("2");
  }

  @Test
  void settingsEndWithTheirMigration() throws Exception {
    write("V1__a.sql", "CREATE SCHEMA s; SET search_path = s; CREATE TABLE a (id INTEGER)");
    write("V2__b.sql", "CREATE TABLE b (id INTEGER)");
    assertThat(run()).isEqualTo(2);
    assertThat(exists("s.a")).isTrue();
    assertThat(exists("b")).isTrue();
    assertThat(states()).isEqualTo("1 applied, 2 applied");
  }

  @Test
  void waitingForAnotherMigratorHasALimit() throws Exception {
    write("V1__a.sql", "CREATE TABLE a (id INTEGER)");
    try (Connection other = connect();
        Statement statement = other.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(" + 0x6864726d69677238L + ")");
      Target impatient = new Target(url(), PATIENCE, PATIENCE, Duration.ofSeconds(1));
      assertThat(
              failure(
                  () ->
                      new Migrator(impatient, directory.toString(), log::add).run(RunOptions.ALL)))
          .startsWith("another migration of this database takes longer than 1 s");
    }
    assertThat(log).containsExactly("waiting for another migration of this database");
    assertThat(run()).as("the other one's session has ended").isEqualTo(1);
  }
}
