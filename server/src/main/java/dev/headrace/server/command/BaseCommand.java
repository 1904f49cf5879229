package dev.headrace.server.command;

import dev.headrace.model.SqlException;
import dev.headrace.server.client.SqlError;
import dev.headrace.server.client.StatementFailure;
import dev.headrace.server.program.Program;
import dev.headrace.server.render.ErrorRenderer;
import java.io.PrintWriter;
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

  /** Reports a statement of a program that failed, with its place in the program's file. */
  final int fail(Program program, StatementFailure failure) {
    if (ShutdownHook.isEnding()) {
      return ExitCode.ERROR;
    }
    out().flush();
    ErrorRenderer.lines(failure.error(), program.name(), program.sql(), 0, false)
        .forEach(err()::println);
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
