package dev.headrace.quality.sql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;

/**
 * A PostgreSQL 15 of its own, in a directory that the caller removes, on a free port of the
 * loopback interface. It has UTF-8 and the collation "C".
 */
public final class PostgresCluster implements AutoCloseable {
  private static final Path BINARIES = Path.of("/usr/lib/postgresql/15/bin");

  private final Path directory;
  private final int port;

  private PostgresCluster(Path directory, int port) {
    this.directory = directory;
    this.port = port;
  }

  public static PostgresCluster start(Path directory) throws IOException, InterruptedException {
    if (!Files.isExecutable(BINARIES.resolve("initdb"))) {
      Assertions.fail("PostgreSQL 15 is missing. Install it with: apt-get install postgresql-15");
    }
    if (isRoot()) {
      run(List.of("chown", "postgres", directory.toString()));
    }
    PostgresCluster cluster = new PostgresCluster(directory, freePort());
    cluster.program(
        "initdb",
        "-U",
        "test",
        "-A",
        "trust",
        "--no-sync",
        "-E",
        "UTF8",
        "--lc-collate=C",
        "--lc-ctype=C.UTF-8");
    String options =
        "-p %d -h 127.0.0.1 -k %s -c fsync=off -c timezone=UTC".formatted(cluster.port, directory);
    cluster.program(
        "pg_ctl", "-w", "-l", directory.resolve("log").toString(), "-o", options, "start");
    return cluster;
  }

  public int port() {
    return port;
  }

  /** The address for other clients than JDBC. */
  public String url() {
    return "postgresql://test@127.0.0.1:" + port + "/postgres";
  }

  /** A connection that gets all values as text. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=test&preferQueryMode=simple");
  }

  @Override
  public void close() throws IOException {
    try {
      program("pg_ctl", "-m", "immediate", "stop");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void program(String name, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      // PostgreSQL refuses to be run by root
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(BINARIES.resolve(name).toString());
    command.addAll(List.of("-D", directory.resolve("data").toString()));
    command.addAll(List.of(arguments));
    run(command);
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("postgres", ".out");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
      builder.directory(new java.io.File("/"));
      int exitCode = builder.redirectOutput(output.toFile()).start().waitFor();
      if (exitCode != 0) {
        Assertions.fail(command + " failed: " + Files.readString(output));
      }
    } finally {
      Files.delete(output);
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
