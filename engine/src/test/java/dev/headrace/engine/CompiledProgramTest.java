package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headrace.connect.Connectors;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.connector.Connector;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that are compiled to a jar do what their text does. */
final class CompiledProgramTest {
  private static final String PROGRAM =
      """
      CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, country CHAR(2));
      CREATE TABLE orders (
        id BIGINT PRIMARY KEY, customer INTEGER REFERENCES customers, amount NUMERIC(10, 2),
        kind TEXT DEFAULT 'web' CHECK (kind <> ''), at TIMESTAMP);
      CREATE VIEW large AS
        SELECT * FROM orders WHERE amount > 100.00 OR kind IN ('a', 'b', 'c', 'd', 'e');
      CREATE MATERIALIZED VIEW totals AS
        SELECT c.name, count(*) AS orders, sum(o.amount) AS total, max(o.at) AS latest,
               CASE WHEN sum(o.amount) > 1000.5 THEN 'gold' ELSE 'plain' END AS rank
        FROM orders o JOIN customers c ON c.id = o.customer
        WHERE c.country IN ('DE', 'FR') AND o.amount NOT IN (0.01, 0.02, 0.03, 0.04, 0.05)
        GROUP BY c.name;
      CREATE MATERIALIZED VIEW best AS
        SELECT name, total FROM totals ORDER BY total DESC, name LIMIT 2;
      CREATE MATERIALIZED VIEW large_by_kind (kind, n) AS
        SELECT kind, count(*) FROM large GROUP BY kind;
      INSERT INTO customers VALUES (1, 'Anna', 'DE'), (2, 'Bea', 'FR'), (3, 'Cy', 'US');
      """;

  private static final String CHANGES =
      """
      INSERT INTO orders VALUES (1, 1, 999, 'a', '2026-01-02'), (2, 1, 2, 'web', '2026-01-01');
      INSERT INTO orders (id, customer, amount) VALUES (3, 2, 101), (4, 3, 200), (5, 2, 0.03);
      UPDATE orders SET amount = amount + 0.75 WHERE id < 3;
      DELETE FROM orders WHERE id = 4;
      """;

  @TempDir private Path directory;
  private Path jar;
  private URLClassLoader loader;

  @BeforeEach
  void open() throws IOException {
    jar = directory.resolve("program.jar");
    loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader());
  }

  @AfterEach
  void close() throws IOException {
    loader.close();
  }

  private Options options() {
    Options options = Options.defaults().withBaseDirectory(directory).withWorkers(2);
    for (Connector connector : Connectors.standard()) {
      options = options.withConnector(connector);
    }
    return options;
  }

  private CompiledProgram build(String sql) throws IOException {
    CompiledProgram.build("program.sql", sql, options(), jar);
    return CompiledProgram.open(jar, loader);
  }

  private static List<Result> run(Headrace database, CompiledProgram program) {
    try (Session session = database.connect()) {
      return session.execute(program);
    }
  }

  private static List<String> texts(List<Result> results) {
    return results.stream()
        .map(
            result ->
                switch (result) {
                  case Command command -> command.toString();
                  case QueryResult query -> query.rows().toString();
                })
        .toList();
  }

  private static String contents(Headrace database) {
    return Stream.of("totals", "best", "large_by_kind")
        .map(view -> database.query("SELECT * FROM " + view + " ORDER BY 1").rows().toString())
        .collect(Collectors.joining("\n"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void viewsAreWhatTheyAreByTheText(int workers) throws IOException {
    CompiledProgram program = build(PROGRAM);
    Options options = options().withWorkers(workers);
    try (Headrace text = Headrace.inMemory(options);
        Headrace compiled = Headrace.inMemory(options.withProgram(program))) {
      assertThat(texts(run(compiled, program))).isEqualTo(texts(text.execute(PROGRAM)));
      text.execute(CHANGES);
      compiled.execute(CHANGES);
      assertThat(contents(compiled)).isEqualTo(contents(text)).contains("gold");
      assertThat(compiled.check()).allMatch(finding -> finding.outcome() == Finding.Outcome.RIGHT);
      assertThat(
              compiled
                  .query("SELECT definition FROM pg_matviews WHERE matviewname = 'totals'")
                  .single())
          .isEqualTo(
              text.query("SELECT definition FROM pg_matviews WHERE matviewname = 'totals'")
                  .single());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void itsUnitsAreNotCompiledAgain(int workers) throws Exception {
    // of its own, because units of a text that has run in this process are known in all of it
    CompiledProgram program =
        build(
            """
            CREATE TABLE never_compiled_before (a INTEGER, b BIGINT);
            CREATE MATERIALIZED VIEW v AS
              SELECT a * 791%d AS a, sum(b + 104729) AS s FROM never_compiled_before GROUP BY 1;
            """
                .formatted(workers));
    Options options = options().withWorkers(workers).withProgram(program);
    try (Headrace database = Headrace.inMemory(options)) {
      run(database, program);
      database.compilations().await();
      assertThat(database.statistics().compiledUnits()).isZero();
      assertThat(database.statistics().units()).isNotEmpty();
    }
  }

  @Test
  void equalProgramsHaveEqualJars() throws IOException {
    build(PROGRAM);
    byte[] first = Files.readAllBytes(jar);
    build(PROGRAM);
    assertThat(Files.readAllBytes(jar)).isEqualTo(first);
  }

  @Test
  void theFirstErrorIsReportedWithItsPlace() {
    SqlException error =
        catchThrowableOfType(
            SqlException.class,
            () -> build("CREATE TABLE t (a INTEGER);\nCREATE VIEW v AS\n  SELECT b FROM t;"));
    assertThat(error.sqlState()).isEqualTo("42703");
    assertThat(error.position()).isEqualTo(new SqlException.Position(3, 10, 55));
    assertThat(jar).doesNotExist();
  }

  @Test
  void changesAndQueriesAreCheckedAndNotRun() throws IOException {
    assertThatThrownBy(() -> build("CREATE TABLE t (a INTEGER); INSERT INTO t (b) VALUES (1)"))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("\"b\"");
    CompiledProgram program = build("CREATE TABLE t (a INTEGER); INSERT INTO t SELECT 1 / 0");
    try (Headrace database = Headrace.inMemory(options().withProgram(program))) {
      assertThatThrownBy(() -> run(database, program)).hasMessage("division by zero");
    }
  }

  @Test
  void inputsNeedNotBeThereBeforeItRuns() throws Exception {
    CompiledProgram program =
        build(
            """
            CREATE SOURCE s (a INTEGER) WITH (connector = 'file', path = 'in.csv', format = 'csv');
            CREATE MATERIALIZED VIEW v AS SELECT sum(a) AS total FROM s;
            CREATE SINK out FROM v WITH (connector = 'file', path = 'out.csv', format = 'csv');
            """);
    assertThat(directory.resolve("out.csv")).doesNotExist();
    Files.writeString(directory.resolve("in.csv"), "a\n1\n2\n");
    try (Headrace database = Headrace.inMemory(options().withProgram(program))) {
      run(database, program);
      assertThat(database.awaitInputs(Duration.ofMinutes(5))).isTrue();
      assertThat(database.query("SELECT total FROM v").single()).isEqualTo(3L);
    }
    assertThat(directory.resolve("out.csv")).exists();
  }

  @Test
  void withoutOutputSinksAreNotWritten() throws Exception {
    Files.writeString(directory.resolve("in.csv"), "a\n1\n");
    try (Headrace database = Headrace.inMemory(options().withoutOutput())) {
      database.execute(
          """
          CREATE SOURCE s (a INTEGER) WITH (connector = 'file', path = 'in.csv', format = 'csv');
          CREATE MATERIALIZED VIEW v AS SELECT sum(a) AS total FROM s;
          CREATE SINK out FROM v WITH (connector = 'file', path = 'out.csv', format = 'csv');
          """);
      assertThat(database.awaitInputs(Duration.ofMinutes(5))).isTrue();
      assertThat(database.query("SELECT total FROM v").single()).isEqualTo(1L);
    }
    assertThat(directory.resolve("out.csv")).doesNotExist();
  }

  @Test
  void plansThatDoNotHoldAreMadeAgain() throws IOException {
    CompiledProgram program =
        build(
            """
            CREATE TABLE IF NOT EXISTS t (a INTEGER PRIMARY KEY, b INTEGER);
            CREATE MATERIALIZED VIEW v AS SELECT a, count(*) AS n FROM t GROUP BY a;
            """);
    try (Headrace database = Headrace.inMemory(options().withProgram(program))) {
      database.execute("CREATE TABLE t (b INTEGER, a TEXT)");
      run(database, program);
      database.execute("INSERT INTO t VALUES (1, 'x'), (2, 'x')");
      assertThat(database.query("SELECT a || n FROM v").single()).hasToString("x2");
    }
  }

  @Test
  void errorsWhileItRunsHaveTheirPlaceInTheProgram() throws IOException {
    CompiledProgram program =
        build("CREATE TABLE IF NOT EXISTS t (a INTEGER);\n\n  INSERT INTO t (a) VALUES (1);");
    try (Headrace database = Headrace.inMemory(options().withProgram(program))) {
      database.execute("CREATE TABLE t (b INTEGER)");
      SqlException error = catchThrowableOfType(SqlException.class, () -> run(database, program));
      assertThat(error.position()).isEqualTo(new SqlException.Position(3, 18, 61));
    }
  }

  @Test
  void aDurableDatabaseKeepsWhatItDefines() throws IOException {
    CompiledProgram program = build(PROGRAM);
    Path data = directory.resolve("data");
    try (Headrace database = Headrace.open(data, options().withProgram(program))) {
      run(database, program);
      database.execute(CHANGES);
    }
    try (Headrace database = Headrace.open(data, options().withProgram(program));
        Headrace text = Headrace.inMemory(options())) {
      text.execute(PROGRAM);
      text.execute(CHANGES);
      assertThat(contents(database)).isEqualTo(contents(text));
      assertThatThrownBy(() -> run(database, program))
          .hasMessage("relation \"customers\" already exists");
    }
  }

  @Test
  void aJarOfAnotherVersionRunsFromItsText() throws IOException {
    build(PROGRAM);
    edit("META-INF/MANIFEST.MF", "Headrace-Version: ", "Headrace-Version: 0.0.1-");
    CompiledProgram program = CompiledProgram.open(jar, loader);
    assertThat(program.outdated())
        .contains(
            "it was built by Headrace 0.0.1-"
                + Headrace.version()
                + ", and this is "
                + Headrace.version());
    try (Headrace database = Headrace.inMemory(options().withProgram(program))) {
      run(database, program);
      database.execute(CHANGES);
      assertThat(contents(database)).contains("gold");
    }
  }

  @Test
  void aJarOfAnotherFormatIsRefused() throws IOException {
    build(PROGRAM);
    edit("META-INF/MANIFEST.MF", "Headrace-Format: 1", "Headrace-Format: 2");
    assertThatThrownBy(() -> CompiledProgram.open(jar, loader))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "%s was built by Headrace %s in format 2, and this version, %s, reads format 1: build it again",
            jar, Headrace.version(), Headrace.version());
  }

  @Test
  void aDamagedJarIsRefused() throws IOException {
    build(PROGRAM);
    byte[] whole = Files.readAllBytes(jar);
    String latin = new String(whole, StandardCharsets.ISO_8859_1);
    // in the text, the plans and the units
    for (String part : List.of("INSERT INTO customers", "dev.headrace.ir.Rel", "UnitContext")) {
      byte[] damaged = whole.clone();
      int place = latin.indexOf(part);
      assertThat(place).as(part).isPositive();
      damaged[place]++;
      Files.write(jar, damaged);
      assertThatThrownBy(() -> CompiledProgram.open(jar, loader))
          .as(part)
          .isInstanceOf(IOException.class)
          .hasMessage(jar + " is damaged");
    }
  }

  @Test
  void whatIsNotTheJarOfAProgramIsRefused() throws IOException {
    build(PROGRAM);
    edit("META-INF/MANIFEST.MF", "Headrace-Program", "Something-Other-");
    assertThatThrownBy(() -> CompiledProgram.open(jar, loader))
        .hasMessage(jar + " is not the jar of a program");
    Files.writeString(jar, "SELECT 1");
    assertThatThrownBy(() -> CompiledProgram.open(jar, loader))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(jar + " is not the jar of a program");
  }

  @Test
  void statementsOfAllKindsRun() throws IOException {
    CompiledProgram program =
        build(
            """
            CREATE SCHEMA shop;
            SET search_path = shop;
            BEGIN;
            CREATE TABLE t (a INTEGER, b TEXT);
            CREATE INDEX t_b ON t (b);
            CREATE UNIQUE INDEX t_a ON t ((a + 1)) WHERE b <> 'x';
            COMMENT ON TABLE t IS 'things';
            COMMIT;
            PREPARE add AS INSERT INTO t VALUES ($1, $2);
            EXECUTE add(1, 'one');
            CREATE MATERIALIZED VIEW v AS SELECT b, count(*) AS n FROM t GROUP BY b;
            ALTER TABLE t ADD COLUMN c INTEGER DEFAULT 7;
            TRUNCATE t;
            INSERT INTO t VALUES (2, 'two');
            SELECT c FROM t;
            RESET search_path;
            DROP INDEX shop.t_b;
            """);
    try (Headrace text = Headrace.inMemory(options());
        Headrace compiled = Headrace.inMemory(options().withProgram(program))) {
      assertThat(texts(run(compiled, program))).isEqualTo(texts(text.execute(program.sql())));
      assertThat(compiled.query("SELECT * FROM shop.v").rows()).hasToString("[[two, 1]]");
      assertThatThrownBy(() -> compiled.execute("INSERT INTO shop.t VALUES (2, 'three')"))
          .hasMessageContaining("t_a");
    }
  }

  private void edit(String entry, String from, String to) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      Path path = zip.getPath(entry);
      String latin = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
      assertThat(latin).contains(from);
      Files.write(path, latin.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}
