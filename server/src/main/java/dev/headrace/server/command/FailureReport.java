package dev.headrace.server.command;

import dev.headrace.model.SqlException;
import dev.headrace.server.client.SqlError;
import dev.headrace.server.client.StatementFailure;
import dev.headrace.server.render.ErrorRenderer;
import dev.headrace.server.shell.IoMessages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;

/** Reports what a command throws: an error in a line or two; a defect with its stack trace. */
final class FailureReport implements CommandLine.IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, CommandLine.ParseResult parseResult) {
    if (ShutdownHook.isEnding()) {
      return ExitCode.ERROR;
    }
    commandLine.getOut().flush();
    PrintWriter err = commandLine.getErr();
    switch (failure) {
      case StatementFailure e -> print(err, e.error());
      case SqlException e -> print(err, SqlError.of(e));
      case UncheckedIOException e when e.getCause() != null ->
          err.println("ERROR:  " + IoMessages.withFile(e.getCause()));
      case IOException e -> err.println("ERROR:  " + IoMessages.withFile(e));
      default -> {
        err.println("ERROR:  XX000: this is a defect of Headrace, please report it");
        failure.printStackTrace(err);
      }
    }
    err.flush();
    return ExitCode.ERROR;
  }

  private static void print(PrintWriter err, SqlError error) {
    ErrorRenderer.lines(error.withoutPosition(), "", false).forEach(err::println);
  }
}
