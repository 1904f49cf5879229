package dev.headrace.engine.input;

import dev.headrace.engine.database.Attachment;
import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.ChangeStream;
import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Sink;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.connector.Connector;
import dev.headrace.runtime.connector.ConnectorOptions;
import dev.headrace.runtime.connector.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All inputs and sinks of a database.
 *
 * <p>A table with a connector is read from its creation on. A source, which is not stored, is read
 * once a materialized view needs it, so that the view misses nothing. Neither begins in the middle
 * of a program: {@link #hold} keeps new ones back until {@link #release}.
 */
public final class Inputs implements AutoCloseable {
  /** Columns of the relation with an input's bad records. */
  public static final List<Field> ERROR_FIELDS =
      List.of(
          Field.notNull("line", SqlType.BIGINT),
          Field.notNull("sqlstate", SqlType.TEXT),
          Field.notNull("reason", SqlType.TEXT),
          Field.notNull("record", SqlType.TEXT));

  private final Database database;
  private final Map<String, InputRunner> runners = new LinkedHashMap<>();
  private final Map<String, SinkRunner> sinks = new LinkedHashMap<>();
  private int holds;

  public Inputs(Database database) {
    this.database = database;
  }

  private Connector connector(Map<String, String> options) {
    String name = options.getOrDefault("connector", "");
    for (Connector connector : database.settings().connectors()) {
      if (connector.name().equalsIgnoreCase(name)) {
        return connector;
      }
    }
    throw new SqlException(
            ErrorCode.INVALID_PARAMETER_VALUE, "unknown connector " + SqlException.quote(name))
        .withHint(
            "Connectors: "
                + database.settings().connectors().stream()
                    .map(Connector::name)
                    .collect(Collectors.joining(", "))
                + ".");
  }

  private ConnectorOptions options(Map<String, String> options) {
    Map<String, String> others = new HashMap<>(options);
    others.remove("connector");
    return new ConnectorOptions(others, database.settings().baseDirectory());
  }

  /** Makes sure that an input with these options could be opened. */
  public void check(Map<String, String> options, List<Field> fields) {
    connector(options).checkInput(options(options), fields);
  }

  /** Makes sure that a sink with these options could be opened. */
  public void check(Sink sink, List<Field> fields) {
    connector(sink.options()).checkOutput(options(sink.options()), fields);
  }

  /** The reader of a relation with a connector. */
  public Attachment attachment(BaseRelation relation) {
    return new Attachment() {
      private @Nullable InputRunner runner;

      @Override
      public void open() {
        runner =
            new InputRunner(
                database,
                relation,
                connector(relation.options()).open(options(relation.options()), relation.fields()));
      }

      @Override
      public void start() {
        add(Objects.requireNonNull(runner, "not open"));
      }

      @Override
      public void abandon() {
        if (runner != null) {
          runner.stop();
        }
      }
    };
  }

  /** The writer of a view's changes. */
  public Attachment attachment(Sink sink, List<Field> fields) {
    return new Attachment() {
      private @Nullable Output output;

      @Override
      public void open() {
        output = connector(sink.options()).create(options(sink.options()), fields);
      }

      @Override
      public void start() {
        add(sink, Objects.requireNonNull(output, "not open"));
      }

      @Override
      public void abandon() {
        if (output != null) {
          output.close();
        }
      }
    };
  }

  /** What a new materialized view begins: the sources that it needs. */
  public Attachment viewCreation() {
    return onCommit(this::viewCreated);
  }

  /** What ends with a relation or sink. */
  public Attachment detachment(String name) {
    return onCommit(() -> dropped(name));
  }

  private static Attachment onCommit(Runnable action) {
    return new Attachment() {
      @Override
      public void open() {}

      @Override
      public void start() {
        action.run();
      }

      @Override
      public void abandon() {}
    };
  }

  private synchronized void add(InputRunner runner) {
    runners.put(runner.relation().name(), runner);
    startReady();
  }

  /** Keeps inputs that have not begun from beginning. Pairs with {@link #release}. */
  public synchronized void hold() {
    holds++;
  }

  /** Lets inputs begin that may. */
  public synchronized void release() {
    holds--;
    startReady();
  }

  /** A materialized view has been created: sources may begin. */
  private synchronized void viewCreated() {
    startReady();
  }

  private void startReady() {
    if (holds > 0) {
      return;
    }
    for (InputRunner runner : runners.values()) {
      if (runner.relation().kind() == BaseRelation.Kind.TABLE
          || isNeeded(runner.relation().name())) {
        runner.start();
      }
    }
  }

  private boolean isNeeded(String name) {
    Catalog catalog = database.catalog();
    for (String dependent : catalog.dependents(name)) {
      Optional<Relation> relation = catalog.relation(dependent);
      if (relation.isPresent()
          && (relation.get() instanceof MaterializedView || isNeeded(dependent))) {
        return true;
      }
    }
    return false;
  }

  private synchronized void add(Sink sink, Output output) {
    sinks.put(
        sink.name(), new SinkRunner(sink, ChangeStream.openForSink(database, sink.view()), output));
  }

  private synchronized void dropped(String name) {
    InputRunner runner = runners.remove(name);
    if (runner != null) {
      runner.stop();
    }
    SinkRunner sink = sinks.remove(name);
    if (sink != null) {
      sink.finish();
    }
  }

  /** How all inputs are doing, in the order of their creation. */
  public synchronized List<InputState> states() {
    List<InputState> states = new ArrayList<>();
    runners.values().forEach(runner -> states.add(runner.state()));
    return states;
  }

  /** The first error of a sink that has stopped writing. */
  public synchronized Optional<SqlException> sinkFailure() {
    return sinks.values().stream().flatMap(s -> s.failure().stream()).findFirst();
  }

  /**
   * Waits until all inputs that have begun have ended and been committed.
   *
   * @return false if the time is over before
   */
  public boolean await(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    List<InputRunner> begun;
    synchronized (this) {
      begun = runners.values().stream().filter(r -> r.state().started()).toList();
    }
    for (InputRunner runner : begun) {
      if (!runner.await(deadline)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    List<InputRunner> running;
    List<SinkRunner> writing;
    synchronized (this) {
      running = List.copyOf(runners.values());
      writing = List.copyOf(sinks.values());
      runners.clear();
      sinks.clear();
    }
    running.forEach(InputRunner::stop);
    writing.forEach(SinkRunner::finish);
  }
}
