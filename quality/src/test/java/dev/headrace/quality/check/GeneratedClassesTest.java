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
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

  private void compile(String name, String url) throws IOException {
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
    Path source = Files.copy(PROGRAMS.resolve(name + ".java.txt"), output.resolve(name + ".java"));
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              null, files, diagnostics, options, null, files.getJavaFileObjects(source));
      task.setProcessors(List.of(new CheckProcessor()));
      assertThat(task.call()).as(diagnostics.getDiagnostics().toString()).isTrue();
    }
  }

  private Object run(String name, Connection connection) throws Exception {
    URL[] classes = {output.toUri().toURL()};
    try (URLClassLoader loader =
        new URLClassLoader(classes, GeneratedClassesTest.class.getClassLoader())) {
      Callable<?> program =
          (Callable<?>)
              loader
                  .loadClass(name.toLowerCase(Locale.ROOT) + "." + name + "$Program")
                  .getConstructor(Connection.class)
                  .newInstance(connection);
      return program.call();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Shop", "Bank", "Market"})
  void theyDoTheSameOnHeadrace(String name) throws Exception {
    try (Headrace database = Headrace.inMemory();
        PgWireServer server = Servers.start(database, "127.0.0.1", 0)) {
      check(name, "postgresql://127.0.0.1:" + server.port() + "/d?user=ada");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Shop", "Bank", "Market"})
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
      compile(name, url);
      assertThat(String.valueOf(run(name, connection)))
          .isEqualTo(Files.readString(PROGRAMS.resolve(lower + ".txt")));
    }
  }
}
