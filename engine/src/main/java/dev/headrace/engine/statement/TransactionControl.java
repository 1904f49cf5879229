package dev.headrace.engine.statement;

import dev.headrace.engine.cursor.Cursors;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.Isolation;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.SessionLocks;
import dev.headrace.engine.database.Transaction;
import dev.headrace.engine.message.SessionMessages;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Notice;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.unit.Cancellation;
import dev.headrace.sql.Statement;
import dev.headrace.sql.Statement.TransactionModes;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session's transaction: where it begins and ends, and what may be done in it. */
final class TransactionControl {
  private static final String DEFERRABLE_BY_DEFAULT = "default_transaction_deferrable";

  private final Database database;
  private final SessionParameters parameters;
  private final Cursors cursors;
  private final SessionMessages messages;
  private final SessionLocks locks;
  private TransactionState state = TransactionState.IDLE;
  private @Nullable Transaction transaction;
  private boolean implicitBlock;
  // whether the implicit block has room for what needs one: it is known to have several statements
  private boolean roomy;
  private boolean readOnly;
  // kept to be shown: serializable transactions wait for nothing when they begin
  private boolean deferrable;
  private Instant time = Instant.EPOCH;
  private final Consumer<Transaction> lastChecks;
  private final Cancellation cancellation;
  private Consumer<Transaction> beforeCommit = ending -> {};

  /**
   * @param lastChecks what is to be checked before a transaction commits
   * @param cancellation ends the filling of new views
   */
  TransactionControl(
      Database database,
      SessionParameters parameters,
      Consumer<Transaction> lastChecks,
      Cancellation cancellation) {
    this.cancellation = cancellation;
    this.database = database;
    this.parameters = parameters;
    this.lastChecks = lastChecks;
    this.cursors = parameters.cursors();
    this.messages = new SessionMessages(database.channels());
    this.locks = new SessionLocks(database, parameters::processId);
  }

  /** The locks that outlive transactions. */
  SessionLocks locks() {
    return locks;
  }

  /** What the session listens to and says. */
  SessionMessages messages() {
    return messages;
  }

  /** The session's cursors, most of which end with their transaction. */
  Cursors cursors() {
    return cursors;
  }

  TransactionState state() {
    return state;
  }

  /** When the transaction began. */
  Instant time() {
    return time;
  }

  /** The definitions in force for the next statement. */
  Catalog catalog() {
    return transaction == null ? database.catalog() : transaction.catalog();
  }

  /** What names mean in the next statement. */
  Names names() {
    return names(catalog());
  }

  /** What names mean in a catalog. */
  Names names(Catalog in) {
    return new Names(in, parameters.searchPath());
  }

  /** Does what is to be done at the end of a transaction that is to be committed. */
  void beforeCommit(Consumer<Transaction> action) {
    beforeCommit = action;
  }

  /** The open transaction, or a new one. */
  Transaction current() {
    Transaction open = transaction;
    if (open == null) {
      open = database.begin(locks);
      open.isolate(parameters.isolation());
      transaction = open;
      time = Instant.now();
    }
    return open;
  }

  // ---- blocks

  /**
   * Begins what PostgreSQL calls an implicit transaction block: several statements that came in one
   * message commit together, unless they say otherwise.
   */
  void beginImplicitBlock() {
    implicitBlock = state == TransactionState.IDLE;
    if (implicitBlock) {
      parameters.beginTransaction();
    }
  }

  /** Says that the implicit block has several statements, which makes it one like any other. */
  void severalStatements() {
    roomy = implicitBlock;
  }

  /** Ends the implicit block: commits what its statements have done, or forgets it. */
  void endImplicitBlock(boolean commit) {
    implicitBlock = false;
    roomy = false;
    if (state == TransactionState.IDLE) {
      end(commit);
    }
  }

  /** A statement has been run: without a block, that was the transaction. */
  void endStatement() {
    if (state == TransactionState.IDLE && !implicitBlock && transaction != null) {
      end(true);
    }
  }

  private void end(boolean commit) {
    Transaction ending = transaction;
    if (ending != null && commit && !ending.deferredChecks().isEmpty()) {
      boolean done = false;
      try {
        lastChecks.accept(ending);
        done = true;
      } finally {
        if (!done) {
          end(false);
        }
      }
    }
    transaction = null;
    state = TransactionState.IDLE;
    boolean synchronous = parameters.synchronousCommit();
    parameters.endTransaction(commit);
    readOnly = false;
    deferrable = false;
    boolean committed = false;
    try {
      if (ending != null && commit) {
        prepareCommit(ending);
        messages.prepare().ifPresent(ending::whenVisible);
        ending.commit(synchronous, cancellation);
        committed = true;
      } else if (ending != null) {
        ending.rollback();
      }
    } finally {
      cursors.endTransaction(committed);
      messages.endTransaction(committed);
    }
  }

  private void prepareCommit(Transaction ending) {
    boolean done = false;
    try {
      beforeCommit.accept(ending);
      done = true;
    } finally {
      if (!done) {
        ending.rollback();
      }
    }
  }

  /** A statement has failed, or what brought it: the transaction cannot be committed. */
  void fail() {
    if (state == TransactionState.OPEN) {
      state = TransactionState.FAILED;
      Transaction failed = transaction;
      if (failed != null && !failed.hasSavepoints()) {
        // others need not wait for the client to notice
        failed.rollback();
      }
    } else if (state == TransactionState.IDLE && transaction != null) {
      end(false);
    }
  }

  /** Forgets an open transaction. */
  void close() {
    end(false);
    messages.close();
    locks.releaseAll();
  }

  // ---- what may be done

  void requireUsable(Statement statement) {
    boolean ends =
        statement instanceof Statement.Commit
            || statement instanceof Statement.Rollback
            || statement instanceof Statement.RollbackTo;
    if (state == TransactionState.FAILED && !ends) {
      throw new SqlException(
          ErrorCode.IN_FAILED_SQL_TRANSACTION,
          "current transaction is aborted, commands ignored until end of transaction block");
    }
  }

  void requireWritable(String command) {
    if (readOnly || (state == TransactionState.IDLE && parameters.isReadOnlyByDefault())) {
      throw new SqlException(
          ErrorCode.READ_ONLY_SQL_TRANSACTION,
          "cannot execute " + command + " in a read-only transaction");
    }
  }

  /** A function is about to change a sequence. */
  void requireSequences(String function) {
    requireWritable(function);
    current().tookFromSequence();
  }

  /** Refuses what would have no effect because its transaction ends with it. */
  void requireBlockOrSeveral(String command) {
    if (!roomy) {
      requireBlock(command);
    }
  }

  private void requireBlock(String command) {
    if (state == TransactionState.IDLE) {
      throw new SqlException(
          ErrorCode.NO_ACTIVE_SQL_TRANSACTION, command + " can only be used in transaction blocks");
    }
  }

  // ---- statements

  Outcome begin(Statement.Begin begin) {
    Outcome.Done done = Outcome.Done.of(begin.start() ? "START TRANSACTION" : "BEGIN");
    if (state == TransactionState.OPEN) {
      set(begin.modes());
      return done.with(
          Notice.warning(
              ErrorCode.ACTIVE_SQL_TRANSACTION, "there is already a transaction in progress"));
    }
    TransactionModes modes = begin.modes();
    begin(
        new Characteristics(
            modes.isolation().map(TransactionControl::isolation).orElse(parameters.isolation()),
            modes.readOnly().orElse(parameters.isReadOnlyByDefault()),
            modes.deferrable().orElse(parameters.isOn(DEFERRABLE_BY_DEFAULT))));
    return done;
  }

  /** What a chained transaction has in common with the one before. */
  private record Characteristics(Isolation isolation, boolean readOnly, boolean deferrable) {}

  private Characteristics characteristics() {
    Isolation level = transaction == null ? parameters.isolation() : transaction.isolation();
    return new Characteristics(level, readOnly, deferrable);
  }

  private void begin(Characteristics characteristics) {
    current().isolate(characteristics.isolation());
    parameters.beginTransaction();
    readOnly = characteristics.readOnly();
    deferrable = characteristics.deferrable();
    state = TransactionState.OPEN;
  }

  Outcome commit(Statement.Commit commit) {
    if (commit.chain()) {
      requireBlock("COMMIT AND CHAIN");
    }
    Characteristics same = characteristics();
    Outcome done = commit();
    if (commit.chain()) {
      begin(same);
    }
    return done;
  }

  private Outcome commit() {
    return switch (state) {
      case IDLE -> {
        end(true);
        yield Outcome.Done.of("COMMIT").with(outsideBlock("there is no transaction in progress"));
      }
      case FAILED -> {
        end(false);
        yield Outcome.Done.of("ROLLBACK");
      }
      case OPEN -> {
        end(true);
        yield Outcome.Done.of("COMMIT");
      }
    };
  }

  Outcome rollback(Statement.Rollback rollback) {
    if (rollback.chain()) {
      requireBlock("ROLLBACK AND CHAIN");
    }
    Characteristics same = characteristics();
    boolean none = state == TransactionState.IDLE;
    end(false);
    if (rollback.chain()) {
      begin(same);
    }
    Outcome.Done done = Outcome.Done.of("ROLLBACK");
    return none ? done.with(outsideBlock("there is no transaction in progress")) : done;
  }

  Outcome savepoint(Statement.Savepoint savepoint) {
    requireBlock("SAVEPOINT");
    long declared = cursors.mark();
    SessionMessages.Mark said = messages.mark();
    boolean only = readOnly;
    current()
        .savepoint(
            savepoint.name(),
            () -> {
              cursors.rollbackTo(declared);
              messages.rollbackTo(said);
              readOnly = only;
            });
    return Outcome.Done.of("SAVEPOINT");
  }

  Outcome release(Statement.ReleaseSavepoint release) {
    requireBlock("RELEASE SAVEPOINT");
    current().releaseSavepoint(release.name());
    return Outcome.Done.of("RELEASE");
  }

  Outcome rollbackTo(Statement.RollbackTo rollback) {
    requireBlock("ROLLBACK TO SAVEPOINT");
    current().rollbackTo(rollback.name());
    state = TransactionState.OPEN;
    return Outcome.Done.of("ROLLBACK");
  }

  Outcome set(Statement.SetTransaction set) {
    TransactionModes modes = set.modes();
    if (set.session()) {
      modes.isolation().ifPresent(level -> setDefault("isolation", isolation(level).text()));
      modes.readOnly().ifPresent(only -> setDefault("read_only", only ? "on" : "off"));
      modes.deferrable().ifPresent(waits -> setDefault("deferrable", waits ? "on" : "off"));
      return Outcome.Done.of("SET");
    }
    if (state == TransactionState.IDLE) {
      return Outcome.Done.of("SET")
          .with(outsideBlock("SET TRANSACTION can only be used in transaction blocks"));
    }
    set(modes);
    return Outcome.Done.of("SET");
  }

  private void setDefault(String mode, String value) {
    parameters.set("default_transaction_" + mode, value, false);
  }

  private void set(TransactionModes modes) {
    modes.isolation().map(TransactionControl::isolation).ifPresent(current()::isolate);
    modes.readOnly().ifPresent(this::setReadOnly);
    modes.deferrable().ifPresent(this::setDeferrable);
  }

  private void setReadOnly(boolean only) {
    if (readOnly && !only) {
      if (current().hasSavepoints()) {
        throw tooLate("cannot set transaction read-write mode inside a read-only transaction");
      }
      if (current().isUsed()) {
        throw tooLate("transaction read-write mode must be set before any query");
      }
    }
    readOnly = only;
  }

  private void setDeferrable(boolean waits) {
    if (current().hasSavepoints()) {
      throw tooLate("SET TRANSACTION [NOT] DEFERRABLE cannot be called within a subtransaction");
    }
    if (current().isUsed()) {
      throw tooLate("SET TRANSACTION [NOT] DEFERRABLE must be called before any query");
    }
    deferrable = waits;
  }

  private static SqlException tooLate(String message) {
    return new SqlException(ErrorCode.ACTIVE_SQL_TRANSACTION, message);
  }

  /** SET of a parameter that is of the open transaction; whether it is one of those. */
  boolean setParameter(String name, String value) {
    Runnable change =
        switch (name) {
          case "transaction_isolation" -> {
            parameters.requireIsolation(value);
            yield () -> current().isolate(Isolation.of(value.strip().toLowerCase(Locale.ROOT)));
          }
          case "transaction_read_only" -> {
            boolean only = InertParameters.onOrOff(name, value).equals("on");
            yield () -> setReadOnly(only);
          }
          case "transaction_deferrable" -> {
            boolean waits = InertParameters.onOrOff(name, value).equals("on");
            yield () -> setDeferrable(waits);
          }
          default -> null;
        };
    if (change != null && state == TransactionState.OPEN) {
      change.run();
    }
    return change != null;
  }

  private static Isolation isolation(Statement.Isolation level) {
    return Isolation.of(level.name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  /** SET CONSTRAINTS is of no use outside of a block. */
  Optional<Notice> constraintsOutsideBlock() {
    return state == TransactionState.IDLE && !implicitBlock
        ? Optional.of(outsideBlock("SET CONSTRAINTS can only be used in transaction blocks"))
        : Optional.empty();
  }

  /** The parameters that are of the transaction rather than of the session. */
  Optional<String> parameter(String name) {
    return switch (name) {
      case "transaction_isolation" ->
          Optional.of(
              transaction == null
                  ? parameters.get("default_transaction_isolation")
                  : transaction.isolation().text());
      case "transaction_read_only" -> Optional.of(isReadOnly() ? "on" : "off");
      case "transaction_deferrable" -> Optional.of(isDeferrable() ? "on" : "off");
      default -> Optional.empty();
    };
  }

  private boolean isReadOnly() {
    return state == TransactionState.IDLE ? parameters.isReadOnlyByDefault() : readOnly;
  }

  private boolean isDeferrable() {
    return state == TransactionState.IDLE ? parameters.isOn(DEFERRABLE_BY_DEFAULT) : deferrable;
  }

  private static Notice outsideBlock(String message) {
    return Notice.warning(ErrorCode.NO_ACTIVE_SQL_TRANSACTION, message);
  }
}
