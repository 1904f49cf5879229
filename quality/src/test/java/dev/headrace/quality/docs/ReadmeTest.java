package dev.headrace.quality.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.quality.Checkout;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tour of the README does what it says when pasted into a shell. */
final class ReadmeTest {
  private static final int MAX_LINES = 30;
  private static final String PORT = "5433";

  /** A block of commands, and the block of output behind it if there is one. */
  private static final Pattern STEP =
      Pattern.compile("```sh\n(.*?)```(?:\n\n```text\n(.*?)```)?", Pattern.DOTALL);

  @TempDir Path directory = Path.of("set by JUnit");

  private record Step(String commands, String output) {}

  @Test
  void tourIsShort() throws IOException {
    long lines = tour().stream().flatMap(step -> step.commands().lines()).count();
    assertThat(lines).isLessThanOrEqualTo(MAX_LINES);
  }

  @Test
  void tourWorksWhenPasted() throws IOException, InterruptedException {
    // The commands leave files behind, so they run in a directory of their own.
    for (String name : List.of("headrace", "examples")) {
      Files.createSymbolicLink(directory.resolve(name), Checkout.root().resolve(name));
    }
    List<Step> tour = tour();
    assertThat(tour).isNotEmpty();
    for (Step step : tour) {
      String output = run(step.commands());
      if (step.output().isEmpty()) {
        assertThat(output).isNotBlank();
      } else {
        assertThat(output).isEqualTo(step.output());
      }
    }
  }

  private static List<Step> tour() throws IOException {
    String readme = Files.readString(Checkout.root().resolve("README.md"));
    List<Step> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(readme);
    while (matcher.find()) {
      String output = matcher.group(2);
      steps.add(new Step(matcher.group(1), output == null ? "" : output));
    }
    return steps;
  }

  /** Runs commands on a port that is free and returns what they print. */
  private String run(String commands) throws IOException, InterruptedException {
    Path out = directory.resolve("out.txt");
    Path err = directory.resolve("err.txt");
    Process shell =
        new ProcessBuilder("bash", "-e", "-c", commands.replace(PORT, freePort()))
            .directory(directory.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(shell.waitFor(120, TimeUnit.SECONDS)).as(commands + " ended").isTrue();
    } finally {
      shell.descendants().forEach(ProcessHandle::destroy);
      shell.destroy();
    }
    assertThat(shell.exitValue()).as(commands + "\n" + Files.readString(err)).isZero();
    return Files.readString(out);
  }

  private static String freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return Integer.toString(socket.getLocalPort());
    }
  }
}
