package dev.headrace.engine;

import dev.headrace.codegen.pack.PackedUnits;
import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.input.InertConnector;
import dev.headrace.engine.statement.ProgramCompiler;
import dev.headrace.engine.statement.ProgramStatement;
import dev.headrace.engine.statement.StatementRunner;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.connector.Connector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/** A program that has just been compiled, to be written: see {@link CompiledProgram}. */
public final class ProgramBuild {
  private final String name;
  private final String sql;
  private final Definitions definitions;
  private final SortedMap<String, byte[]> units;

  private record Definitions(
      List<ProgramStatement> statements,
      List<ProgramRelation> relations,
      SortedMap<String, byte[]> units) {}

  private ProgramBuild(
      String name, String sql, Definitions definitions, SortedMap<String, byte[]> units) {
    this.name = name;
    this.sql = sql;
    this.definitions = definitions;
    this.units = units;
  }

  /**
   * Compiles a program.
   *
   * @param name what to call it in messages
   * @param options connectors, and the directory that their paths are relative to; nothing is read
   *     or written, and what inputs are to read need not be there
   * @throws SqlException of the first statement that is wrong, with its place
   */
  public static ProgramBuild of(String name, String sql, Options options) {
    // with one worker operators are wired in another way than with several
    Definitions one = compile(sql, options.withWorkers(1));
    Definitions several = compile(sql, options.withWorkers(2));
    SortedMap<String, byte[]> units = one.units();
    units.putAll(several.units());
    return new ProgramBuild(name, sql, one, units);
  }

  private static Definitions compile(String sql, Options options) {
    try (Headrace database = Headrace.inMemory(inert(options, false));
        StatementRunner runner = database.newRunner()) {
      database.connectors().hold();
      database.database().units().hold();
      List<ProgramStatement> statements = new ProgramCompiler(runner).compile(sql);
      awaitUnits(database);
      return new Definitions(
          statements,
          relations(database.database().catalog()),
          PackedUnits.pack(database.database().units().images()));
    }
  }

  private static void awaitUnits(Headrace database) {
    try {
      database.compilations().await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SqlException(
          ErrorCode.QUERY_CANCELED, "the program was not compiled because of an interrupt", e);
    }
  }

  /** The same options with connectors that write nothing and, unless they are to, read nothing. */
  static Options inert(Options options, boolean reads) {
    List<Connector> connectors =
        options.connectors().stream()
            .<Connector>map(connector -> new InertConnector(connector, reads))
            .toList();
    return options.withConnectors(connectors);
  }

  /**
   * What the program leaves defined, but for what the database fills with a table's bad records.
   */
  private static List<ProgramRelation> relations(Catalog catalog) {
    Set<String> errors = new HashSet<>();
    for (Relation relation : catalog.relations()) {
      if (relation instanceof BaseRelation base && base.errors() != null) {
        errors.add(base.errors().name());
      }
    }
    return catalog.relations().stream()
        .filter(relation -> !errors.contains(relation.name()))
        .flatMap(relation -> ProgramRelation.of(relation).stream())
        .toList();
  }

  /** The tables, sources and views that are there when the program has run. */
  public List<ProgramRelation> relations() {
    return definitions.relations();
  }

  /** Writes, or replaces, a jar for {@link CompiledProgram#open}. */
  public void writeJar(Path jar) throws IOException {
    ProgramJar.write(name, sql, definitions.statements(), units, jar);
  }

  /**
   * Writes it among the class files of an application, for {@link CompiledProgram#of}.
   *
   * @param owner name of the class that is going to ask for it
   */
  public void writeClasses(Path directory, String owner) throws IOException {
    ProgramClasses.write(name, sql, definitions.statements(), units, directory, owner);
  }
}
