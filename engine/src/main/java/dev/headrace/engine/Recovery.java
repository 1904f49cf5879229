package dev.headrace.engine;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.Restoration;
import dev.headrace.engine.database.StoredDefinition;
import dev.headrace.engine.input.Inputs;
import dev.headrace.engine.statement.StatementCaches;
import dev.headrace.engine.statement.StatementRunner;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.sql.ParsedStatement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Brings a database back from its storage: runs the statements that define its tables, reads their
 * rows, several tables at once, runs the statements that define its views in one transaction, whose
 * commit fills them from the tables, several at once, and runs the others, which are about views.
 *
 * <p>To keep views' state on disk, too, their rows and the state of their operators would be read
 * where the views are filled.
 */
final class Recovery {
  private static final String VIEW = "CREATE MATERIALIZED VIEW ";
  private static final long TELL_NANOS = 2_000_000_000;

  private final Database database;
  private final Restoration restoration;
  private final Inputs inputs;
  private final Consumer<String> progress;

  Recovery(Database database, Inputs inputs, Consumer<String> progress) {
    this.database = database;
    this.restoration = database.restoration();
    this.inputs = inputs;
    this.progress = progress;
  }

  void run() {
    inputs.hold();
    try (StatementRunner runner = new StatementRunner(database, inputs, new StatementCaches())) {
      restoration.restoreRoles();
      restoration.restoreSchemas();
      restoration.restoreTypes();
      restoration.restoreSequences();
      List<StoredDefinition> views = new ArrayList<>();
      List<StoredDefinition> others = new ArrayList<>();
      Set<Integer> laterOids = new HashSet<>();
      for (StoredDefinition definition : restoration.definitions()) {
        boolean later = definition.dependencies().stream().anyMatch(laterOids::contains);
        if (definition.statement().startsWith(VIEW) || later && isQuery(definition)) {
          views.add(definition);
          laterOids.add(definition.oid());
        } else if (later) {
          others.add(definition);
          laterOids.add(definition.oid());
        } else {
          define(runner, definition);
        }
      }
      load();
      fill(runner, views);
      others.forEach(definition -> define(runner, definition));
      restoration.restoreConstraints();
      restoration.restoreComments();
      restoration.end();
    } finally {
      inputs.release();
    }
  }

  private static boolean isQuery(StoredDefinition definition) {
    return definition.statement().startsWith("CREATE VIEW ");
  }

  private static String seconds(long nanos) {
    return Math.round(nanos / 1e6) / 1e3 + " s";
  }

  private void fill(StatementRunner runner, List<StoredDefinition> views) {
    if (views.isEmpty()) {
      return;
    }
    long count = views.stream().filter(view -> view.statement().startsWith(VIEW)).count();
    AtomicLong filled = new AtomicLong();
    progress.accept("filling " + count + (count == 1 ? " view" : " views"));
    AtomicInteger read = new AtomicInteger();
    restoration.tellFilled(
        new Restoration.FilledListener() {
          @Override
          public void filling(int percent) {
            read.set(percent);
          }

          @Override
          public void filled(String view, long rows, long nanos) {
            progress.accept(
                "filled view %s with %d rows after %s (%d of %d)"
                    .formatted(view, rows, seconds(nanos), filled.incrementAndGet(), count));
          }
        });
    execute(runner, "BEGIN");
    views.forEach(definition -> define(runner, definition));
    long start = System.nanoTime();
    Runnable heartbeat =
        () ->
            progress.accept(
                "filling views for %s: %d of %d are filled, %d%% of what they read has been read"
                    .formatted(
                        seconds(System.nanoTime() - start), filled.get(), count, read.get()));
    try (ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("headrace-opening").daemon().factory())) {
      var _ = clock.scheduleAtFixedRate(heartbeat, TELL_NANOS, TELL_NANOS, TimeUnit.NANOSECONDS);
      execute(runner, "COMMIT");
    } catch (SqlException e) {
      throw new SqlException(e.code(), "cannot restore the materialized views: " + e.message(), e);
    }
  }

  private static void execute(StatementRunner runner, String sql) {
    for (ParsedStatement statement : runner.parse(sql)) {
      runner.run(runner.prepare(statement, List.of()), List.of());
    }
  }

  private void define(StatementRunner runner, StoredDefinition definition) {
    try {
      restoration.prepare(definition);
      execute(runner, definition.statement());
    } catch (SqlException e) {
      throw new SqlException(
          e.code(), "cannot restore " + definition.statement() + ": " + e.message(), e);
    }
  }

  private void load() {
    List<BaseRelation> tables = restoration.tables();
    try (ExecutorService loaders = Executors.newFixedThreadPool(database.settings().workers())) {
      List<Future<?>> loads = new ArrayList<>();
      for (BaseRelation table : tables) {
        loads.add(loaders.submit(() -> load(table)));
      }
      for (Future<?> load : loads) {
        load.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SqlException known
          ? known
          : new SqlException(ErrorCode.INTERNAL_ERROR, "cannot load the tables", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SqlException(ErrorCode.QUERY_CANCELED, "opening the database was interrupted", e);
    }
    restoration.show(tables);
  }

  private void load(BaseRelation table) {
    long start = System.nanoTime();
    long[] told = {start};
    long rows =
        restoration.load(
            table,
            loaded -> {
              long now = System.nanoTime();
              if (now - told[0] > TELL_NANOS) {
                told[0] = now;
                progress.accept("loading table " + table.name() + ": " + loaded + " rows so far");
              }
            });
    if (rows > 0) {
      progress.accept(
          "loaded "
              + rows
              + " rows of table "
              + table.name()
              + " in "
              + seconds(System.nanoTime() - start));
    }
  }
}
