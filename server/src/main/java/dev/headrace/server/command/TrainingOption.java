package dev.headrace.server.command;

import dev.headrace.server.program.ProgramTraining;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --train}. */
final class TrainingOption {
  private static final int DEFAULT_SECONDS = 30;

  @Option(
      names = "--train",
      paramLabel = "SECONDS",
      arity = "0..1",
      fallbackValue = "" + DEFAULT_SECONDS,
      description = {
        "Let the JVM learn how the program runs, until its inputs have ended, "
            + DEFAULT_SECONDS
            + " seconds at most unless you say how many, and write that to PROGRAM.aot, which",
        "'headrace run' takes where it finds it. Inputs are read; sinks are not written."
      })
  private int seconds;

  boolean isGiven() {
    return seconds != 0;
  }

  /** Trains, and says what has been written. */
  void train(Path jar, PrintWriter out) throws IOException, InterruptedException {
    ProgramTraining.train(jar, seconds);
    Path cache = ProgramTraining.cacheOf(jar);
    out.println(cache + ": " + Files.size(cache) + " bytes");
    out.flush();
  }
}
