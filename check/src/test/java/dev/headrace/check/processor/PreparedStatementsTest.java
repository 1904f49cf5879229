package dev.headrace.check.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds without migrations, from files that an earlier build saved, and without a database. */
final class PreparedStatementsTest {
  private static final String SELECT = "SELECT id, name FROM customers WHERE name = :name";
  private static final String PREPARE =
      "\n    Build once with -Aheadrace.save=true and the migrations or a database, and commit the"
          + " files in ";

  @TempDir Path directory;
  private Path prepared;
  private Path schema;

  @BeforeEach
  void writeSchema() throws IOException {
    prepared = directory.resolve(".headrace");
    schema = directory.resolve("schema.sql");
    Files.writeString(schema, "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT)");
  }

  private List<String> messages(String sql, String... options) {
    String source =
        """
        import dev.headrace.check.*;
        import java.util.List;
        import org.jspecify.annotations.Nullable;
        interface A {
          record Row(int id, @Nullable String name) {}
          @Query("%s")
          List<Row> rows(String name);
        }
        """
            .formatted(sql);
    List<String> all = new ArrayList<>(List.of(options));
    all.add("-Aheadrace.directory=" + prepared);
    return new Compilation(directory, "A.java", source, all).messages();
  }

  private void prepare(String sql) {
    assertThat(messages(sql, "-Aheadrace.migrations=" + schema, "-Aheadrace.save=true")).isEmpty();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(prepared)) {
      return files.toList();
    }
  }

  private String hint() {
    return PREPARE + prepared + ".";
  }

  @Test
  void whatIsPreparedNeedsNoSchema() throws IOException {
    prepare(SELECT);
    assertThat(files()).hasSize(1);
    assertThat(Files.readString(files().getFirst()))
        .matches(
            """
            headrace 2
            schema m[0-9a-f]{12}
            kind SELECT
            parameter text ruled out
            column "id" integer not null is "customers.id"
            column "name" text not null is "customers.name"
            sql
            \\QSELECT id, name FROM customers WHERE name = $1\\E
            """);
    Files.delete(schema);
    assertThat(messages(SELECT)).isEmpty();
    assertThat(directory.resolve("AJdbc.class")).exists();
    assertThat(messages(SELECT.replace(" FROM", "   from"))).isEmpty();
  }

  @Test
  void preparingAgainChangesNothing() throws IOException {
    prepare(SELECT);
    Path file = files().getFirst();
    Instant written = Files.getLastModifiedTime(file).toInstant();
    prepare(SELECT);
    assertThat(files()).containsExactly(file);
    assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(written);
  }

  @Test
  void whatIsNotPreparedIsAnErrorAtTheStatement() {
    prepare(SELECT);
    assertThat(messages(SELECT + " AND id > 0"))
        .containsExactly(
            """
            line 6: error: the statement is not prepared
                at A.java:6:11
                  @Query("SELECT id, name FROM customers WHERE name = :name AND id > 0")
                          ^\
            """
                + hint());
  }

  @Test
  void withoutAnyFilesOneErrorIsEnough() {
    assertThat(messages(SELECT))
        .containsExactly("line 6: error: no statement is prepared in " + prepared + hint());
  }

  @Test
  void migrationsThatChangedMakeItStale() throws IOException {
    prepare(SELECT);
    String[] offline = {"-Aheadrace.migrations=" + schema, "-Aheadrace.source=offline"};
    Files.writeString(
        schema, "create table customers -- the same\n(id integer primary key, name text);");
    assertThat(messages(SELECT, offline)).isEmpty();
    Files.writeString(
        schema, "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, age INTEGER)");
    assertThat(messages(SELECT, offline))
        .singleElement()
        .asString()
        .startsWith(
            "line 6: error: the statement is prepared for another schema: migrations have changed"
                + " since\n");
    prepare(SELECT);
    assertThat(files()).hasSize(1);
    assertThat(messages(SELECT, offline)).isEmpty();
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    prepare(SELECT);
    Files.writeString(files().getFirst(), "<<<<<<< HEAD");
    assertThat(messages(SELECT))
        .containsExactly(
            "line 6: error: "
                + files().getFirst()
                + " is damaged: it does not begin with \"headrace 2\"\n"
                + "    Delete it and prepare the statements again.");
  }

  @Test
  void whatAnEarlierVersionPreparedIsPreparedAgain() throws IOException {
    prepare(SELECT);
    Path file = files().getFirst();
    String text = Files.readString(file);
    Files.writeString(file, text.replace("headrace 2", "headrace 1"));
    assertThat(messages(SELECT))
        .containsExactly(
            """
            line 6: error: the statement is prepared by an earlier version, which does not say enough
                at A.java:6:11
                  @Query("SELECT id, name FROM customers WHERE name = :name")
                          ^\
            """
                + hint());
    prepare(SELECT);
    assertThat(files()).containsExactly(file);
    assertThat(Files.readString(file)).isEqualTo(text);
  }

  @Test
  void constraintsArePreparedToo() throws IOException {
    String source =
        """
        import dev.headrace.check.*;
        interface A {
          class Known extends RuntimeException {
            Known(Throwable cause) {
              super(cause);
            }
          }
          @OnConstraint(value = "customers_pke", throwing = Known.class)
          @Update("INSERT INTO customers VALUES (:id)")
          void add(int id);
        }
        """;
    List<String> wrong =
        new Compilation(
                directory,
                "A.java",
                source,
                List.of(
                    "-Aheadrace.migrations=" + schema,
                    "-Aheadrace.save=true",
                    "-Aheadrace.directory=" + prepared))
            .messages();
    assertThat(wrong)
        .containsExactly(
            """
            line 8: error: the statement cannot violate a constraint "customers_pke"
                at A.java:8:26
                  @OnConstraint(value = "customers_pke", throwing = Known.class)
                                         ^
                Perhaps you meant "customers_pkey". It can violate customers_pkey (PRIMARY KEY of customers).\
            """);
    assertThat(Files.readString(files().getFirst()))
        .contains(
            "changes \"customers\" INSERT\n"
                + "constraint \"customers_pkey\" PRIMARY KEY of \"customers\"\nsql\n");
    List<String> offline = List.of("-Aheadrace.directory=" + prepared);
    assertThat(new Compilation(directory, "A.java", source, offline).messages()).isEqualTo(wrong);
    String right = source.replace("customers_pke\"", "customers_pkey\"");
    assertThat(new Compilation(directory, "A.java", right, offline).messages()).isEmpty();
  }

  @Test
  void whatIsNotUsedCanBePruned() throws IOException {
    prepare(SELECT);
    prepare(SELECT + " AND id > 0");
    assertThat(files()).hasSize(2);
    assertThat(messages(SELECT, "-Aheadrace.migrations=" + schema, "-Aheadrace.save=prune"))
        .isEmpty();
    assertThat(files()).hasSize(1);
    assertThat(messages(SELECT)).isEmpty();
  }

  @Test
  void filesThatCannotBeWrittenAreAnErrorOnce() throws IOException {
    Files.writeString(prepared, "in the way of a directory");
    assertThat(messages(SELECT, "-Aheadrace.migrations=" + schema, "-Aheadrace.save=true"))
        .singleElement()
        .asString()
        .startsWith("line -1: error: cannot write " + prepared);
  }

  /** A server that takes connections, and no more. */
  @Test
  void aDatabaseThatNeverAnswersIsNotWaitedFor() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String[] live = {
        "-Aheadrace.source=live",
        "-Aheadrace.url=postgresql://u:secret@127.0.0.1:" + silent.getLocalPort() + "/d",
        "-Aheadrace.timeout=0.2"
      };
      String unavailable =
          "cannot use the database at 127.0.0.1:%d/d: no answer within 200 ms"
              .formatted(silent.getLocalPort());
      Instant start = Instant.now();
      assertThat(messages(SELECT, live))
          .containsExactly(
              "line 6: error: "
                  + unavailable
                  + "\n    Start the database or correct its URL; or check against migrations or"
                  + " prepared statements, with the option headrace.source.");
      // far more than it takes, far less than for ever
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofMinutes(1));
      prepare(SELECT);
      assertThat(messages(SELECT, live))
          .containsExactly(
              "line -1: warning: "
                  + unavailable
                  + "\n    The statements prepared in "
                  + prepared
                  + " count.");
      assertThat(directory.resolve("AJdbc.class")).exists();
    }
  }

  @Test
  void aDatabaseWithoutAUrlIsAnError() {
    assertThat(messages(SELECT, "-Aheadrace.source=live", "-Aheadrace.url=other=postgresql://h/d"))
        .singleElement()
        .asString()
        .startsWith("line 6: error: no database to check statements against\n    Set the option ");
  }
}
