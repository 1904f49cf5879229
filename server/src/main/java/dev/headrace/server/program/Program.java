package dev.headrace.server.program;

import dev.headrace.server.text.Variables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A program.
 *
 * @param name what to call it in messages
 * @param sql its text, variables replaced
 * @param directory what its relative paths are relative to
 */
public record Program(String name, String sql, Path directory) {
  /**
   * Reads a program from a file; relative paths in it are relative to the file.
   *
   * @throws dev.headrace.model.SqlException if it uses a variable that has no value
   */
  public static Program read(Path file, Map<String, String> variables) throws IOException {
    String sql = Variables.replace(Files.readString(file), variables);
    Path parent = file.toAbsolutePath().normalize().getParent();
    return new Program(file.toString(), sql, parent == null ? file.getRoot() : parent);
  }
}
