package dev.headrace.engine.statement;

import dev.headrace.engine.database.Patience;
import dev.headrace.model.Notice;
import dev.headrace.model.function.AdvisoryLocks;
import java.util.function.Consumer;

/** The advisory locks of a session and of its transactions. */
final class AdvisoryLockRunner implements AdvisoryLocks {
  private final TransactionControl transactions;
  private final Patience patience;
  private final Consumer<Notice> notices;

  AdvisoryLockRunner(TransactionControl transactions, Patience patience, Consumer<Notice> notices) {
    this.transactions = transactions;
    this.patience = patience;
    this.notices = notices;
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
    boolean released = transactions.locks().release(lock);
    if (!released) {
      notices.accept(
          Notice.of(
              Notice.Severity.WARNING,
              "01000",
              "you don't own a lock of type " + (lock.shared() ? "ShareLock" : "ExclusiveLock")));
    }
    return released;
  }

  @Override
  public void releaseAll() {
    transactions.locks().releaseAll();
  }
}
