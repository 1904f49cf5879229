package dev.headrace.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.connect.Connectors;
import dev.headrace.engine.Headrace;
import dev.headrace.engine.Options;
import dev.headrace.runtime.connector.Connector;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProgramGeneratorTest {
  @TempDir private Path directory;

  private void generate(String sql) throws Exception {
    Path file = directory.resolve("every_thing.sql");
    Files.writeString(file, sql);
    new ProgramGenerator(directory.resolve("sources"), directory.resolve("classes"))
        .generate(file, "com.acme.EveryThing");
  }

  private String source() throws IOException {
    return Files.readString(directory.resolve("sources/com/acme/EveryThing.java"));
  }

  @Test
  void everyTypeHasItsCounterpart() throws Exception {
    generate(
        """
        CREATE TABLE all_types (
          a BOOLEAN NOT NULL, b SMALLINT, c INTEGER NOT NULL, d BIGINT, e REAL, f DOUBLE PRECISION,
          g NUMERIC(10, 2), h TEXT NOT NULL, i VARCHAR(5), j CHAR(3), k BYTEA, l DATE, m TIME,
          n TIMESTAMP, o TIMESTAMPTZ NOT NULL, p INTERVAL, q UUID, r JSONB, s INTEGER[],
          t BIGINT GENERATED ALWAYS AS IDENTITY, u INTEGER GENERATED ALWAYS AS (c + 1) STORED);
        CREATE MATERIALIZED VIEW same AS SELECT * FROM all_types;
        """);
    assertThat(source())
        .contains(
            "public record AllTypes(boolean a, @Nullable Integer b, int c, @Nullable Long d,"
                + " @Nullable Float e, @Nullable Double f, java.math.@Nullable BigDecimal g,"
                + " String h, @Nullable String i, @Nullable String j, byte @Nullable [] k,"
                + " java.time.@Nullable LocalDate l, java.time.@Nullable LocalTime m,"
                + " java.time.@Nullable LocalDateTime n, java.time.Instant o,"
                + " dev.headrace.model.@Nullable Interval p, java.util.@Nullable UUID q,"
                + " @Nullable String r, @Nullable String s, long t, @Nullable Integer u) {")
        .contains("TypedTable<AllTypes> allTypes()", "TypedView<Same> same()")
        .contains(" s) VALUES ($1,");
    Class<?> type = compile();
    try (AutoCloseable program = (AutoCloseable) type.getMethod("inMemory").invoke(null)) {
      Headrace database = (Headrace) type.getMethod("database").invoke(program);
      database.compilations().await();
      assertThat(database.statistics().compiledUnits()).isZero();
      database.execute(
          """
          INSERT INTO all_types VALUES (true, 1, 2, 3, 4.5, 5.5, 6.25, 'h', 'i', 'j', '\\x0102',
            '2024-02-29', '12:34:56.5', '2024-02-29 12:00', '2024-02-29 12:00+00', '1 day',
            '00000000-0000-0000-0000-000000000001', '{"a": [1]}', '{1,2}')
          """);
      Object view = type.getMethod("same").invoke(program);
      List<?> rows = (List<?>) view.getClass().getMethod("rows").invoke(view);
      assertThat(rows.getFirst().toString())
          .startsWith(
              "AllTypes[".replace("AllTypes", "Same")
                  + "a=true, b=1, c=2, d=3, e=4.5, f=5.5, g=6.25, h=h, i=i, j=j  , k=[B")
          .contains(
              "l=2024-02-29, m=12:34:56.500, n=2024-02-29T12:00, o=2024-02-29T12:00:00Z",
              "q=00000000-0000-0000-0000-000000000001, r={\"a\": [1]}, s={1,2}, t=1, u=3]");
      Object table = type.getMethod("allTypes").invoke(program);
      Object row = ((List<?>) table.getClass().getMethod("rows").invoke(table)).getFirst();
      Method insert = table.getClass().getMethod("insert", Object.class);
      insert.invoke(table, row);
      assertThat(database.query("SELECT count(*), count(DISTINCT t) FROM all_types").rows())
          .hasToString("[[2, 2]]");
    }
  }

  @Test
  void namesMayBeAwkward() throws Exception {
    generate(
        """
        CREATE SCHEMA "my schema";
        CREATE TABLE "my schema"."select" ("class" INTEGER, "a b" INTEGER, row INTEGER, "ROW" INTEGER);
        CREATE VIEW list AS SELECT "a b" + 1 AS "?column?" FROM "my schema"."select";
        CREATE TABLE events (a INTEGER);
        CREATE SOURCE generated (a BIGINT) WITH (connector = 'generator', columns.a = 'sequence');
        CREATE MATERIALIZED VIEW database AS SELECT count(*) AS n FROM events;
        """);
    assertThat(source())
        .contains("TypedTable<Select> select()")
        .contains("TypedRows<List2> list()")
        .contains("TypedTable<Events> events()")
        .contains("TypedView<Database> database2()")
        .doesNotContain("Generated(");
    Class<?> type = compile();
    Options options = Options.defaults();
    for (Connector connector : Connectors.standard()) {
      options = options.withConnector(connector);
    }
    try (AutoCloseable program =
        (AutoCloseable) type.getMethod("inMemory", Options.class).invoke(null, options)) {
      Object view = type.getMethod("list").invoke(program);
      assertThat((List<?>) view.getClass().getMethod("rows").invoke(view)).isEmpty();
    }
  }

  private Class<?> compile() throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Path classes = directory.resolve("classes");
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of(
              "-d",
              classes.toString(),
              "-cp",
              System.getProperty("java.class.path"),
              "-Xlint:all,-processing,-serial,-classfile,-path",
              "-Werror",
              "-proc:none");
      assertThat(
              compiler
                  .getTask(
                      null,
                      files,
                      null,
                      options,
                      null,
                      files.getJavaFileObjects(
                          directory.resolve("sources/com/acme/EveryThing.java")))
                  .call())
          .isTrue();
    }
    @SuppressWarnings("resource") // lives as long as its classes
    URLClassLoader loader =
        new URLClassLoader(
            new URL[] {classes.toUri().toURL()}, ProgramGeneratorTest.class.getClassLoader());
    return loader.loadClass("com.acme.EveryThing");
  }

  @Test
  void aWrongStatementIsReportedWithItsPlace() {
    assertThatThrownBy(
            () -> generate("CREATE TABLE t (a INTEGER);\nCREATE VIEW v AS\n  SELECT b FROM t;"))
        .isInstanceOf(ProgramGenerator.WrongProgram.class)
        .hasMessage(directory.resolve("every_thing.sql") + ":[3,10] column \"b\" does not exist");
    assertThat(directory.resolve("sources")).doesNotExist();
  }

  @Test
  void whatHasNotChangedIsNotWritten() throws Exception {
    String sql =
        "CREATE TABLE t (a INTEGER); CREATE MATERIALIZED VIEW v AS SELECT sum(a) AS s FROM t;";
    generate(sql);
    Path source = directory.resolve("sources/com/acme/EveryThing.java");
    java.nio.file.attribute.FileTime old = java.nio.file.attribute.FileTime.fromMillis(1_000);
    Files.setLastModifiedTime(source, old);
    generate(sql);
    assertThat(Files.getLastModifiedTime(source)).isEqualTo(old);
  }
}
