package dev.headrace.quality.logictest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes PostgreSQL's answers into scripts: {@code Recorder JDBC-URL FILE...}. A record's old
 * answer is replaced; read what it writes, since a wrong question has an answer as well.
 */
final class Recorder implements ScriptRunner.Observer {
  private final List<String> lines;
  private final List<String> written = new ArrayList<>();
  private int copied;

  private Recorder(List<String> lines) {
    this.lines = lines;
  }

  public static void main(String... arguments) throws Exception {
    try (Connection connection = DriverManager.getConnection(arguments[0])) {
      for (String argument : Arrays.asList(arguments).subList(1, arguments.length)) {
        Path file = Path.of(argument);
        Recorder recorder = new Recorder(Files.readAllLines(file));
        try (Target target = new PostgresTarget(connection)) {
          new ScriptRunner(target).run(ScriptParser.parse(recorder.lines), recorder);
        }
        recorder.copyTo(recorder.lines.size());
        Files.write(file, recorder.written);
      }
    }
  }

  @Override
  public void before(Step step, int index) {}

  @Override
  public void after(Step step, Reply reply) {
    int end = step.line();
    while (end < lines.size() && !lines.get(end).isBlank() && !isSeparator(end)) {
      end++;
    }
    copyTo(end);
    if (isSeparator(end)) {
      while (copied < lines.size() && !lines.get(copied).isEmpty()) {
        copied++;
      }
    }
    written.addAll(
        switch (step) {
          case Step.Query query -> answer(query, reply);
          case Step.Statement statement when statement.fails() ->
              List.of("----", reply instanceof Reply.Failure f ? f.toString() : "no error");
          case Step.Statement statement ->
              reply instanceof Reply.Failure f
                  ? List.of("# FAILS: " + statement.line() + " " + f)
                  : List.of();
          case Step.Halt _ -> List.of();
        });
  }

  private static List<String> answer(Step.Query query, Reply reply) {
    List<String> answer = new ArrayList<>();
    answer.add("----");
    switch (reply) {
      case Reply.Failure failure -> answer.add("# FAILS: " + failure);
      case Reply.Rows rows -> answer.addAll(Values.of(rows, query.types()).lines(query.sort()));
    }
    return answer;
  }

  private boolean isSeparator(int line) {
    return line < lines.size() && ScriptParser.isSeparator(lines.get(line));
  }

  private void copyTo(int end) {
    written.addAll(lines.subList(copied, end));
    copied = Math.max(copied, end);
  }
}
