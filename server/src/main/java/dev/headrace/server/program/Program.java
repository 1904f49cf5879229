package dev.headrace.server.program;

import dev.headrace.engine.CompiledProgram;
import dev.headrace.server.text.Variables;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program.
 *
 * @param name what to call it in messages
 * @param sql its text, variables replaced
 * @param directory what its relative paths are relative to
 * @param compiled what it was compiled to, if it was
 */
public record Program(String name, String sql, Path directory, @Nullable CompiledProgram compiled) {
  public Program(String name, String sql, Path directory) {
    this(name, sql, directory, null);
  }

  /**
   * Reads a program from a file, or the jar of one; relative paths in it are relative to the file.
   *
   * @throws dev.headrace.model.SqlException if it uses a variable that has no value
   */
  public static Program read(Path file, Map<String, String> variables) throws IOException {
    Path parent = file.toAbsolutePath().normalize().getParent();
    Path directory = parent == null ? file.getRoot() : parent;
    if (isJar(file)) {
      CompiledProgram compiled = CompiledProgram.open(file, loader(file));
      return new Program(compiled.name(), compiled.sql(), directory, compiled);
    }
    String sql = Variables.replace(Files.readString(file), variables);
    return new Program(file.toString(), sql, directory);
  }

  /** Whether a file is the jar of a program, by its name. */
  public static boolean isJar(Path file) {
    return file.toString().endsWith(".jar");
  }

  /** The JDK's AOT cache works for classes that its own class loader finds. */
  private static ClassLoader loader(Path jar) throws IOException {
    Path real = jar.toRealPath();
    String[] classPath = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    return Arrays.stream(classPath).map(Path::of).anyMatch(real::equals)
        ? Program.class.getClassLoader()
        : new URLClassLoader(
            new URL[] {real.toUri().toURL()}, CompiledProgram.class.getClassLoader());
  }
}
