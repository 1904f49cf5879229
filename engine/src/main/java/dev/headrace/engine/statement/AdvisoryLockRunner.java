package dev.headrace.engine.statement;

import dev.headrace.engine.database.Patience;
import dev.headrace.model.function.AdvisoryLocks;

/** The advisory locks of a session and of its transactions. */
final class AdvisoryLockRunner implements AdvisoryLocks {
  private final TransactionControl transactions;
  private final Patience patience;

  AdvisoryLockRunner(TransactionControl transactions, Patience patience) {
    this.transactions = transactions;
    this.patience = patience;
  }

  @Override
  public void acquire(Lock lock, Scope scope) {
    switch (scope) {
      case SESSION -> transactions.locks().acquire(lock, patience);
      case TRANSACTION -> transactions.current().lock(lock, patience);
    }
  }

  @Override
  public boolean tryAcquire(Lock lock, Scope scope) {
    return switch (scope) {
      case SESSION -> transactions.locks().tryAcquire(lock);
      case TRANSACTION -> transactions.current().tryLock(lock);
    };
  }

  @Override
  public boolean release(Lock lock) {
    return transactions.locks().release(lock);
  }

  @Override
  public void releaseAll() {
    transactions.locks().releaseAll();
  }
}
