package dev.headrace.server.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command that the others are part of; alone it prints how to use it. */
@Command(
    name = "headrace",
    description = "SQL, compiled: views that are always right and always fresh.",
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      BuildCommand.class,
      ServerCommand.class,
      SqlCommand.class,
      ExplainCommand.class,
      DiffCommand.class,
      ApplyCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      CheckCommand.class,
      PrepareCommand.class,
      VerifyCommand.class,
      PruneCommand.class,
      MigrateCommand.class,
      DatabaseCommand.class,
      VersionCommand.class,
      TrainingCommand.class,
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "See 'headrace COMMAND --help' for a command's options and examples.",
      "",
      "Exit codes: 0 all went well, 1 an error, 2 wrong usage, 130 interrupted.",
    })
public final class HeadraceCommand extends BaseCommand implements Runnable {
  HeadraceCommand() {}

  /** The command line with its commands, ready to run. */
  public static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new HeadraceCommand());
    commandLine.setOut(StandardStreams.out());
    commandLine.setErr(StandardStreams.err());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(new FailureReport());
    commandLine.setExecutionStrategy(HeadraceCommand::runAndFlush);
    return commandLine;
  }

  /** Runs a command, after which all that it has printed is to be seen. */
  private static int runAndFlush(CommandLine.ParseResult parsed) {
    CommandLine commandLine = parsed.commandSpec().commandLine();
    try {
      return new CommandLine.RunLast().execute(parsed);
    } finally {
      commandLine.getOut().flush();
      commandLine.getErr().flush();
    }
  }

  @Override
  public void run() {
    throw usageError("A command is missing.");
  }
}
