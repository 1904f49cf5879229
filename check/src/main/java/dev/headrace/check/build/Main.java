package dev.headrace.check.build;

import dev.headrace.check.source.SourceException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * Does a goal: {@code Main GOAL}, with its settings as properties on standard input, where nobody
 * else sees the passwords among them. Each line of standard output begins with its level.
 */
public final class Main {
  /** Exit code if something is wrong that the user can put right. */
  public static final int WRONG = 3;

  private Main() {}

  public static void main(String[] arguments) throws IOException {
    Properties properties = new Properties();
    properties.load(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    int exit =
        run(
            arguments[0],
            properties,
            (level, text) -> text.lines().forEach(line -> out.println(level + " " + line)));
    if (exit != 0) {
      System.exit(exit);
    }
  }

  static int run(String goal, Properties properties, Log log) throws IOException {
    try {
      return new Goals(properties, log).run(goal) ? 0 : WRONG;
    } catch (SourceException e) {
      log.error(e.text() + (e.hint() == null ? "" : "\n" + e.hint()));
      return WRONG;
    }
  }
}
