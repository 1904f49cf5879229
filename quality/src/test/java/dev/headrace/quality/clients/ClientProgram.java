package dev.headrace.quality.clients;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs programs of other people that are clients. One that is missing fails the test, or, with
 * {@code -Dheadrace.clients=optional}, skips it.
 */
final class ClientProgram {
  private static final long TIMEOUT_SECONDS = 60;

  /** What a program did. */
  record Run(int exitCode, String output) {}

  private ClientProgram() {}

  /** The path of an executable, for example psql. */
  static String require(String name, String howToInstall) {
    Optional<Path> found =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
            .map(directory -> Path.of(directory, name))
            .filter(Files::isExecutable)
            .findFirst();
    return found.map(Path::toString).orElseGet(() -> missing(name, howToInstall));
  }

  /** Fails or skips the test. */
  static String missing(String what, String howToInstall) {
    String message = what + " is missing. Install it with: " + howToInstall;
    if ("optional".equals(System.getProperty("headrace.clients"))) {
      return abort(message);
    }
    return fail(message + " (or skip with -Dheadrace.clients=optional)");
  }

  /** Runs a program to its end. Its output is standard output and error together. */
  static Run run(Map<String, String> environment, String input, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().putAll(environment);
    Path output = Files.createTempFile("client", ".out");
    try {
      Process process = builder.redirectOutput(output.toFile()).start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        fail(command + " does not end; so far: " + Files.readString(output));
      }
      return new Run(process.exitValue(), Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }

  /** The path of a script among the test resources. */
  static String script(String name) throws Exception {
    return Path.of(ClientProgram.class.getResource("/clients/" + name).toURI()).toString();
  }
}
