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
import java.util.function.Consumer;

/**
 * Brings a database back from its storage: runs the statements that define its tables, reads their
 * rows, several tables at once, and runs the statements that define its views, each of which fills
 * its view from the tables.
 *
 * <p>To keep views' state on disk, too, their rows and the state of their operators would be read
 * here, between a view's definition and the next.
 */
final class Recovery {
  private static final String VIEW = "CREATE MATERIALIZED VIEW ";

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
      restoration.restoreSequences();
      List<StoredDefinition> later = new ArrayList<>();
      Set<Integer> laterOids = new HashSet<>();
      for (StoredDefinition definition : restoration.definitions()) {
        if (definition.statement().startsWith(VIEW)
            || definition.dependencies().stream().anyMatch(laterOids::contains)) {
          later.add(definition);
          laterOids.add(definition.oid());
        } else {
          define(runner, definition);
        }
      }
      load();
      for (StoredDefinition definition : later) {
        long start = System.nanoTime();
        define(runner, definition);
        if (definition.statement().startsWith(VIEW)) {
          progress.accept("filled a view in " + seconds(start) + ": " + title(definition));
        }
      }
      restoration.restoreConstraints();
      restoration.restoreComments();
      restoration.end();
    } finally {
      inputs.release();
    }
  }

  private static String title(StoredDefinition definition) {
    String statement = definition.statement();
    return statement.substring(VIEW.length(), statement.indexOf('(')).strip();
  }

  private static String seconds(long start) {
    return Math.round((System.nanoTime() - start) / 1e6) / 1e3 + " s";
  }

  private void define(StatementRunner runner, StoredDefinition definition) {
    try {
      restoration.prepare(definition);
      for (ParsedStatement statement : runner.parse(definition.statement())) {
        runner.run(runner.prepare(statement, List.of()), List.of());
      }
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
    long rows = restoration.load(table);
    if (rows > 0) {
      progress.accept("loaded " + rows + " rows of " + table.name() + " in " + seconds(start));
    }
  }
}
