package dev.headrace.model.function;

/**
 * Locks of numbers that mean something to applications only, as one session takes them. A session
 * is never in its own way.
 */
public interface AdvisoryLocks {
  /** How long a lock is held. */
  enum Scope {
    /** Until it is let go as often as it was taken, or the session ends. */
    SESSION,
    /** Until the transaction ends, or returns to a savepoint before it. */
    TRANSACTION
  }

  /** The numbers that keys are of; equal ones of different kinds are different. */
  enum Keys {
    BIGINT,
    INTEGER_PAIR
  }

  /**
   * What is locked.
   *
   * @param shared whether others may hold it too, if they hold it so
   */
  record Lock(Keys keys, long key, boolean shared) {
    public static Lock of(long key, boolean shared) {
      return new Lock(Keys.BIGINT, key, shared);
    }

    public static Lock of(int first, int second, boolean shared) {
      return new Lock(Keys.INTEGER_PAIR, (long) first << 32 | second & 0xFFFF_FFFFL, shared);
    }
  }

  /** Takes a lock, and waits for it if need be. */
  void acquire(Lock lock, Scope scope);

  /** Takes a lock if there is no need to wait, and says whether it has it. */
  boolean tryAcquire(Lock lock, Scope scope);

  /** Lets go of a lock of the session once; false if the session does not hold it. */
  boolean release(Lock lock);

  /** Lets go of all locks of the session, those of its transaction not among them. */
  void releaseAll();
}
