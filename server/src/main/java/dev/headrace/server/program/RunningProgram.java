package dev.headrace.server.program;

import dev.headrace.engine.CompiledProgram;
import dev.headrace.engine.Headrace;
import dev.headrace.engine.InputStatus;
import dev.headrace.engine.Options;
import dev.headrace.model.SqlException;
import dev.headrace.server.client.EmbeddedClient;
import dev.headrace.server.client.ResultSink;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A database in which a program runs. */
public final class RunningProgram implements AutoCloseable {
  private final Headrace database;
  private final long start;

  private RunningProgram(Headrace database, long start) {
    this.database = database;
    this.start = start;
  }

  /**
   * Runs the program's statements in a database; its inputs begin when all have run.
   *
   * @param data the database's directory; null for a new one in memory
   * @param tableMemoryLimit of a database in a directory; 0 for none
   * @param sink takes what the statements return
   * @param notices takes what they have to say besides
   * @param compilations is told how far compiling the views is
   * @throws dev.headrace.server.client.StatementFailure if one fails
   */
  public static RunningProgram start(
      Program program,
      @Nullable Path data,
      long tableMemoryLimit,
      ResultSink sink,
      Consumer<String> notices,
      CompilationReport compilations) {
    Options options =
        Databases.options(program).withTableMemoryLimit(tableMemoryLimit).withProgress(notices);
    return start(program, data, options, sink, notices, compilations);
  }

  /** The same with a database in memory that is opened with some options. */
  static RunningProgram start(
      Program program,
      Options options,
      ResultSink sink,
      Consumer<String> notices,
      CompilationReport compilations) {
    return start(program, null, options, sink, notices, compilations);
  }

  private static RunningProgram start(
      Program program,
      @Nullable Path data,
      Options options,
      ResultSink sink,
      Consumer<String> notices,
      CompilationReport compilations) {
    long start = System.nanoTime();
    CompiledProgram compiled = program.compiled();
    if (compiled != null && compiled.outdated().isPresent()) {
      notices.accept(
          "WARNING:  "
              + program.name()
              + " is compiled again from its text, because "
              + compiled.outdated().get());
    }
    Headrace database = Databases.open(data, options);
    try (EmbeddedClient client = new EmbeddedClient(database, notices);
        CompilationReport.Listening _ = compilations.follow(database.compilations())) {
      if (compiled == null) {
        client.execute(program.sql(), sink);
      } else {
        client.execute(compiled, sink);
      }
      return new RunningProgram(database, start);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  public Headrace database() {
    return database;
  }

  /** Time since the program's first statement. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** The figures up to now. */
  public RunStatistics statistics() throws IOException {
    return RunStatistics.now(database.statistics(), elapsed());
  }

  /** How its inputs are doing. */
  public List<InputStatus> inputs() {
    return database.inputs();
  }

  /**
   * Waits until all inputs have ended, by themselves or by failing, and their rows are in all
   * views.
   *
   * @param progress told several times a second
   */
  public void awaitInputs(ProgressReport progress) throws InterruptedException {
    while (!database.awaitInputs(ProgressReport.INTERVAL)) {
      progress.update(database.inputs(), elapsed());
    }
    List<InputStatus> inputs = database.inputs();
    progress.end(inputs, elapsed());
  }

  /** Why the first input that has failed did so. */
  public Optional<SqlException> inputFailure() {
    return database.inputs().stream().flatMap(input -> input.failure().stream()).findFirst();
  }

  @Override
  public void close() {
    database.close();
  }
}
