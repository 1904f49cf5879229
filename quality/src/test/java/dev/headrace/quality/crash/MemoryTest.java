package dev.headrace.quality.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.engine.Finding;
import dev.headrace.engine.Headrace;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database that outgrows the memory of its process: the commit that has no room is refused
 * (53200), the database lives on, and nothing is lost.
 */
@Timeout(300)
final class MemoryTest {
  @TempDir private Path temp;

  @Test
  void aTableThatOutgrowsTheHeapIsAnErrorAndNoMore() throws Exception {
    Path directory = temp.resolve("db");
    List<String> lines = run(directory);
    assertThat(lines.subList(0, 3)).containsOnly("refused 53200");
    long committed = number(lines.get(3), "committed ");
    long expected = number(lines.get(9), "expected ");
    assertThat(committed).isGreaterThan(10);
    String rows = String.valueOf(committed * CrowdedWorkload.ROWS);
    String left = String.valueOf(expected * CrowdedWorkload.ROWS);
    assertThat(lines.get(4)).isEqualTo("rows " + rows);
    assertThat(lines.get(5)).isIn("view " + rows, "view refused");
    assertThat(lines.get(7)).isEqualTo("rows " + left);
    assertThat(lines.get(8)).isIn("view " + left, "view refused");
    assertThat(lines.subList(9, lines.size())).containsExactly("expected " + expected, "closed");
    try (Headrace db = Headrace.open(directory)) {
      assertThat(db.query("SELECT n FROM v").single()).isEqualTo(expected * CrowdedWorkload.ROWS);
      assertThat(db.check())
          .hasSize(2)
          .allSatisfy(finding -> assertThat(finding.outcome()).isEqualTo(Finding.Outcome.RIGHT));
    }
  }

  private static long number(String line, String prefix) {
    assertThat(line).startsWith(prefix);
    return Long.parseLong(line, prefix.length(), line.length(), 10);
  }

  private static List<String> run(Path directory) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx100m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CrowdedWorkload.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = process.inputReader()) {
      List<String> all = lines.lines().toList();
      assertThat(process.waitFor()).as(String.join("\n", all)).isZero();
      return all;
    } finally {
      process.destroyForcibly();
    }
  }
}
