package dev.headrace.engine.statement;

import dev.headrace.engine.database.OpenSession;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a session does, which its own thread says and others see. */
public final class SessionActivity implements OpenSession {
  private static final String ACTIVE = "active";
  private static final String IDLE = "idle";

  private final SessionParameters parameters;
  private volatile Runnable canceller;
  private final long openedAt = now();
  private volatile @Nullable Client client;
  private volatile BooleanSupplier terminator = () -> false;
  private volatile Doing doing = new Doing(IDLE, openedAt, "", null, null);
  private volatile String application = "";
  // of the parameters that the application's name was read of
  private long changesSeen = -1;

  /**
   * At one time.
   *
   * @param statement that runs or has run last
   */
  private record Doing(
      String state,
      long stateAt,
      String statement,
      @Nullable Long statementAt,
      @Nullable Long transactionAt) {}

  /**
   * @param canceller gives up the statement that runs
   */
  SessionActivity(SessionParameters parameters, Runnable canceller) {
    this.parameters = parameters;
    this.canceller = canceller;
  }

  private static long now() {
    return TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
  }

  /**
   * Its client is elsewhere.
   *
   * @param to where, if that is known
   * @param newCanceller gives up the statement that runs
   * @param newTerminator ends the session
   */
  public void connected(@Nullable Client to, Runnable newCanceller, BooleanSupplier newTerminator) {
    client = to;
    canceller = newCanceller;
    terminator = newTerminator;
  }

  // ---- the session's thread

  /** A statement begins to run. */
  void begin(String statement) {
    if (changesSeen != parameters.changes()) {
      changesSeen = parameters.changes();
      application = parameters.get(SessionParameters.APPLICATION_NAME);
    }
    Long time = now();
    Long transactionAt = doing.transactionAt;
    doing = new Doing(ACTIVE, time, statement, time, transactionAt == null ? time : transactionAt);
  }

  /** The commit of what has run begins. */
  void commit() {
    Doing last = doing;
    doing = new Doing(ACTIVE, now(), last.statement, last.statementAt, last.transactionAt);
  }

  /**
   * What began has ended.
   *
   * @param began when the transaction began that is open now, if one is
   */
  void end(TransactionState state, Instant began) {
    Doing last = doing;
    String now =
        switch (state) {
          case IDLE -> IDLE;
          case OPEN -> "idle in transaction";
          case FAILED -> "idle in transaction (aborted)";
        };
    Long transactionAt =
        state == TransactionState.IDLE ? null : ChronoUnit.MICROS.between(Instant.EPOCH, began);
    doing = new Doing(now, now(), last.statement, last.statementAt, transactionAt);
  }

  // ---- any thread

  @Override
  public int processId() {
    return parameters.processId();
  }

  @Override
  public String user() {
    return parameters.user();
  }

  @Override
  public String application() {
    return application;
  }

  @Override
  public @Nullable Client client() {
    return client;
  }

  @Override
  public long openedAt() {
    return openedAt;
  }

  @Override
  public @Nullable Long transactionAt() {
    return doing.transactionAt;
  }

  @Override
  public @Nullable Long statementAt() {
    return doing.statementAt;
  }

  @Override
  public long stateAt() {
    return doing.stateAt;
  }

  @Override
  public String state() {
    return doing.state;
  }

  @Override
  public String statement() {
    return doing.statement;
  }

  @Override
  public void cancel() {
    canceller.run();
  }

  @Override
  public boolean terminate() {
    return terminator.getAsBoolean();
  }
}
