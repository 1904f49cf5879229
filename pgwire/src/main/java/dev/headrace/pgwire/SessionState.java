package dev.headrace.pgwire;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where a session stands. Changed by the session's thread only, read by any. */
final class SessionState {
  /**
   * The states, in the order of a session's life.
   *
   * <ol>
   *   <li>{@link #STARTING}: encryption requests, then a startup message; a cancel request is
   *       carried out and ends the connection.
   *   <li>{@link #AUTHENTICATING}: the {@link Authenticator} is content, the {@link Backend} opens
   *       its {@link Connection}, parameters and the cancel key are told.
   *   <li>{@link #READY}: ReadyForQuery was sent, the client has its turn.
   *   <li>{@link #QUERYING}: the statements of a Query message run; then READY.
   *   <li>{@link #BATCHING}: messages of the extended protocol are answered as they come. Answers
   *       are written at Flush and Sync, or when there is a chunk of them. Sync ends the implicit
   *       transaction; then READY.
   *   <li>{@link #SKIPPING}: a message of a batch failed; all are ignored up to Sync.
   *   <li>{@link #CLOSED}: Terminate, the end of the client's bytes, a FATAL error, or the server
   *       ended the session.
   * </ol>
   */
  enum Phase {
    STARTING,
    AUTHENTICATING,
    READY,
    QUERYING,
    BATCHING,
    SKIPPING,
    CLOSED
  }

  /**
   * How long a session that waits for its client may do so.
   *
   * @param limit zero for ever
   * @param inTransaction whether a transaction block is open meanwhile
   */
  record Idleness(Duration limit, boolean inTransaction) {
    private static final Idleness UNLIMITED = new Idleness(Duration.ZERO, false);

    boolean isLimited() {
      return !limit.isZero();
    }

    /** What the client is told when it has taken too long. */
    SqlException timeout() {
      return inTransaction
          ? new SqlException(
              ErrorCode.IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
              "terminating connection due to idle-in-transaction timeout")
          : new SqlException(
              ErrorCode.IDLE_SESSION_TIMEOUT, "terminating connection due to idle-session timeout");
    }
  }

  private static final Logger LOG = System.getLogger(SessionState.class.getName());

  private final int processId;
  private volatile Phase phase = Phase.STARTING;
  private volatile @Nullable SqlException ending;
  private volatile Idleness idleness = Idleness.UNLIMITED;

  SessionState(int processId) {
    this.processId = processId;
  }

  Phase phase() {
    return phase;
  }

  void transition(Phase next, String reason) {
    if (LOG.isLoggable(Level.TRACE)) {
      LOG.log(Level.TRACE, "session " + processId + ": " + phase + " -> " + next + ": " + reason);
    }
    phase = next;
  }

  Idleness idleness() {
    return idleness;
  }

  /** How long the session may wait for its client from now on. */
  void limitIdleness(Duration limit, boolean inTransaction) {
    Idleness now = idleness;
    if (now.inTransaction != inTransaction || !now.limit.equals(limit)) {
      idleness = new Idleness(limit, inTransaction);
    }
  }

  /** From any thread: why the server is about to end the session; the first reason counts. */
  synchronized void end(SqlException reason) {
    if (ending == null) {
      ending = reason;
    }
  }

  /** Why the server ends the session, or null if it does not. */
  @Nullable SqlException ending() {
    return ending;
  }
}
