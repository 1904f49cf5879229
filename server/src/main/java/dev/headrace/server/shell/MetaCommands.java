package dev.headrace.server.shell;

import dev.headrace.server.client.Column;
import dev.headrace.server.client.Relation;
import dev.headrace.server.client.RelationReader;
import dev.headrace.server.client.SqlClient;
import dev.headrace.server.client.StatementFailure;
import dev.headrace.server.render.ErrorRenderer;
import dev.headrace.server.render.OutputFormat;
import dev.headrace.server.render.TableRenderer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The shell's own commands, which start with a backslash; their names are those of psql. */
final class MetaCommands {
  private static final String HELP =
      """
      \\d              list tables, sources and views
      \\d NAME         describe one
      \\dt             list tables
      \\dv             list views
      \\format FORMAT  show results as table, expanded, csv or json
      \\i FILE         run the statements of a file
      \\q              leave
      \\timing         switch the time of each statement on or off
      \\verbose        switch SQLSTATEs in errors on or off
      \\x              switch between tables and one value per line
      \\?              this list
      A statement ends with a semicolon and may take many lines.
      Ctrl-C cancels a statement, Ctrl-D leaves.""";

  private final SqlClient client;
  private final ShellSettings settings;
  private final StatementRunner runner;
  private final PrintWriter out;
  private final PrintWriter err;

  MetaCommands(
      SqlClient client,
      ShellSettings settings,
      StatementRunner runner,
      PrintWriter out,
      PrintWriter err) {
    this.client = client;
    this.settings = settings;
    this.runner = runner;
    this.out = out;
    this.err = err;
  }

  /** What a command left the shell with. */
  enum Outcome {
    DONE,
    FAILED,
    QUIT
  }

  /** Runs a line that starts with a backslash. */
  Outcome run(String line) {
    String[] words = line.strip().split("\\s+", 2);
    String argument = words.length < 2 ? "" : words[1].strip();
    Outcome outcome =
        switch (words[0]) {
          case "\\q", "\\quit" -> Outcome.QUIT;
          case "\\?", "\\h" -> print(HELP);
          case "\\timing" -> {
            settings.setTiming(!settings.timing());
            yield print("Timing is " + onOff(settings.timing()) + ".");
          }
          case "\\verbose" -> {
            settings.setVerbose(!settings.verbose());
            yield print("Verbose errors are " + onOff(settings.verbose()) + ".");
          }
          case "\\x" -> {
            boolean expand = settings.format() != OutputFormat.EXPANDED;
            settings.setFormat(expand ? OutputFormat.EXPANDED : OutputFormat.TABLE);
            yield print("Expanded display is " + onOff(expand) + ".");
          }
          case "\\format" -> format(argument);
          case "\\i" -> include(argument);
          case "\\d" -> argument.isEmpty() ? list(_ -> true) : describe(argument);
          case "\\dt" -> list(relation -> relation.kind().endsWith("TABLE"));
          case "\\dv" -> list(relation -> relation.kind().endsWith("VIEW"));
          default -> fail("invalid command " + words[0] + "; try \\? for help");
        };
    out.flush();
    err.flush();
    return outcome;
  }

  private Outcome print(String text) {
    out.println(text);
    return Outcome.DONE;
  }

  private Outcome fail(String message) {
    out.flush();
    err.println(message);
    return Outcome.FAILED;
  }

  private static String onOff(boolean on) {
    return on ? "on" : "off";
  }

  private Outcome format(String name) {
    for (OutputFormat format : OutputFormat.values()) {
      if (format.name().equalsIgnoreCase(name)) {
        settings.setFormat(format);
        return print("Output format is " + name.toLowerCase(Locale.ROOT) + ".");
      }
    }
    return fail("\\format: choose one of table, expanded, csv, json");
  }

  private Outcome include(String file) {
    if (file.isEmpty()) {
      return fail("\\i: a file name is missing");
    }
    try {
      return runner.run(Files.readString(Path.of(file)), file) ? Outcome.DONE : Outcome.FAILED;
    } catch (IOException e) {
      return fail("\\i: cannot read " + file + ": " + IoMessages.of(e));
    }
  }

  private Outcome list(Predicate<Relation> shown) {
    try {
      List<Relation> relations = RelationReader.read(client).stream().filter(shown).toList();
      if (relations.isEmpty()) {
        return print("There are none.");
      }
      List<Column> columns =
          List.of(new Column("Name", Column.Style.TEXT), new Column("Kind", Column.Style.TEXT));
      TableRenderer.lines(
              columns, relations.stream().map(r -> List.of(r.name(), lowerCase(r.kind()))).toList())
          .forEach(out::println);
      return Outcome.DONE;
    } catch (StatementFailure e) {
      return fail(e);
    }
  }

  private Outcome describe(String name) {
    try {
      for (Relation relation : RelationReader.read(client)) {
        if (relation.name().equals(name) || relation.name().equals(lowerCase(name))) {
          describe(relation);
          return Outcome.DONE;
        }
      }
      return fail("There is no table, source or view named \"" + name + "\".");
    } catch (StatementFailure e) {
      return fail(e);
    }
  }

  private void describe(Relation relation) {
    out.println(
        relation.kind().charAt(0)
            + lowerCase(relation.kind()).substring(1)
            + " "
            + relation.name());
    List<Column> columns =
        List.of(
            new Column("Column", Column.Style.TEXT),
            new Column("Type", Column.Style.TEXT),
            new Column("Nullable", Column.Style.TEXT));
    TableRenderer.lines(
            columns,
            relation.columns().stream()
                .map(c -> List.of(c.name(), c.type(), c.nullable() ? "" : "not null"))
                .toList())
        .forEach(out::println);
  }

  private Outcome fail(StatementFailure failure) {
    out.flush();
    ErrorRenderer.lines(failure.error(), "", settings.verbose()).forEach(err::println);
    return Outcome.FAILED;
  }

  private static String lowerCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
