package dev.headrace.quality.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.quality.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tour of the README does what it says when pasted into a shell. */
final class ReadmeTest {
  private static final int MAX_LINES = 30;

  @TempDir Path directory = Path.of("set by JUnit");

  @Test
  void tourIsShort() throws IOException {
    long lines = tour().steps().stream().flatMap(step -> step.commands().lines()).count();
    assertThat(lines).isLessThanOrEqualTo(MAX_LINES);
  }

  @Test
  void tourWorksWhenPasted() throws IOException, InterruptedException {
    tour().run(directory);
  }

  private static ShellSteps tour() throws IOException {
    return ShellSteps.of(Checkout.root().resolve("README.md"));
  }
}
