package dev.headrace.quality.docs;

import dev.headrace.quality.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code docs/migrations.md} do what it says when pasted into a shell. */
final class MigrationsPageTest {
  @TempDir Path directory = Path.of("set by JUnit");

  @Test
  void commandsWorkWhenPasted() throws IOException, InterruptedException {
    ShellSteps.of(Checkout.root().resolve("docs/migrations.md")).run(directory);
  }
}
