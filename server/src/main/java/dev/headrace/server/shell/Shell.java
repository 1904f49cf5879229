package dev.headrace.server.shell;

import dev.headrace.server.client.Relation;
import dev.headrace.server.client.RelationReader;
import dev.headrace.server.client.SqlClient;
import dev.headrace.server.client.StatementFailure;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** The interactive shell: reads statements from a terminal until the user leaves. */
public final class Shell {
  private static final String PROMPT = "headrace=> ";
  private static final String CONTINUATION_PROMPT = "headrace-> ";

  private final Terminal terminal;
  private final SqlClient client;
  private final LineReader reader;
  private final StatementRunner runner;
  private final MetaCommands metaCommands;

  public Shell(Terminal terminal, SqlClient client, ShellSettings settings, Path historyFile) {
    this.terminal = terminal;
    this.client = client;
    PrintWriter out = terminal.writer();
    this.runner = new StatementRunner(client, settings, out, out);
    this.metaCommands = new MetaCommands(client, settings, runner, out, out);
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("headrace")
            .parser(new SqlLineParser())
            .completer(new SqlCompleter(this::relations))
            .variable(LineReader.HISTORY_FILE, historyFile)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, CONTINUATION_PROMPT)
            .variable(LineReader.INDENTATION, 0)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.HISTORY_BEEP, false)
            .build();
  }

  /** Completion without a catalog still has its keywords. */
  private List<Relation> relations() {
    try {
      return RelationReader.read(client);
    } catch (StatementFailure e) {
      return List.of();
    }
  }

  /** Runs until {@code \q} or the end of the input. */
  public void run() {
    terminal.writer().println("Connected to " + client.description() + ". Type \\? for help.");
    while (true) {
      String line;
      try {
        line = reader.readLine(PROMPT);
      } catch (UserInterruptException e) {
        continue; // Ctrl-C drops what was typed, as in psql
      } catch (EndOfFileException e) {
        return;
      }
      if (accept(line) == MetaCommands.Outcome.QUIT) {
        return;
      }
    }
  }

  private MetaCommands.Outcome accept(String line) {
    Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, _ -> client.cancel());
    try {
      if (line.startsWith("\\")) {
        return metaCommands.run(line);
      }
      return runner.run(line, "") ? MetaCommands.Outcome.DONE : MetaCommands.Outcome.FAILED;
    } finally {
      terminal.handle(Terminal.Signal.INT, before);
      terminal.flush();
    }
  }
}
