package dev.headrace.engine;

import dev.headrace.engine.statement.Prepared;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that is planned once and run with different parameters. Belongs to its session. */
public final class PreparedStatement {
  private final Session session;
  private final Prepared prepared;

  PreparedStatement(Session session, Prepared prepared) {
    this.session = session;
    this.prepared = prepared;
  }

  /** Columns of its result; empty if it has none. */
  public List<Field> fields() {
    return prepared.fields();
  }

  /** Types of its parameters. */
  public List<SqlType> parameterTypes() {
    return prepared.parameterTypes();
  }

  /** Runs it. */
  public Result execute(@Nullable Object... parameters) {
    return session.runAgain(prepared, parameters);
  }

  /**
   * Runs it once with each of several lists of parameters: as one transaction, or part of the open
   * one, with one commit.
   *
   * @return how many rows each of them changed
   * @throws dev.headrace.model.SqlException whose context tells which failed, counted from 0
   */
  public long[] executeBatch(List<? extends @Nullable Object[]> batch) {
    return session.runBatch(prepared, batch);
  }

  /** Runs a query. */
  public QueryResult query(@Nullable Object... parameters) {
    return Session.requireQuery(execute(parameters));
  }
}
