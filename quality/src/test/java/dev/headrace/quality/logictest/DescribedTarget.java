package dev.headrace.quality.logictest;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.QueryResult;
import dev.headrace.engine.Result;
import dev.headrace.engine.Session;
import dev.headrace.engine.statement.Description;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An embedded database that describes each statement before it runs it, and compares the two. What
 * it replies is not meant to be looked at.
 */
final class DescribedTarget implements Target {
  private final Headrace headrace = Headrace.inMemory();
  private final Session session = headrace.connect();
  private final List<String> wrong = new ArrayList<>();
  private int columns;

  @Override
  public Set<String> names() {
    return Set.of("headrace", "postgresql");
  }

  @Override
  public Reply run(String sql) {
    Description description;
    List<Result> results;
    try {
      description = session.describe(sql, parameter -> false);
    } catch (SqlException _) {
      description = new Description(Description.Kind.OTHER, List.of(), List.of());
    }
    try {
      results = session.execute(sql);
    } catch (SqlException e) {
      return new Reply.Failure(e.sqlState(), e.message());
    }
    if (results.getLast() instanceof QueryResult rows
        && description.kind() != Description.Kind.OTHER) {
      compare(sql, description, rows);
    }
    return new Reply.Rows(0, List.of());
  }

  private void compare(String sql, Description description, QueryResult result) {
    List<Field> described = description.columns().stream().map(Description.Column::field).toList();
    if (!typed(described).equals(typed(result.fields()))) {
      wrong.add(sql + "\n  is described as " + described + "\n  and gives " + result.fields());
      return;
    }
    columns += described.size();
    for (List<@Nullable Object> row : result.rows()) {
      for (int i = 0; i < row.size(); i++) {
        if (row.get(i) == null && !described.get(i).nullable()) {
          wrong.add(sql + "\n  column " + (i + 1) + " is said to be never NULL, and is");
          return;
        }
      }
    }
  }

  private static List<String> typed(List<Field> fields) {
    return fields.stream().map(field -> field.name() + " " + field.type()).toList();
  }

  List<String> wrong() {
    return wrong;
  }

  int columns() {
    return columns;
  }

  @Override
  public void close() {
    session.close();
    headrace.close();
  }
}
