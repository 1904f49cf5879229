package dev.headrace.quality.logictest;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.QueryResult;
import dev.headrace.engine.Result;
import dev.headrace.engine.Session;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.TextFormat;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An embedded database. It follows PostgreSQL, so what is for that one is for it as well. */
final class HeadraceTarget implements Target {
  private static final Set<String> NAMES = Set.of("headrace", "postgresql");

  private final Headrace headrace = Headrace.inMemory();
  private final Session session = headrace.connect();

  /**
   * @param compilation the session parameter: off, auto or always
   */
  HeadraceTarget(String compilation) {
    session.execute("SET compilation = " + compilation);
  }

  @Override
  public Set<String> names() {
    return NAMES;
  }

  @Override
  public Reply run(String sql) {
    try {
      Result last = session.execute(sql).getLast();
      return last instanceof QueryResult result ? rows(result) : new Reply.Rows(0, List.of());
    } catch (SqlException e) {
      return new Reply.Failure(e.sqlState(), e.message());
    }
  }

  /** Gives up what {@link #run} is doing; any thread may call it. */
  void cancel() {
    session.cancel();
  }

  private static Reply rows(QueryResult result) {
    List<Field> fields = result.fields();
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (List<@Nullable Object> values : result.rows()) {
      List<@Nullable String> row = new ArrayList<>();
      for (int i = 0; i < fields.size(); i++) {
        Object value = values.get(i);
        row.add(
            value == null
                ? null
                : TextFormat.toString(fields.get(i).type(), value, ZoneOffset.UTC));
      }
      rows.add(row);
    }
    return new Reply.Rows(fields.size(), rows);
  }

  @Override
  public void close() {
    session.close();
    headrace.close();
  }
}
