package dev.headrace.quality.examples;

import dev.headrace.engine.Command;
import dev.headrace.engine.Headrace;
import dev.headrace.engine.QueryResult;
import dev.headrace.engine.Result;
import dev.headrace.engine.Session;
import dev.headrace.engine.database.ChangeStream;
import dev.headrace.engine.statement.Outcome;
import dev.headrace.engine.statement.StatementRunner;
import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.TextFormat;
import dev.headrace.server.client.Column;
import dev.headrace.server.client.SqlError;
import dev.headrace.server.render.ErrorRenderer;
import dev.headrace.server.render.TableRenderer;
import dev.headrace.server.text.StatementScanner;
import dev.headrace.sql.ParsedStatement;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs SQL in a session and collects what psql would print, but for command tags. */
final class SqlExamples implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Headrace database;
  private final Session session;

  SqlExamples(Headrace database) {
    this.database = database;
    this.session = database.connect();
  }

  /** The output of a block; inputs that end have been read when it returns. */
  String run(String block) throws InterruptedException {
    List<String> lines = new ArrayList<>();
    for (StatementScanner.Statement statement : StatementScanner.split(block)) {
      try {
        lines.addAll(statement(statement.sql()));
      } catch (SqlException e) {
        lines.addAll(ErrorRenderer.lines(SqlError.of(e), statement.sql(), true));
      }
      awaitInputs();
    }
    return String.join("\n", lines);
  }

  private void awaitInputs() throws InterruptedException {
    // what has no end has no total either
    if (database.inputs().stream().noneMatch(input -> input.started() && input.total() < 0)) {
      database.awaitInputs(PATIENCE);
    }
  }

  private List<String> statement(String text) throws InterruptedException {
    if (StatementScanner.firstWord(text).equals("SUBSCRIBE")) {
      return subscription(text);
    }
    List<String> lines = new ArrayList<>();
    for (Result result : session.execute(text)) {
      switch (result) {
        case Command command ->
            command
                .notices()
                .forEach(notice -> lines.add(notice.severity() + ":  " + notice.message()));
        case QueryResult query -> lines.addAll(table(query.fields(), query.rows()));
      }
    }
    return lines;
  }

  /** The first answer to a SUBSCRIBE, whose result has no end. */
  private List<String> subscription(String text) throws InterruptedException {
    try (StatementRunner runner = database.newRunner()) {
      ParsedStatement statement = runner.parse(text).getFirst();
      Outcome.Stream stream =
          (Outcome.Stream) runner.run(runner.prepare(statement, List.of()), List.of());
      try (ChangeStream changes = stream.changes()) {
        ChangeStream.Changes first = changes.next(PATIENCE).orElseThrow();
        return table(stream.fields(), changes(stream.fields(), first));
      }
    }
  }

  private static List<List<@Nullable Object>> changes(
      List<Field> fields, ChangeStream.Changes changes) {
    RowReader reader = new RowReader(RowLayout.of(fields.subList(2, fields.size())));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    Batch batch = changes.rows();
    for (int row = 0; row < batch.end(); row = batch.next(row)) {
      List<@Nullable Object> values = new ArrayList<>();
      values.add(changes.step());
      values.add(Rows.weight(batch.bytes(), row));
      values.addAll(reader.get(batch.bytes(), row));
      rows.add(values);
    }
    return rows;
  }

  private List<String> table(List<Field> fields, List<List<@Nullable Object>> rows) {
    ZoneId zone = ZoneId.of(session.parameter("timezone"));
    List<List<@Nullable String>> texts = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      List<@Nullable String> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        Object value = row.get(i);
        values.add(value == null ? null : TextFormat.toString(fields.get(i).type(), value, zone));
      }
      texts.add(values);
    }
    List<String> lines =
        new ArrayList<>(TableRenderer.lines(fields.stream().map(Column::of).toList(), texts));
    lines.add(rows.size() == 1 ? "(1 row)" : "(" + rows.size() + " rows)");
    return lines;
  }

  @Override
  public void close() {
    session.close();
  }
}
