package dev.headrace.server.command;

import dev.headrace.engine.Headrace;
import dev.headrace.server.client.EmbeddedClient;
import dev.headrace.server.client.JdbcClient;
import dev.headrace.server.client.SqlClient;
import dev.headrace.server.program.Databases;
import dev.headrace.server.render.OutputFormat;
import dev.headrace.server.shell.Shell;
import dev.headrace.server.shell.ShellSettings;
import dev.headrace.server.shell.StatementRunner;
import dev.headrace.server.text.Variables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code headrace sql}. */
@Command(
    name = "sql",
    description = {
      "Run SQL statements, or type them in an interactive shell.",
      "",
      "Without --url and --data the database lives in this process and ends with it.",
      "Without -c and -f statements are read from standard input. The first that fails ends the run.",
    },
    footer = {
      "",
      "Examples:",
      "  headrace sql",
      "  headrace sql -c 'select 1'",
      "  headrace sql --data mydb",
      "  headrace sql -f schema.sql -f queries.sql --format csv",
      "  headrace sql --url postgresql://localhost:5433 -c 'select * from punctuality'",
    })
final class SqlCommand extends BaseCommand implements Callable<Integer> {
  @Option(
      names = {"-c", "--command"},
      paramLabel = "SQL",
      description = "Run these statements. Can be given more than once.")
  private List<String> commands = new ArrayList<>();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Run the statements of a file, after those of -c. Can be given more than once.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Connect to a server: postgresql://[user[:password]@]host[:port][/database].")
  private @Nullable String url;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Open the database in this directory, or make one there.")
  private @Nullable Path data;

  @Mixin private MemoryOptions memory = new MemoryOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "Print results as ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.",
      defaultValue = "table")
  private OutputFormat format = OutputFormat.TABLE;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print no command tags and row counts.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Print errors with their SQLSTATE.")
  private boolean verbose;

  @Option(
      names = "-D",
      paramLabel = "NAME=VALUE",
      description = "Replace :NAME, :'NAME' and :\"NAME\" in files and commands.")
  private Map<String, String> variables = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException {
    ShellSettings settings = new ShellSettings();
    settings.setFormat(format);
    settings.setQuiet(quiet);
    settings.setVerbose(verbose);
    if (url != null && data != null) {
      throw usageError("--url and --data exclude each other.");
    }
    if (url != null) {
      try (SqlClient client = JdbcClient.connect(url, this::printNotice)) {
        return run(client, settings);
      }
    }
    try (Headrace database = Databases.open(data, Path.of(""), memory.tables(), this::printNotice);
        SqlClient client = new EmbeddedClient(database, this::printNotice)) {
      return run(client, settings);
    }
  }

  private int run(SqlClient client, ShellSettings settings) throws IOException {
    if (commands.isEmpty() && files.isEmpty() && StandardStreams.inputIsTerminal()) {
      interact(client, settings);
      return ExitCode.SUCCESS;
    }
    return runAll(client, settings) ? ExitCode.SUCCESS : ExitCode.ERROR;
  }

  private boolean runAll(SqlClient client, ShellSettings settings) throws IOException {
    StatementRunner runner = new StatementRunner(client, settings, out(), err());
    for (String command : commands) {
      if (!runner.run(Variables.replace(command, variables), "")) {
        return false;
      }
    }
    for (Path file : files) {
      String text = Files.readString(file);
      if (!runner.run(Variables.replace(text, variables), file.toString())) {
        return false;
      }
    }
    if (!commands.isEmpty() || !files.isEmpty()) {
      return true;
    }
    String text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    return runner.run(Variables.replace(text, variables), "");
  }

  private static void interact(SqlClient client, ShellSettings settings) throws IOException {
    Path directory = Path.of(System.getProperty("user.home"), ".headrace");
    Files.createDirectories(directory);
    try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      new Shell(terminal, client, settings, directory.resolve("history")).run();
    }
  }
}
