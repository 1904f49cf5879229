package dev.headrace.quality.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Databases in processes whose heaps they do not fit into. */
@Timeout(600)
final class LargerThanMemoryTest {
  @TempDir private Path temp;

  private List<String> run(Class<?> workload, String heap) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                workload.getName(),
                temp.resolve("db").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = process.inputReader()) {
      List<String> lines = output.lines().toList();
      assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
      return lines;
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aTableSeveralTimesTheHeapIsFilledChangedAskedAndOpenedAgain() throws Exception {
    // 300 MB, of which 16 may be in memory
    List<String> lines = run(PagedWorkload.class, "100m");
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

  @Test
  void indexesLargerThanTheHeapAreFilledChangedAskedAndOpenedAgain() throws Exception {
    // 55 MB as trees in memory, of which 6 may be there
    List<String> lines = run(IndexedWorkload.class, "64m");
    // each of five numbers 150 times, and a hundred that were changed to be less
    assertThat(lines.get(0)).isEqualTo("range [[850, 63302200]]");
    assertThat(lines.get(1)).isEqualTo("row [[4711, 711]]");
    assertThat(lines.get(3)).isEqualTo("key [[4], [-1]]");
    assertThat(lines.subList(4, 8)).isEqualTo(lines.subList(0, 4));
    assertThat(lines.get(8)).isEqualTo("right true");
  }
}
