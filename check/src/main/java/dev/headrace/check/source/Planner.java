package dev.headrace.check.source;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.Options;
import dev.headrace.engine.Session;
import dev.headrace.model.SqlException;

/** The embedded planner, on a database in memory that has a schema and no rows. */
final class Planner implements AutoCloseable {
  private final Headrace headrace;
  private final Session session;

  Planner() {
    headrace =
        Headrace.inMemory(
            Options.defaults()
                .withConnector(new SchemaConnector("file"))
                .withConnector(new SchemaConnector("generator")));
    session = headrace.connect();
  }

  /** Runs definitions. */
  void execute(String sql) {
    session.execute(sql);
  }

  Answer describe(Question question) {
    try {
      return new Answer.Described(
          session.describe(
              question.sql(), parameter -> !question.nullable().contains(parameter + 1)));
    } catch (SqlException e) {
      SqlException.Position place = e.position();
      return new Answer.Refused(
          e.message(),
          place == null ? 0 : index(question.sql(), place.offset()),
          e.hint() != null ? e.hint() : e.detail());
    }
  }

  /** The index of a place that is counted from 1, in code points. */
  static int index(String sql, int position) {
    int codePoints = sql.codePointCount(0, sql.length());
    return sql.offsetByCodePoints(0, Math.clamp(position - 1L, 0, codePoints));
  }

  @Override
  public void close() {
    session.close();
    headrace.close();
  }
}
