package dev.headrace.quality.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.quality.Checkout;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands of a page, pasted into a shell block by block. */
final class ShellSteps {
  private static final String PORT = "5433";
  private static final int MINUTES = 10;

  /** A block of commands, and the block of output behind it if there is one. */
  private static final Pattern STEP =
      Pattern.compile("```sh\n(.*?)```(?:\n\n```text\n(.*?)```)?", Pattern.DOTALL);

  private final List<Step> steps;

  record Step(String commands, String output) {}

  private ShellSteps(List<Step> steps) {
    this.steps = steps;
  }

  static ShellSteps of(Path page) throws IOException {
    List<Step> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(Files.readString(page));
    while (matcher.find()) {
      String output = matcher.group(2);
      steps.add(new Step(matcher.group(1), output == null ? "" : output));
    }
    assertThat(steps).isNotEmpty();
    return new ShellSteps(steps);
  }

  List<Step> steps() {
    return steps;
  }

  /** Runs them, and checks that they print what the page says, or something if it says nothing. */
  void run(Path directory) throws IOException, InterruptedException {
    // The commands leave files behind, so they run in a directory of their own.
    for (String name : List.of("headrace", "examples")) {
      Files.createSymbolicLink(directory.resolve(name), Checkout.root().resolve(name));
    }
    String port = freePort();
    for (Step step : steps) {
      String output = run(step.commands().replace(PORT, port), directory);
      if (step.output().isEmpty()) {
        assertThat(output).isNotBlank();
      } else {
        assertThat(output).isEqualTo(step.output());
      }
    }
  }

  private static String run(String commands, Path directory)
      throws IOException, InterruptedException {
    Path out = directory.resolve("out.txt");
    Path err = directory.resolve("err.txt");
    Process shell =
        new ProcessBuilder("bash", "-e", "-c", commands)
            .directory(directory.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(shell.waitFor(MINUTES, TimeUnit.MINUTES)).as(commands + " ended").isTrue();
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
