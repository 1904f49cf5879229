package dev.headrace.engine;

import dev.headrace.engine.database.ChangeStream;
import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Settings;
import dev.headrace.engine.input.InputState;
import dev.headrace.engine.input.Inputs;
import dev.headrace.engine.statement.StatementCaches;
import dev.headrace.engine.statement.StatementRunner;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A database in this JVM.
 *
 * {@snippet :
 * try (Headrace db = Headrace.inMemory()) {
 *   db.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, x INTEGER)");
 *   db.execute("CREATE MATERIALIZED VIEW s AS SELECT sum(x) AS total FROM t");
 *   db.execute("INSERT INTO t VALUES (1, 10), (2, 20)");
 *   Object total = db.query("SELECT total FROM s").single(); // 30
 * }
 * }
 *
 * <p>Thread-safe; sessions are not.
 */
public final class Headrace implements AutoCloseable {
  private final Database database;
  private final Inputs inputs;
  private final StatementCaches caches = new StatementCaches();

  private Headrace(Options options) {
    this.database =
        new Database(
            new Settings(options.workers(), options.baseDirectory(), options.connectors()));
    this.inputs = new Inputs(database);
  }

  /** An empty database that lives as long as it is open. */
  public static Headrace inMemory() {
    return inMemory(Options.defaults());
  }

  /** An empty database that lives as long as it is open. */
  public static Headrace inMemory(Options options) {
    return new Headrace(options);
  }

  /** Opens a session. */
  public Session connect() {
    return new Session(newRunner(), inputs);
  }

  /** A session's statements on the level below {@link Session}, for protocol servers. */
  public StatementRunner newRunner() {
    return new StatementRunner(database, inputs, caches);
  }

  /** Who may log in, for servers; in this JVM anybody may do everything. */
  public Users users() {
    return new Users(database);
  }

  /** The inputs and sinks, on the level below {@link #inputs()}. */
  public Inputs connectors() {
    return inputs;
  }

  /** Runs the statements of a text in a session of their own. */
  public List<Result> execute(String sql, @Nullable Object... parameters) {
    try (Session session = connect()) {
      return session.execute(sql, parameters);
    }
  }

  /** Runs a query in a session of its own. */
  public QueryResult query(String sql, @Nullable Object... parameters) {
    try (Session session = connect()) {
      return session.query(sql, parameters);
    }
  }

  /** Hands a materialized view's rows to a listener, then every change. */
  public Subscription subscribe(String view, ChangeListener listener) {
    Relation relation = database.catalog().require(view);
    if (!(relation instanceof MaterializedView)) {
      throw new SqlException(
          ErrorCode.WRONG_OBJECT_TYPE, SqlException.quote(view) + " is not a materialized view");
    }
    return new Subscription(
        view,
        ChangeStream.open(database, relation.name()),
        RowLayout.of(relation.fields()),
        listener);
  }

  /** The inputs of sources and tables with connectors. */
  public List<InputStatus> inputs() {
    return inputs.states().stream().map(Headrace::status).toList();
  }

  private static InputStatus status(InputState state) {
    return new InputStatus(
        state.name(),
        state.rows(),
        state.badRecords(),
        state.progress().done(),
        state.progress().total(),
        state.progress().unit().name().toLowerCase(Locale.ROOT),
        state.started(),
        state.ended(),
        state.failure());
  }

  /**
   * Waits until all inputs that are being read have ended and their rows are in all views.
   *
   * @return false if the time is over before
   */
  public boolean awaitInputs(Duration atMost) throws InterruptedException {
    return inputs.await(atMost);
  }

  /** What has been done so far. */
  public Statistics statistics() {
    Map<String, Long> rows = new LinkedHashMap<>();
    for (Relation relation : database.catalog().relations()) {
      if (relation instanceof MaterializedView view) {
        rows.put(view.name(), view.store().at(database.sequence()).rows());
      }
    }
    return new Statistics(
        inputs.states().stream().mapToLong(InputState::rows).sum(),
        database.sequence(),
        rows,
        database.units().compilations(),
        database.units().compileNanos(),
        database.units().compiledUnits());
  }

  /** The names of all materialized views, in the order of their creation. */
  public List<String> materializedViews() {
    return database.catalog().relations().stream()
        .filter(MaterializedView.class::isInstance)
        .map(Relation::name)
        .toList();
  }

  /** Stops inputs, completes sinks and forgets everything. */
  @Override
  public void close() {
    inputs.close();
    database.close();
  }
}
