package dev.headrace.generator;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What build tools run: {@code Main SOURCES CLASSES (FILE.sql CLASS)...}. A program that is wrong
 * is reported in a line of standard error, and the others are compiled.
 */
public final class Main {
  /** Exit code if a program was wrong. */
  public static final int WRONG = 3;

  private Main() {}

  public static void main(String[] arguments) throws IOException {
    int exit = run(arguments);
    if (exit != 0) {
      System.exit(exit);
    }
  }

  static int run(String... arguments) throws IOException {
    ProgramGenerator generator = new ProgramGenerator(Path.of(arguments[0]), Path.of(arguments[1]));
    int exit = 0;
    for (int i = 2; i < arguments.length; i += 2) {
      try {
        generator.generate(Path.of(arguments[i]), arguments[i + 1]);
      } catch (ProgramGenerator.WrongProgram e) {
        System.err.println(e.getMessage());
        exit = WRONG;
      }
    }
    return exit;
  }
}
