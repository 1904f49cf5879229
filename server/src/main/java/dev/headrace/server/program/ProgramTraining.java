package dev.headrace.server.program;

import dev.headrace.server.render.OutputFormat;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes the JDK's AOT cache of a program's jar: runs the program for a while in a JVM that takes
 * note of the classes it loads and of how often methods are called and where they branch. With the
 * cache a later start loads no class and compiles hot methods at once.
 */
public final class ProgramTraining {
  private static final String MAIN = "dev.headrace.server.Main";

  private ProgramTraining() {}

  /** Where the cache of a jar is: beside it. */
  public static Path cacheOf(Path jar) {
    String name = jar.getFileName().toString();
    return jar.resolveSibling(name.substring(0, name.length() - ".jar".length()) + ".aot");
  }

  /**
   * Makes the cache in a process of its own.
   *
   * @param seconds how long the program runs at most
   * @throws IOException with what the process has said if it was not made
   */
  public static void train(Path jar, int seconds) throws IOException, InterruptedException {
    Path cache = cacheOf(jar);
    Files.deleteIfExists(cache);
    Path real = jar.toRealPath();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!option.startsWith("-XX:AOT")) {
        command.add(option);
      }
    }
    command.add("-XX:AOTCacheOutput=" + cache.toAbsolutePath());
    command.add("-cp");
    command.add(System.getProperty("java.class.path") + File.pathSeparator + real);
    command.addAll(List.of(MAIN, "train", real.toString(), "--seconds", "" + seconds));
    Path log = Files.createTempFile("headrace-training", ".log");
    try {
      ProcessBuilder training =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      // compiling units is part of what is trained
      training.environment().put(Databases.UNITS, "off");
      int exit = training.start().waitFor();
      if (exit != 0 || !Files.exists(cache)) {
        throw new IOException(
            jar + " could not be trained, and can be used without:\n" + Files.readString(log));
      }
    } finally {
      Files.delete(log);
      Files.deleteIfExists(cache.resolveSibling(cache.getFileName() + ".config"));
    }
  }

  /** What that process does: runs the program without its sinks until its inputs have ended. */
  public static void run(Path jar, int seconds) throws IOException, InterruptedException {
    Program program = Program.read(jar, Map.of());
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    try (RunningProgram running =
        RunningProgram.start(
            program,
            Databases.options(program).withoutOutput(),
            OutputFormat.TABLE.sink(nowhere, false),
            notice -> {},
            new CompilationReport(nowhere, false))) {
      running.database().awaitInputs(Duration.ofSeconds(seconds));
    }
  }
}
