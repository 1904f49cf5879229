package dev.headrace.engine.statement;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.LockMode;
import dev.headrace.engine.database.Patience;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Transaction;
import dev.headrace.engine.database.View;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.sql.Statement.LockTable;

/** LOCK TABLE: tables, and those that views read, until the transaction ends. */
final class LockRunner {
  private final TransactionControl transactions;
  private final Patience patience;

  LockRunner(TransactionControl transactions, Patience patience) {
    this.transactions = transactions;
    this.patience = patience;
  }

  Outcome run(LockTable statement) {
    transactions.requireBlockOrSeveral("LOCK TABLE");
    for (String name : statement.names()) {
      lock(name, statement);
    }
    return Outcome.Done.of("LOCK TABLE");
  }

  private void lock(String name, LockTable statement) {
    Transaction open = transactions.current();
    boolean again = true;
    if (transactions.names().sequence(name).isPresent()) {
      throw refused(Catalog.unqualified(name), "sequences");
    }
    while (again) {
      Relation relation = transactions.names().require(name);
      lock(relation, statement, open);
      // while it waited, another may have taken its place
      again = transactions.names().require(name).oid() != relation.oid();
    }
  }

  private void lock(Relation relation, LockTable statement, Transaction open) {
    switch (relation) {
      case BaseRelation table when table.kind() == BaseRelation.Kind.TABLE ->
          lock(table, statement, open);
      case View view -> {
        Catalog catalog = open.catalog();
        for (String read : view.relations()) {
          if (catalog.require(read) instanceof BaseRelation
              || catalog.require(read) instanceof View) {
            lock(catalog.require(read), statement, open);
          }
        }
      }
      default -> throw refused(relation.simpleName(), "materialized views");
    }
  }

  private static SqlException refused(String name, String kind) {
    return new SqlException(
            ErrorCode.WRONG_OBJECT_TYPE, "cannot lock relation " + SqlException.quote(name))
        .withDetail("This operation is not supported for " + kind + ".");
  }

  private void lock(BaseRelation table, LockTable statement, Transaction open) {
    LockMode mode = LockMode.valueOf(statement.mode().name());
    if (!statement.nowait()) {
      open.lock(table, mode, patience);
    } else if (!open.tryLock(table, mode)) {
      throw new SqlException(
          ErrorCode.LOCK_NOT_AVAILABLE,
          "could not obtain lock on relation " + SqlException.quote(table.simpleName()));
    }
  }
}
