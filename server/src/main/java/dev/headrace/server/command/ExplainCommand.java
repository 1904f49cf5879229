package dev.headrace.server.command;

import dev.headrace.server.client.StatementFailure;
import dev.headrace.server.program.Explanation;
import dev.headrace.server.program.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code headrace explain}. */
@Command(
    name = "explain",
    description = {
      "Show how a program is computed.",
      "",
      "Prints the operators that maintain each materialized view, without reading any input.",
    },
    footer = {"", "Example:", "  headrace explain examples/flights/program.sql"})
final class ExplainCommand extends BaseCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Parameters(paramLabel = "FILE.sql", description = "The program.")
  private Path file;

  @Option(
      names = "-D",
      paramLabel = "NAME=VALUE",
      description = "Replace :NAME, :'NAME' and :\"NAME\" in the program.")
  private Map<String, String> variables = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException {
    Program program = Program.read(file, variables);
    try {
      Explanation.lines(program).forEach(out()::println);
      out().flush();
      return ExitCode.SUCCESS;
    } catch (StatementFailure e) {
      return fail(program, e);
    }
  }
}
