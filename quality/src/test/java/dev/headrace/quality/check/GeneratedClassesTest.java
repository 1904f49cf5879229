package dev.headrace.quality.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.check.processor.CheckProcessor;
import dev.headrace.engine.Headrace;
import dev.headrace.pgwire.PgWireServer;
import dev.headrace.quality.sql.PostgresCluster;
import dev.headrace.server.wire.Servers;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The programs with which the module {@code check} tests what the processor writes, checked by
 * Headrace and PostgreSQL servers that run, and run on them.
 */
final class GeneratedClassesTest {
  private static final Path PROGRAMS =
      Path.of("..", "check", "src", "test", "resources").toAbsolutePath().normalize();

  @TempDir private static Path data;
  @TempDir private Path output;
  private static PostgresCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = PostgresCluster.start(data);
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void compile(Path source, String url) throws IOException {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-d",
            output.toString(),
            "-s",
            output.toString(),
            "-Aheadrace.timeout=60",
            "-Aheadrace.url=" + url);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              null, files, diagnostics, options, null, files.getJavaFileObjects(source));
      task.setProcessors(List.of(new CheckProcessor()));
      assertThat(task.call()).as(diagnostics.getDiagnostics().toString()).isTrue();
    }
  }

  private String run(String program, Connection connection) throws Exception {
    URL[] classes = {output.toUri().toURL()};
    try (URLClassLoader loader =
        new URLClassLoader(classes, GeneratedClassesTest.class.getClassLoader())) {
      Callable<?> made =
          (Callable<?>)
              loader.loadClass(program).getConstructor(Connection.class).newInstance(connection);
      return String.valueOf(made.call());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Shop", "Bank", "Market", "Notes", "Moods"})
  void theyDoTheSameOnHeadrace(String name) throws Exception {
    try (Headrace database = Headrace.inMemory();
        PgWireServer server = Servers.start(database, "127.0.0.1", 0)) {
      check(name, "postgresql://127.0.0.1:" + server.port() + "/d?user=ada");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Shop", "Bank", "Market", "Notes", "Moods"})
  void theyDoTheSameOnPostgres(String name) throws Exception {
    try (Connection connection = cluster.connect()) {
      execute(connection, "CREATE DATABASE " + name);
    }
    String lower = name.toLowerCase(Locale.ROOT);
    check(name, "postgresql://localhost:" + cluster.port() + "/" + lower + "?user=test");
  }

  private void check(String name, String url) throws Exception {
    String lower = name.toLowerCase(Locale.ROOT);
    try (Connection connection = DriverManager.getConnection("jdbc:" + url)) {
      execute(connection, Files.readString(PROGRAMS.resolve(lower + ".sql")));
      compile(
          Files.copy(PROGRAMS.resolve(name + ".java.txt"), output.resolve(name + ".java")), url);
      assertThat(run(lower + "." + name + "$Program", connection))
          .isEqualTo(Files.readString(PROGRAMS.resolve(lower + ".txt")));
    }
  }

  private static String block(String language, String content) throws IOException {
    String document = Files.readString(PROGRAMS.resolve("../../../../docs/check.md"));
    return Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
        .matcher(document)
        .results()
        .map(found -> found.group(1))
        .filter(text -> text.contains(content))
        .findFirst()
        .orElseThrow();
  }

  /** The example of JSON in {@code docs/check.md}. */
  private void checkJson(String url) throws Exception {
    String program =
        """
        class Program implements java.util.concurrent.Callable<String> {
          private final Profiles profiles;

          public Program(java.sql.Connection connection) {
            profiles = new ProfilesJdbc(connection);
          }

          public String call() {
            Profiles.Address mill = new Profiles.Address("Mill Lane", "Lower Weir");
            profiles.add(new Profiles.Profile(1, mill, "{\\"a\\": 1}"));
            profiles.add(new Profiles.Profile(2, null, "{}"));
            boolean changed = profiles.change(2, "{\\"a\\": 1, \\"b\\": null}");
            return profiles.find(1) + "\\n" + profiles.find(2) + "\\n" + changed
                + profiles.in("Lower Weir") + profiles.having("{\\"a\\": 1}") + profiles.having("{\\"b\\": null}");
          }
        }
        """;
    String example = block("java", "public interface Profiles");
    Path source =
        Files.writeString(
            output.resolve("Profiles.java"),
            example.substring(0, example.lastIndexOf('}')) + program + "}");
    try (Connection connection = DriverManager.getConnection("jdbc:" + url)) {
      execute(connection, block("sql", "CREATE TABLE profiles"));
      compile(source, url);
      assertThat(run("Profiles$Program", connection))
          .isEqualTo(
              """
              Optional[Profile[id=1, address=Address[street=Mill Lane, city=Lower Weir], settings={"a": 1}]]
              Optional[Profile[id=2, address=null, settings={"a": 1, "b": null}]]
              true[Address[street=Mill Lane, city=Lower Weir]][1, 2][2]\
              """);
    }
  }

  @Test
  void theDocumentedJsonIsReadAndWrittenOnHeadrace() throws Exception {
    try (Headrace database = Headrace.inMemory();
        PgWireServer server = Servers.start(database, "127.0.0.1", 0)) {
      checkJson("postgresql://127.0.0.1:" + server.port() + "/d?user=ada");
    }
  }

  @Test
  void theDocumentedJsonIsReadAndWrittenOnPostgres() throws Exception {
    try (Connection connection = cluster.connect()) {
      execute(connection, "CREATE DATABASE documented");
    }
    checkJson("postgresql://localhost:" + cluster.port() + "/documented?user=test");
  }
}
