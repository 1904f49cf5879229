package dev.headrace.engine.typed;

import dev.headrace.engine.CompiledProgram;
import dev.headrace.engine.Headrace;
import dev.headrace.engine.Options;
import dev.headrace.engine.Session;
import dev.headrace.model.Field;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Opens databases for programs whose classes were generated. */
public final class TypedProgram {
  private TypedProgram() {}

  /** A database in memory in which the program of a class has run. */
  public static Headrace inMemory(Class<?> owner, Options options) {
    CompiledProgram program = program(owner);
    return run(Headrace.inMemory(options.withProgram(program)), program);
  }

  /**
   * The database in a directory. The program runs, as one transaction, if none of its tables and
   * views is there.
   *
   * @param relations how statements write their names
   */
  public static Headrace open(
      Class<?> owner, Path directory, Options options, List<String> relations) {
    CompiledProgram program = program(owner);
    Headrace database = Headrace.open(directory, options.withProgram(program));
    boolean there = relations.stream().anyMatch(name -> isThere(database, name));
    return there ? database : run(database, program);
  }

  private static boolean isThere(Headrace database, String relation) {
    Object there = database.query("SELECT to_regclass($1) IS NOT NULL", relation).single();
    return Boolean.TRUE.equals(there);
  }

  private static CompiledProgram program(Class<?> owner) {
    try {
      return CompiledProgram.of(owner);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private static Headrace run(Headrace database, CompiledProgram program) {
    boolean done = false;
    try (Session session = database.connect()) {
      session.execute("BEGIN");
      session.execute(program);
      session.execute("COMMIT");
      done = true;
      return database;
    } finally {
      if (!done) {
        database.close();
      }
    }
  }

  /** The columns of a view's rows. */
  static List<Field> fields(Headrace database, String select) {
    try (Session session = database.connect()) {
      return session.prepare(select).fields();
    }
  }
}
