package dev.headrace.server.client;

import dev.headrace.engine.Command;
import dev.headrace.engine.CompiledProgram;
import dev.headrace.engine.Headrace;
import dev.headrace.engine.QueryResult;
import dev.headrace.engine.Result;
import dev.headrace.engine.Session;
import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session of a database in this process. The database is the caller's. */
public final class EmbeddedClient implements SqlClient {
  private final Session session;
  private final Consumer<String> notices;

  /**
   * Opens a session.
   *
   * @param notices gets what a statement has to say besides its result
   */
  public EmbeddedClient(Headrace database, Consumer<String> notices) {
    this.session = database.connect();
    this.notices = notices;
  }

  /** Runs one statement or a whole text; sources of a text begin when all of it has run. */
  @Override
  public void execute(String sql, ResultSink sink) {
    try {
      for (Result result : session.execute(sql)) {
        push(result, sink);
      }
    } catch (SqlException e) {
      throw new StatementFailure(e);
    }
  }

  /** Runs a program that has been compiled. */
  public void execute(CompiledProgram program, ResultSink sink) {
    try {
      for (Result result : session.execute(program)) {
        push(result, sink);
      }
    } catch (SqlException e) {
      throw new StatementFailure(e);
    }
  }

  private void push(Result result, ResultSink sink) {
    switch (result) {
      case Command command -> {
        command.notices().forEach(n -> notices.accept(n.severity() + ":  " + n.message()));
        sink.command(command.tag());
      }
      case QueryResult rows -> push(rows, sink);
    }
  }

  private static void push(QueryResult result, ResultSink sink) {
    sink.begin(result.fields().stream().map(Column::of).toList());
    RowText text = new RowText(RowLayout.of(result.fields()));
    result.forEach(
        (slab, row) -> {
          List<@Nullable String> values = text.values(slab, row);
          for (int copy = Rows.weight(slab, row); copy > 0; copy--) {
            sink.row(values);
          }
        });
    sink.end(result.tag());
  }

  @Override
  public void cancel() {
    session.cancel();
  }

  @Override
  public String description() {
    return "a database in this process, which ends with it";
  }

  @Override
  public void close() {
    session.close();
  }
}
