package dev.headrace.engine;

import dev.headrace.codegen.UnitLibrary;
import dev.headrace.codegen.pack.PackedUnits;
import dev.headrace.engine.statement.ProgramStatement;
import dev.headrace.model.SqlException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A program of SQL that has been compiled ahead, in a jar: its statements as the front end has
 * understood them, and the units of its views as classes. It runs as its text does, but neither the
 * front end nor the compiler has to be started for it.
 *
 * <p>A jar depends on the program and on the version of Headrace that made it and on nothing else,
 * not even the machine. One of another version runs from its text, which is in it too; {@link
 * #outdated} says so.
 */
public final class CompiledProgram {
  private final ProgramFiles.Contents contents;
  private final UnitLibrary units;

  private CompiledProgram(ProgramFiles.Contents contents, UnitLibrary units) {
    this.contents = contents;
    this.units = units;
  }

  /**
   * Compiles a program to a jar: {@link ProgramBuild#of}, {@link ProgramBuild#writeJar}.
   *
   * @throws SqlException of the first statement that is wrong, with its place
   */
  public static void build(String name, String sql, Options options, Path jar) throws IOException {
    ProgramBuild.of(name, sql, options).writeJar(jar);
  }

  /**
   * Opens a jar.
   *
   * @param loader finds the units; one that does not have the jar finds none, and they are compiled
   * @throws IOException if it cannot be read or is not the jar of a program
   */
  public static CompiledProgram open(Path jar, ClassLoader loader) throws IOException {
    return of(ProgramJar.read(jar), loader);
  }

  /**
   * The program that was packed with a class, which was generated for it.
   *
   * @throws IOException if there is none, or it cannot be read
   */
  public static CompiledProgram of(Class<?> owner) throws IOException {
    return of(ProgramClasses.read(owner), owner.getClassLoader());
  }

  private static CompiledProgram of(ProgramFiles.Contents contents, ClassLoader loader) {
    return new CompiledProgram(
        contents, contents.outdated().isEmpty() ? new PackedUnits(loader) : UnitLibrary.EMPTY);
  }

  /** What it is called in messages. */
  public String name() {
    return contents.name();
  }

  /** Its text. */
  public String sql() {
    return contents.sql();
  }

  /** Why it has to run from its text; empty if it has not. */
  public Optional<String> outdated() {
    return contents.outdated().isEmpty() ? Optional.empty() : Optional.of(contents.outdated());
  }

  UnitLibrary units() {
    return units;
  }

  List<ProgramStatement> statements() {
    return contents.statements();
  }
}
