package dev.headrace.generator;

import dev.headrace.connect.Connectors;
import dev.headrace.engine.Options;
import dev.headrace.engine.ProgramBuild;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.connector.Connector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compiles programs of an application.
 *
 * @param sources directory of generated Java files
 * @param classes directory of the application's class files
 */
public record ProgramGenerator(Path sources, Path classes) {
  /** What is wrong with a program, where, as build tools and editors know it. */
  public static final class WrongProgram extends Exception {
    private static final long serialVersionUID = 1;

    private WrongProgram(String message, SqlException cause) {
      super(message, cause);
    }
  }

  /**
   * Compiles a program and writes its class.
   *
   * @param className with its package
   */
  public void generate(Path file, String className) throws IOException, WrongProgram {
    Path absolute = file.toAbsolutePath().normalize();
    Options options = Options.defaults();
    Path directory = absolute.getParent();
    if (directory != null) {
      options = options.withBaseDirectory(directory);
    }
    for (Connector connector : Connectors.standard()) {
      options = options.withConnector(connector);
    }
    String name = String.valueOf(absolute.getFileName());
    ProgramBuild build;
    try {
      build = ProgramBuild.of(name, Files.readString(absolute), options);
    } catch (SqlException e) {
      throw new WrongProgram(message(absolute, e), e);
    }
    build.writeClasses(classes, className);
    Path java = sources.resolve(className.replace('.', '/') + ".java");
    String text = new ProgramSource(className, name, build.relations()).text();
    if (!Files.exists(java) || !Files.readString(java).equals(text)) {
      Files.createDirectories(java.getParent());
      Files.writeString(java, text);
    }
  }

  private static String message(Path file, SqlException e) {
    SqlException.Position place = e.position();
    StringBuilder message = new StringBuilder(file.toString());
    if (place != null) {
      message.append(":[").append(place.line()).append(',').append(place.column()).append(']');
    }
    message.append(' ').append(e.message());
    if (e.detail() != null) {
      message.append(" (").append(e.detail()).append(')');
    }
    if (e.hint() != null) {
      message.append(' ').append(e.hint());
    }
    return message.toString();
  }
}
