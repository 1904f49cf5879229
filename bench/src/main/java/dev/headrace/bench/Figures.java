package dev.headrace.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What the benchmarks share: order statistics and the process's memory. */
public final class Figures {
  private static final Path STATUS = Path.of("/proc/self/status");

  private Figures() {}

  /**
   * The value below which a share of the values lies (nearest rank).
   *
   * @param share between 0 and 1
   */
  public static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.clamp(rank - 1L, 0, sorted.length - 1)];
  }

  public static double median(double[] values) {
    return quantile(values, 0.5);
  }

  /** Highest resident set of this process so far, in MiB; NaN where /proc does not tell. */
  static double peakMemory() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return Double.NaN;
    }
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    return Double.NaN;
  }

  /** Processor time of this process so far, all threads, in seconds. */
  static double processorSeconds() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
