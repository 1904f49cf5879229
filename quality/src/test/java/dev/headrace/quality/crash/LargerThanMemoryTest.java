package dev.headrace.quality.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A table of 300 MB in a process with a heap of 100 MB, of which rows may take 16. */
@Timeout(600)
final class LargerThanMemoryTest {
  @TempDir private Path temp;

  @Test
  void aTableSeveralTimesTheHeapIsFilledChangedAskedAndOpenedAgain() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx100m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                PagedWorkload.class.getName(),
                temp.resolve("db").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines;
    try (BufferedReader output = process.inputReader()) {
      lines = output.lines().toList();
      assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
    } finally {
      process.destroyForcibly();
    }
    long rows = PagedWorkload.ROWS / 100 * 99;
    // the digits of all rows, without those of every hundredth, and one more for each that changed
    long digits = PagedWorkload.ROWS / 10 * 45L - PagedWorkload.ROWS / 100 * 9L + 20L * 5;
    List<String> answers =
        List.of(
            "table [[" + rows + ", " + digits + ", " + rows * 5 + ", 3072]]",
            "view [[" + rows + ", " + digits + "]]",
            "row [[4711, 1, true, 5]]");
    assertThat(lines.subList(0, 3)).isEqualTo(answers);
    assertThat(Long.parseLong(lines.get(3).substring("file ".length()))).isGreaterThan(250L << 20);
    assertThat(lines.subList(4, 7)).isEqualTo(answers);
    assertThat(lines.get(7)).isEqualTo("right true");
  }
}
