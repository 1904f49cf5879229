package dev.headrace.engine.database;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which transaction writes which table. A transaction that changes a table has it to itself until
 * it ends; readers are not concerned. So a statement that had to wait sees what it waited for, and
 * transactions fail only when they wait for each other.
 */
final class TableLocks {
  private static final long CANCEL_CHECK_MILLIS = 20;

  private final Map<String, Transaction> owners = new HashMap<>();
  private final Map<Transaction, String> waiting = new HashMap<>();

  /**
   * Waits until a table is free and takes it.
   *
   * @throws SqlException {@link ErrorCode#DEADLOCK_DETECTED} or {@link ErrorCode#QUERY_CANCELED}
   */
  synchronized void acquire(Transaction transaction, String table, BooleanSupplier cancelled) {
    Transaction owner = owners.get(table);
    if (owner == transaction) {
      return;
    }
    waiting.put(transaction, table);
    try {
      while (owners.get(table) != null) {
        if (waitsForItself(transaction)) {
          throw new SqlException(ErrorCode.DEADLOCK_DETECTED, "deadlock detected")
              .withHint("Change tables in the same order in all transactions.");
        }
        if (cancelled.getAsBoolean()) {
          throw cancelled();
        }
        wait(CANCEL_CHECK_MILLIS);
      }
      owners.put(table, transaction);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled();
    } finally {
      waiting.remove(transaction);
    }
  }

  private static SqlException cancelled() {
    return new SqlException(ErrorCode.QUERY_CANCELED, "canceling statement due to user request");
  }

  private boolean waitsForItself(Transaction start) {
    Transaction current = start;
    for (int i = 0; i <= waiting.size(); i++) {
      String table = waiting.get(current);
      @Nullable Transaction owner = table == null ? null : owners.get(table);
      if (owner == null) {
        return false;
      }
      if (owner == start) {
        return true;
      }
      current = owner;
    }
    return false;
  }

  synchronized void release(Transaction transaction) {
    owners.values().removeIf(owner -> owner == transaction);
    notifyAll();
  }
}
