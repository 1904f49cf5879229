package dev.headrace.engine.statement;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.ForeignKey;
import dev.headrace.engine.database.Patience;
import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Transaction;
import dev.headrace.engine.definition.DefinitionContext;
import dev.headrace.engine.definition.SchemaDefiner;
import dev.headrace.engine.definition.SessionSchemas;
import dev.headrace.engine.input.Inputs;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.unit.Cancellation;
import dev.headrace.sql.Statement.OnCommit;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * What ends the temporary objects of a session, or their rows: the end of a transaction, DISCARD,
 * the end of the session.
 *
 * <p>A session that ends does not wait for one that defines something: its schema is then dropped
 * by the next session that ends or begins to have one.
 */
final class TemporaryObjects {
  private static final long LONGEST_WAIT = Duration.ofMillis(100).toNanos();

  private final Database database;
  private final Inputs inputs;
  private final SessionSchemas schemas;
  private final Patience patience;

  TemporaryObjects(Database database, Inputs inputs, SessionSchemas schemas, Patience patience) {
    this.database = database;
    this.inputs = inputs;
    this.schemas = schemas;
    this.patience = patience;
  }

  // ---- ON COMMIT

  /** Does what ON COMMIT says, as part of the transaction. */
  void beforeCommit(Transaction ending) {
    for (Map.Entry<Integer, OnCommit> entry : Map.copyOf(schemas.onCommit()).entrySet()) {
      int oid = entry.getKey();
      Optional<Relation> table = ending.catalog().relation(oid);
      if (table.isPresent()) {
        end((BaseRelation) table.get(), entry.getValue(), ending);
      } else if (database.catalog().relation(oid).isEmpty()) {
        schemas.forget(oid);
      }
    }
  }

  private void end(BaseRelation table, OnCommit action, Transaction ending) {
    switch (action) {
      case PRESERVE_ROWS -> {}
      case DELETE_ROWS -> deleteRows(table, ending);
      case DROP -> SchemaDefiner.dropTable(context(ending), table.name());
    }
  }

  private void deleteRows(BaseRelation table, Transaction ending) {
    requireUnreferenced(table, ending.catalog());
    try (ReadView view = ending.read()) {
      Segments rows = view.scan(table, Objects.requireNonNull(table.store(), "a stored relation"));
      if (rows.size() > 0 && !new DmlRunner(table).delete(rows).applyTo(ending, view, patience)) {
        throw new IllegalStateException("a temporary table was changed by another session");
      }
    }
  }

  private void requireUnreferenced(BaseRelation table, Catalog catalog) {
    for (ForeignKey key : catalog.foreignKeysTo(table)) {
      if (schemas.onCommit().get(key.relation()) != OnCommit.DELETE_ROWS) {
        String child = catalog.relation(key.relation()).orElseThrow().simpleName();
        throw new SqlException(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                "unsupported ON COMMIT and foreign key combination")
            .withDetail(
                "Table "
                    + SqlException.quote(child)
                    + " references "
                    + SqlException.quote(table.simpleName())
                    + ", but they do not have the same ON COMMIT setting.");
      }
    }
  }

  private DefinitionContext context(Transaction transaction) {
    return new DefinitionContext(
        database,
        inputs,
        () -> transaction,
        patience,
        rel -> {
          throw new IllegalStateException("nothing is read to drop something");
        },
        new ViewFollower(() -> transaction, inputs, patience),
        schemas);
  }

  // ---- the end

  /** Drops the session's temporary objects in its transaction. */
  void discard(Transaction open) {
    schemas.own().ifPresent(own -> new SchemaDefiner(context(open)).dropContents(Set.of(own)));
  }

  /** The session is over. */
  void close() {
    Queue<String> abandoned = database.abandonedSchemas();
    schemas.own().ifPresent(abandoned::add);
    String schema = abandoned.poll();
    while (schema != null) {
      if (!dropped(schema)) {
        abandoned.add(schema);
        return;
      }
      schema = abandoned.poll();
    }
  }

  private boolean dropped(String schema) {
    if (database.isClosed()) {
      return true;
    }
    Transaction transaction = database.begin();
    Patience brief = new Patience(() -> false, () -> LONGEST_WAIT);
    try {
      transaction.lockCatalog(brief);
      if (transaction.catalog().schema(schema).isPresent()) {
        new SchemaDefiner(context(transaction)).dropContents(Set.of(schema));
        transaction.define(catalog -> catalog.withoutSchema(schema), brief);
      }
      transaction.commit(false, Cancellation.NEVER);
      return true;
    } catch (SqlException e) {
      transaction.rollback();
      return e.code() != ErrorCode.LOCK_NOT_AVAILABLE;
    }
  }
}
