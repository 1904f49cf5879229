package dev.headrace.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds random conversations with PostgreSQL itself and with the server: the same messages must get
 * the same answers. Left out of the comparison: notices, and which error it is, which is the
 * database's matter.
 */
final class PostgresOracleTest extends ServerTestBase {
  private static final Path BINARIES = Path.of("/usr/lib/postgresql/15/bin");
  private static final int TURNS = 25;
  private static final int CONVERSATIONS = 60;

  @TempDir Path directory;

  @Test
  void theSameMessagesGetTheSameAnswersAsFromPostgres() throws Exception {
    int port = startPostgres();
    try {
      run("createdb", "-h", "127.0.0.1", "-p", String.valueOf(port), "-U", "ada", "d");
      for (long seed = 1; seed <= CONVERSATIONS; seed++) {
        try (RawClient expected = RawClient.connect(port);
            RawClient actual = connect()) {
          compare(seed, expected, actual);
        }
      }
    } finally {
      run("pg_ctl", "-D", data(), "-m", "immediate", "stop");
    }
  }

  private static void compare(long seed, RawClient expected, RawClient actual) throws IOException {
    Conversation toPostgres = new Conversation(seed);
    Conversation toServer = new Conversation(seed);
    for (int turn = 0; turn < TURNS; turn++) {
      toPostgres.addNext(expected);
      toServer.addNext(actual);
      assertThat(answer(actual)).as("seed %d, turn %d", seed, turn).isEqualTo(answer(expected));
    }
  }

  private static List<String> answer(RawClient client) throws IOException {
    return client.send().readToReady().stream()
        .filter(message -> message.type() != 'N')
        .map(message -> message.type() == 'E' ? "E" : message.toString())
        .toList();
  }

  private String data() {
    return directory.resolve("data").toString();
  }

  private int startPostgres() throws Exception {
    if (!Files.isExecutable(BINARIES.resolve("initdb"))) {
      ClientProgram.missing("PostgreSQL 15", "apt-get install postgresql-15");
    }
    if (isRoot()) {
      assertThat(ClientProgram.run(Map.of(), "", "chown", "postgres", directory.toString()))
          .isEqualTo(new ClientProgram.Run(0, ""));
    }
    run("initdb", "-D", data(), "-U", "ada", "-A", "trust", "--no-sync", "-E", "UTF8");
    int port = freePort();
    String options = "-p %d -h 127.0.0.1 -k %s -c fsync=off".formatted(port, directory);
    run(
        "pg_ctl",
        "-D",
        data(),
        "-w",
        "-l",
        directory.resolve("log").toString(),
        "-o",
        options,
        "start");
    return port;
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** PostgreSQL refuses to be run by root. */
  private static void run(String program, String... arguments) throws Exception {
    String[] command =
        isRoot()
            ? ClientProgram.command("runuser", "-u", "postgres", "--", path(program))
            : ClientProgram.command(path(program));
    String[] all = java.util.Arrays.copyOf(command, command.length + arguments.length);
    System.arraycopy(arguments, 0, all, command.length, arguments.length);
    ClientProgram.Run run = ClientProgram.run(Map.of(), "", all);
    assertThat(run.exitCode()).as("%s: %s", program, run.output()).isZero();
  }

  private static String path(String program) {
    return BINARIES.resolve(program).toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
