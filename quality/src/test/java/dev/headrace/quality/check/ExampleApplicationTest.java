package dev.headrace.quality.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.check.processor.CheckProcessor;
import dev.headrace.engine.Headrace;
import dev.headrace.pgwire.PgWireServer;
import dev.headrace.quality.sql.PostgresCluster;
import dev.headrace.server.wire.Servers;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code examples/orders}: compiled against its migrations, its prepared statements, PostgreSQL and
 * Headrace, with the same outcome; and run on both.
 */
final class ExampleApplicationTest {
  private static final Path ORDERS =
      Path.of("..", "examples", "orders").toAbsolutePath().normalize();
  private static final Path MIGRATIONS = ORDERS.resolve("src/main/resources/db/migration");
  private static final String SOLD =
      """
      no such order
      PAID of Ada: 1191.00, null
        Item[line=1, product=mill wheel, quantity=1, price=950.00]
        Item[line=2, product=sluice gate, quantity=2, price=120.50]
      OPEN of somebody: null, will fetch it
      2 customers
      1 open
      Turnover[name=Ada, orders=1, total=1191.00]
      """;

  @TempDir private static Path data;
  @TempDir private Path output;
  private static PostgresCluster cluster;
  private static Headrace database;
  private static PgWireServer server;

  @BeforeAll
  static void start() throws Exception {
    cluster = PostgresCluster.start(data);
    database = Headrace.inMemory();
    server = Servers.start(database, "127.0.0.1", 0);
    for (Connection connection : List.of(cluster.connect(), connectToHeadrace())) {
      try (connection;
          Statement statement = connection.createStatement()) {
        statement.execute(Files.readString(MIGRATIONS.resolve("V1__shop.sql")));
        statement.execute(Files.readString(MIGRATIONS.resolve("V2__totals.sql")));
      }
    }
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    database.close();
    cluster.close();
  }

  private static Connection connectToHeadrace() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + server.port() + "/d?user=ada");
  }

  /** What the compiler says. */
  private List<String> compile(String... options) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<String> all =
        new ArrayList<>(
            List.of("-d", output.toString(), "-s", output.toString(), "-Aheadrace.timeout=60"));
    all.addAll(List.of(options));
    try (StandardJavaFileManager files =
            compiler.getStandardFileManager(diagnostics, Locale.ROOT, null);
        Stream<Path> sources = Files.list(ORDERS.resolve("src/main/java/shop"))) {
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              null,
              files,
              diagnostics,
              all,
              null,
              files.getJavaFileObjectsFromPaths(sources.sorted().toList()));
      task.setProcessors(List.of(new CheckProcessor()));
      boolean done = task.call();
      List<String> messages =
          diagnostics.getDiagnostics().stream()
              .filter(diagnostic -> diagnostic.getKind() != Diagnostic.Kind.NOTE)
              .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
              .toList();
      assertThat(done).as(messages.toString()).isTrue();
      return messages;
    }
  }

  private Map<String, String> generated() throws IOException {
    Map<String, String> generated = new TreeMap<>();
    for (String name : List.of("CustomersJdbc.java", "OrdersJdbc.java", "Turnover.java")) {
      generated.put(name, Files.readString(output.resolve("shop").resolve(name)));
    }
    return generated;
  }

  private String run(Connection connection) throws Exception {
    URL[] classes = {output.toUri().toURL()};
    try (connection;
        URLClassLoader loader =
            new URLClassLoader(classes, ExampleApplicationTest.class.getClassLoader())) {
      return String.valueOf(
              loader
                  .loadClass("shop.Main")
                  .getMethod("run", Connection.class)
                  .invoke(null, connection))
          .replace(System.lineSeparator(), "\n");
    }
  }

  private static String prepared(Path directory) {
    return "-Aheadrace.directory=" + directory.resolve(".headrace");
  }

  @Test
  void allSourcesAgreeAndItRunsOnBothDatabases() throws Exception {
    String migrations = "-Aheadrace.migrations=" + MIGRATIONS;
    assertThat(compile(migrations)).isEmpty();
    Map<String, String> expected = generated();
    assertThat(compile(migrations, "-Aheadrace.source=offline", prepared(ORDERS)))
        .as("prepare again: HEADRACE_SAVE=prune mvn clean compile")
        .isEmpty();
    assertThat(generated()).isEqualTo(expected);
    assertThat(compile("-Aheadrace.url=" + cluster.url(), "-Aheadrace.source=live")).isEmpty();
    assertThat(generated()).isEqualTo(expected);
    String headrace = "postgresql://ada@127.0.0.1:" + server.port() + "/d";
    assertThat(compile("-Aheadrace.url=" + headrace, "-Aheadrace.source=live")).isEmpty();
    assertThat(generated()).isEqualTo(expected);

    assertThat(run(connectToHeadrace())).isEqualTo(SOLD);
    String url = cluster.url().replace("//test@", "//") + "?user=test";
    assertThat(run(DriverManager.getConnection("jdbc:" + url))).isEqualTo(SOLD);
  }

  @Test
  void thePreparedStatementsAreThoseThatAreUsed() throws IOException {
    Path copy = output.resolve("project");
    compile("-Aheadrace.migrations=" + MIGRATIONS, "-Aheadrace.save=prune", prepared(copy));
    assertThat(files(ORDERS)).isEqualTo(files(copy)).hasSizeGreaterThan(8);
  }

  private static Map<String, String> files(Path project) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    File[] files = project.resolve(".headrace").toFile().listFiles();
    assertThat(files).isNotNull();
    for (File file : files) {
      texts.put(file.getName(), Files.readString(file.toPath()).replace("\r\n", "\n"));
    }
    return texts;
  }
}
