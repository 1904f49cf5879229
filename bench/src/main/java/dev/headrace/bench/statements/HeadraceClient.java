package dev.headrace.bench.statements;

import dev.headrace.engine.Command;
import dev.headrace.engine.Headrace;
import dev.headrace.engine.PreparedStatement;
import dev.headrace.engine.QueryResult;
import dev.headrace.engine.ResultCursor;
import dev.headrace.engine.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A session by Headrace's Java API. */
final class HeadraceClient implements Client {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\?");

  private final Headrace database;
  private final Session session;

  HeadraceClient(Headrace database) {
    this.database = database;
    this.session = database.connect();
  }

  @Override
  public void execute(String sql) {
    session.execute(sql);
  }

  @Override
  public int query(String sql) {
    return read(session.query(sql));
  }

  private static int read(QueryResult result) {
    ResultCursor cursor = result.cursor();
    int columns = result.fields().size();
    int count = 0;
    while (cursor.next()) {
      for (int column = 0; column < columns; column++) {
        Meter.use(cursor.valueAt(column));
      }
      count++;
    }
    return count;
  }

  @Override
  public Prepared prepare(String sql) {
    int[] count = {0};
    Matcher placeholders = PLACEHOLDER.matcher(sql);
    return new SessionPrepared(
        session.prepare(placeholders.replaceAll(_ -> Matcher.quoteReplacement("$" + ++count[0]))));
  }

  @Override
  public void transaction(Action action) throws SQLException {
    session.execute("BEGIN");
    boolean done = false;
    try {
      action.run();
      done = true;
    } finally {
      session.execute(done ? "COMMIT" : "ROLLBACK");
    }
  }

  @Override
  public void close() {
    session.close();
    database.close();
  }

  private record SessionPrepared(PreparedStatement statement) implements Prepared {
    @Override
    public int query(Object... values) {
      return read(statement.query(values));
    }

    @Override
    public long update(Object... values) {
      return ((Command) statement.execute(values)).rows();
    }

    @Override
    public void batch(List<Object[]> batch) {
      statement.executeBatch(batch);
    }

    @Override
    public void close() {}
  }
}
