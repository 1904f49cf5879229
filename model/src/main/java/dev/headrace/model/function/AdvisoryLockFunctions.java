package dev.headrace.model.function;

import dev.headrace.model.Slice;
import dev.headrace.model.function.AdvisoryLocks.Lock;
import dev.headrace.model.function.AdvisoryLocks.Scope;
import java.nio.charset.StandardCharsets;

/**
 * {@code pg_advisory_lock} and its like. The number of the session's catalog is their last
 * argument. What PostgreSQL declares {@code void} is an empty text, as clients see it there too.
 */
public final class AdvisoryLockFunctions {
  private static final byte[] VOID = "".getBytes(StandardCharsets.UTF_8);

  private AdvisoryLockFunctions() {}

  private static AdvisoryLocks locks(long session) {
    return CatalogAccess.Registry.of(session).locks();
  }

  private static Slice acquire(Lock lock, Scope scope, long session, Slice out) {
    locks(session).acquire(lock, scope);
    return out.set(VOID, 0, 0);
  }

  // ---- of the session

  public static Slice lock(long key, long session, Slice out) {
    return acquire(Lock.of(key, false), Scope.SESSION, session, out);
  }

  public static Slice lock(int first, int second, long session, Slice out) {
    return acquire(Lock.of(first, second, false), Scope.SESSION, session, out);
  }

  public static Slice lockShared(long key, long session, Slice out) {
    return acquire(Lock.of(key, true), Scope.SESSION, session, out);
  }

  public static Slice lockShared(int first, int second, long session, Slice out) {
    return acquire(Lock.of(first, second, true), Scope.SESSION, session, out);
  }

  public static boolean tryLock(long key, long session) {
    return locks(session).tryAcquire(Lock.of(key, false), Scope.SESSION);
  }

  public static boolean tryLock(int first, int second, long session) {
    return locks(session).tryAcquire(Lock.of(first, second, false), Scope.SESSION);
  }

  public static boolean tryLockShared(long key, long session) {
    return locks(session).tryAcquire(Lock.of(key, true), Scope.SESSION);
  }

  public static boolean tryLockShared(int first, int second, long session) {
    return locks(session).tryAcquire(Lock.of(first, second, true), Scope.SESSION);
  }

  public static boolean unlock(long key, long session) {
    return locks(session).release(Lock.of(key, false));
  }

  public static boolean unlock(int first, int second, long session) {
    return locks(session).release(Lock.of(first, second, false));
  }

  public static boolean unlockShared(long key, long session) {
    return locks(session).release(Lock.of(key, true));
  }

  public static boolean unlockShared(int first, int second, long session) {
    return locks(session).release(Lock.of(first, second, true));
  }

  public static Slice unlockAll(long session, Slice out) {
    locks(session).releaseAll();
    return out.set(VOID, 0, 0);
  }

  // ---- of the transaction

  public static Slice hold(long key, long session, Slice out) {
    return acquire(Lock.of(key, false), Scope.TRANSACTION, session, out);
  }

  public static Slice hold(int first, int second, long session, Slice out) {
    return acquire(Lock.of(first, second, false), Scope.TRANSACTION, session, out);
  }

  public static Slice holdShared(long key, long session, Slice out) {
    return acquire(Lock.of(key, true), Scope.TRANSACTION, session, out);
  }

  public static Slice holdShared(int first, int second, long session, Slice out) {
    return acquire(Lock.of(first, second, true), Scope.TRANSACTION, session, out);
  }

  public static boolean tryHold(long key, long session) {
    return locks(session).tryAcquire(Lock.of(key, false), Scope.TRANSACTION);
  }

  public static boolean tryHold(int first, int second, long session) {
    return locks(session).tryAcquire(Lock.of(first, second, false), Scope.TRANSACTION);
  }

  public static boolean tryHoldShared(long key, long session) {
    return locks(session).tryAcquire(Lock.of(key, true), Scope.TRANSACTION);
  }

  public static boolean tryHoldShared(int first, int second, long session) {
    return locks(session).tryAcquire(Lock.of(first, second, true), Scope.TRANSACTION);
  }
}
