package dev.headrace.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * From a command to its answer, in processes of their own: {@code ./headrace sql -c 'select 1'},
 * and {@code ./headrace server} until a client that keeps trying has its first answer.
 *
 * <p>Arguments: the checkout, rounds.
 */
final class StartBenchmark {
  private static final int DEADLINE_SECONDS = 120;

  private StartBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Path launcher = Path.of(arguments[0]).toAbsolutePath().normalize().resolve("headrace");
    int rounds = Integer.parseInt(arguments[1]);
    // builds, and makes the AOT cache
    statement(launcher);
    statement(launcher);
    double[] statements = new double[rounds];
    double[] servers = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      statements[round] = statement(launcher);
      servers[round] = server(launcher);
    }
    print("./headrace sql -c 'select 1'", statements);
    print("./headrace server, first answer", servers);
  }

  private static void print(String title, double[] seconds) {
    System.out.printf(
        "%s: median %.0f ms, best %.0f ms%n",
        title, 1e3 * Figures.median(seconds), 1e3 * Figures.quantile(seconds, 0));
  }

  private static double statement(Path launcher) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(launcher.toString(), "sql", "-c", "select 1")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0 || !output.contains("1")) {
      throw new IllegalStateException(output);
    }
    return Figures.secondsSince(start);
  }

  private static double server(Path launcher)
      throws IOException, InterruptedException, SQLException {
    int port = freePort();
    Path log = Files.createTempFile("headrace-start", ".log");
    // the driver's own start is not the server's
    DriverManager.getDrivers();
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(List.of(launcher.toString(), "server", "--port", "" + port))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      firstAnswer(process, log, port, start);
      return Figures.secondsSince(start);
    } finally {
      process.destroy();
      if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Files.deleteIfExists(log);
    }
  }

  private static void firstAnswer(Process process, Path log, int port, long start)
      throws IOException, InterruptedException, SQLException {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/headrace?user=headrace&sslmode=disable";
    while (true) {
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery("SELECT 1")) {
        result.next();
        return;
      } catch (SQLException e) {
        if (!process.isAlive() || Figures.secondsSince(start) > DEADLINE_SECONDS) {
          throw new IllegalStateException(Files.readString(log), e);
        }
        Thread.sleep(5);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
