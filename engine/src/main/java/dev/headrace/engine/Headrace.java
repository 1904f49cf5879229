package dev.headrace.engine;

import dev.headrace.codegen.Compilations;
import dev.headrace.engine.database.ChangeStream;
import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Settings;
import dev.headrace.engine.input.InputState;
import dev.headrace.engine.input.Inputs;
import dev.headrace.engine.statement.SessionParameters;
import dev.headrace.engine.statement.StatementCaches;
import dev.headrace.engine.statement.StatementRunner;
import dev.headrace.engine.statement.StatementTimes;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.state.PageCache;
import dev.headrace.runtime.storage.Storage;
import dev.headrace.runtime.storage.StorageProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
  private final @Nullable Storage storage;

  private Headrace(Options options, @Nullable Storage storage) {
    this.storage = storage;
    this.database =
        new Database(
            new Settings(
                options.workers(),
                options.baseDirectory(),
                options.connectors(),
                options.synchronousCommit(),
                options.tableMemoryLimit(),
                options.fillStep(),
                options.parallelScanSize(),
                options.unitStore()),
            storage);
    database.units().use(options.units());
    this.inputs = new Inputs(database);
  }

  /** An empty database that lives as long as it is open. */
  public static Headrace inMemory() {
    return inMemory(Options.defaults());
  }

  /** An empty database that lives as long as it is open. */
  public static Headrace inMemory(Options options) {
    return new Headrace(options, null);
  }

  /**
   * Opens the database in a directory, or makes one there, with default options.
   *
   * @throws SqlException as {@link #open(Path, Options)}
   */
  public static Headrace open(Path directory) {
    return open(directory, Options.defaults());
  }

  /**
   * Opens the database in a directory, or makes one there: with all that was committed, views
   * filled, and connectors going on where they were. A source, which is not stored, is read from
   * its beginning.
   *
   * @throws SqlException if another process has it open (55006), the directory is not a database or
   *     one of a later version (55000), it is damaged (XX001), or cannot be read or written
   */
  public static Headrace open(Path directory, Options options) {
    return open(StorageProvider.find().open(directory, options.storage()), options);
  }

  /** Opens the database in a storage, which is closed with it, or if that fails. */
  static Headrace open(Storage storage, Options options) {
    Headrace opened = null;
    boolean done = false;
    try {
      opened = new Headrace(options, storage);
      new Recovery(opened.database, opened.inputs, options.progress()).run();
      done = true;
      return opened;
    } finally {
      if (!done && opened != null) {
        opened.close();
      } else if (!done) {
        storage.close();
      }
    }
  }

  /**
   * Makes a directory a copy of a backup, which {@code BACKUP TO} made.
   *
   * @param directory empty or not there
   */
  public static void restore(Path backup, Path directory) {
    StorageProvider.find().restore(backup, directory);
  }

  /** Opens a session. */
  public Session connect() {
    StatementRunner runner = newRunner();
    runner.begin(SessionParameters.EMBEDDED_USER, true);
    return new Session(runner, inputs);
  }

  /** A session's statements on the level below {@link Session}, for protocol servers. */
  public StatementRunner newRunner() {
    return new StatementRunner(database, inputs, caches);
  }

  /** What the statements of protocol servers took, which they tell. */
  public StatementTimes statementTimes() {
    return caches.times();
  }

  /** How often syntax trees and plans were found, by the names that SHOW knows. */
  public Map<String, Long> cacheCounts() {
    return caches.counts();
  }

  /** How the cache of pages of tables does; empty if all tables are in memory. */
  public Optional<PageCache.Statistics> pageCache() {
    return Optional.ofNullable(database.pageCache()).map(PageCache::statistics);
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

  /**
   * Makes the definitions of a program the ones in force, in one step; views keep what the program
   * leaves as it is. If it fails, nothing is changed.
   *
   * @return what was kept, changed, made and dropped
   */
  public List<ProgramChange> apply(String program) {
    return apply(program, "");
  }

  /** What {@link #apply} would do. */
  public List<ProgramChange> plan(String program) {
    return apply(program, " DRY RUN");
  }

  private List<ProgramChange> apply(String program, String how) {
    String literal = "'" + program.replace("'", "''") + "'";
    return query("APPLY PROGRAM " + literal + how).rows().stream().map(ProgramChange::of).toList();
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

  /**
   * The units of code that materialized views have asked for, the latest of them: what {@code
   * headrace.compilations} shows. A view is there and right at once; its units are interpreted
   * until they are compiled, on all processors.
   */
  public Compilations compilations() {
    return database.compilations();
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

  /**
   * Checks checksums on disk, that every index leads to its table's rows, and that every
   * materialized view is what its query gives. Nobody should change the database meanwhile.
   *
   * @return a finding for each table and materialized view
   * @throws SqlException if a checksum on disk is wrong (XX001)
   */
  public List<Finding> check() {
    if (storage != null) {
      storage.verify();
    }
    try (Session session = connect()) {
      return new Check(database, session).run();
    }
  }

  /** The version of Headrace. */
  public static String version() {
    return Version.TEXT;
  }

  Database database() {
    return database;
  }

  /** The names of all materialized views, in the order of their creation. */
  public List<String> materializedViews() {
    return database.catalog().relations().stream()
        .filter(MaterializedView.class::isInstance)
        .map(Relation::name)
        .toList();
  }

  /**
   * Stops inputs, completes sinks and closes the database. One in memory is gone; one in a
   * directory is there with all that was committed.
   */
  @Override
  public void close() {
    try (storage) {
      inputs.close();
      database.close();
    }
  }
}
