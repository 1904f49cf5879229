package dev.headrace.server.command;

import dev.headrace.check.source.SourceException;
import dev.headrace.model.SqlException;
import dev.headrace.server.client.SqlError;
import dev.headrace.server.client.StatementFailure;
import dev.headrace.server.program.Program;
import dev.headrace.server.render.ErrorRenderer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command has: where to write, and help. */
abstract class BaseCommand {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("UnusedVariable") // picocli acts on it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Prints what a statement has to say besides its result, with its severity, as psql does. */
  final void printNotice(String notice) {
    out().flush();
    err().println(notice);
    err().flush();
  }

  /** Reads a program, which has got its variables already if it is a jar. */
  final Program read(Path file, Map<String, String> variables) throws IOException {
    if (Program.isJar(file) && !variables.isEmpty()) {
      throw usageError("Variables get their values when the jar is built.");
    }
    return Program.read(file, variables);
  }

  /** Reports a statement of a program that failed, with its place in the program's file. */
  final int fail(Program program, StatementFailure failure) {
    return fail(program, failure, 0);
  }

  /**
   * Reports a failure of a statement that has a program in it.
   *
   * @param offset of the program in the statement, in characters from 0
   */
  final int fail(Program program, StatementFailure failure, int offset) {
    if (ShutdownHook.isEnding()) {
      return ExitCode.ERROR;
    }
    out().flush();
    SqlError error = failure.error();
    String place = error.position() > offset || offset == 0 ? program.name() : "";
    ErrorRenderer.lines(error.from(offset), place, program.sql(), 0, false).forEach(err()::println);
    err().flush();
    return ExitCode.ERROR;
  }

  /** Reports what keeps a command from what it is for. */
  final int fail(SourceException failure) {
    out().flush();
    err().println("ERROR:  " + failure.text());
    if (failure.hint() != null) {
      err().println("HINT:  " + failure.hint());
    }
    err().flush();
    return ExitCode.ERROR;
  }

  /** Reports that an input could not be read on; views keep what had come before. */
  final void reportInputFailure(SqlException failure) {
    ErrorRenderer.lines(SqlError.of(failure).withoutPosition(), "", false).forEach(err()::println);
    err().flush();
  }

  /** What to throw when options do not fit together: shown with the command's usage. */
  final ParameterException usageError(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
