package dev.headrace.quality.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.check.build.Main;
import dev.headrace.engine.Headrace;
import dev.headrace.pgwire.PgWireServer;
import dev.headrace.quality.Checkout;
import dev.headrace.quality.sql.PostgresCluster;
import dev.headrace.server.wire.Servers;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The goals of the Maven plugin for {@code examples/orders}, in JVMs of their own as the plugin
 * runs them, with migrations, PostgreSQL and Headrace.
 */
final class BuildGoalsTest {
  @TempDir private static Path data;
  @TempDir private Path project;
  private static PostgresCluster cluster;
  private static Headrace database;
  private static PgWireServer server;

  @BeforeAll
  static void start() throws Exception {
    cluster = PostgresCluster.start(data);
    database = Headrace.inMemory();
    server = Servers.start(database, "127.0.0.1", 0);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    database.close();
    cluster.close();
  }

  @BeforeEach
  void copy() throws IOException {
    Path orders = Checkout.root().resolve("examples/orders");
    try (Stream<Path> files = Files.walk(orders)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = project.resolve(orders.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  /** What a goal says; its levels are part of it. */
  private String run(int exit, String goal, Map<String, String> given) throws Exception {
    Properties properties = new Properties();
    properties.putAll(given);
    properties.setProperty("headrace.timeout", "60");
    properties.setProperty("sources", project.resolve("src/main/java").toString());
    properties.setProperty("classpath", System.getProperty("java.class.path"));
    StringWriter input = new StringWriter();
    properties.store(input, null);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                goal)
            .directory(new File(project.toString()))
            .redirectErrorStream(true)
            .start();
    try {
      process.getOutputStream().write(input.toString().getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .replace(System.lineSeparator(), "\n");
      assertThat(process.waitFor()).as(said).isEqualTo(exit);
      return said.strip();
    } finally {
      process.destroy();
    }
  }

  private List<String> prepared() throws IOException {
    try (Stream<Path> files = Files.list(project.resolve(".headrace"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private Map<String, String> migrations() {
    return Map.of("headrace.migrations", project.resolve("src/main/resources/db/migration") + "");
  }

  @Test
  void whatIsInTheRepositoryIsPrepared() throws Exception {
    assertThat(run(0, "check", migrations())).isEmpty();
    List<String> before = prepared();
    assertThat(run(0, "prune", Map.of())).isEmpty();
    assertThat(run(0, "prepare", migrations())).contains(" statements prepared in ", ", 0 of them");
    assertThat(prepared()).isEqualTo(before);
  }

  @Test
  void databasesAreMigratedAndThenAgreeWithIt() throws Exception {
    for (String url :
        List.of(cluster.url(), "postgresql://ada@127.0.0.1:" + server.port() + "/d")) {
      Map<String, String> live = Map.of("headrace.url", url);
      assertThat(run(Main.WRONG, "verify", live)).startsWith("ERROR ");
      // by default from src/main/resources/db/migration
      assertThat(run(0, "migrate", live)).contains("INFO applied 1 shop", "INFO applied 2 totals");
      assertThat(run(0, "migrate-info", live)).contains("INFO 2        applied");
      assertThat(run(0, "verify", live)).matches("INFO \\d+ statements, 0 wrong for this database");
      assertThat(run(0, "prepare", live)).startsWith("INFO ");
      assertThat(run(0, "check", live)).isEmpty();
    }
  }
}
