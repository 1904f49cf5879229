package dev.headrace.server.wire;

import dev.headrace.engine.Users;
import dev.headrace.engine.database.OpenSession;
import dev.headrace.engine.input.Inputs;
import dev.headrace.engine.statement.ClientStatements;
import dev.headrace.engine.statement.Outcome;
import dev.headrace.engine.statement.Prepared;
import dev.headrace.engine.statement.SessionParameters;
import dev.headrace.engine.statement.StatementRunner;
import dev.headrace.engine.statement.TransactionState;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.TextStyle;
import dev.headrace.pgwire.Client;
import dev.headrace.pgwire.Connection;
import dev.headrace.pgwire.ConnectionRequest;
import dev.headrace.pgwire.ParsedStatement;
import dev.headrace.pgwire.Statement;
import dev.headrace.pgwire.TransactionStatus;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client's session of the engine.
 *
 * <p>What comes between two {@link #finish} calls is an implicit transaction block of the engine's
 * runner. The inputs that a message of several statements creates wait for its end, as those of a
 * program do, so that the views behind them miss nothing.
 */
final class EngineConnection implements Connection {
  private static final System.Logger LOG = System.getLogger(EngineConnection.class.getName());

  private final StatementRunner runner;
  private final Inputs inputs;
  private final Client client;
  private final EngineBackend backend;
  private final Users.User user;
  private final ReportedParameters reported;
  private final PhaseClock clock;
  private boolean blockBegun;
  private boolean inputsHeld;
  private boolean failed;
  private volatile boolean cancelled;

  EngineConnection(
      EngineBackend backend, Users.User user, ConnectionRequest request, Client client) {
    this.backend = backend;
    this.user = user;
    this.runner = backend.database().newRunner();
    this.inputs = backend.database().connectors();
    this.client = client;
    this.clock = new PhaseClock(backend.database().statementTimes());
    try {
      backend.parameters().forEach(runner.parameters()::setDefault);
      runner.begin(user.name(), user.superuser());
      request.parameters().forEach(runner.parameters()::setDefault);
    } catch (RuntimeException | Error e) {
      runner.close();
      throw e;
    }
    runner.parameters().processId(request.processId());
    runner.activity().connected(address(request), this::cancel, () -> terminate(client));
    runner.deliverTo(
        message -> client.notification(message.sender(), message.channel(), message.payload()));
    runner.statementsOfClient(
        new ClientStatements() {
          @Override
          public boolean remove(String name) {
            return client.deallocate(name);
          }

          @Override
          public void removeAll() {
            client.deallocateAll();
          }
        });
    this.reported = new ReportedParameters(runner.parameters());
  }

  private static OpenSession.@Nullable Client address(ConnectionRequest request) {
    InetSocketAddress from = request.address();
    return from == null || from.getAddress() == null
        ? null
        : new OpenSession.Client(from.getAddress().getHostAddress(), from.getPort());
  }

  private static boolean terminate(Client client) {
    client.terminate(
        new SqlException(
            ErrorCode.ADMIN_SHUTDOWN, "terminating connection due to administrator command"));
    return true;
  }

  @Override
  public Map<String, String> reportedParameters() {
    return reported.all();
  }

  @Override
  public TextStyle textStyle() {
    return runner.parameters().textStyle();
  }

  @Override
  public List<? extends ParsedStatement> query(String sql) {
    beginBlock();
    clock.startChain();
    List<dev.headrace.sql.ParsedStatement> statements = runner.parse(sql);
    clock.parsed();
    if (statements.size() > 1) {
      runner.severalStatements();
      holdInputs();
    }
    return statements.stream()
        .map(parsed -> (ParsedStatement) () -> withoutParameters(parsed))
        .toList();
  }

  @Override
  public Statement parse(String sql, List<@Nullable SqlType> parameterTypes) {
    beginBlock();
    clock.start();
    List<dev.headrace.sql.ParsedStatement> statements = runner.parse(sql);
    clock.parsed();
    return switch (statements.size()) {
      case 0 -> EmptyStatement.INSTANCE;
      case 1 -> statement(statements.getFirst(), parameterTypes);
      default ->
          throw new SqlException(
              ErrorCode.SYNTAX_ERROR, "cannot insert multiple commands into a prepared statement");
    };
  }

  @Override
  public @Nullable SqlType type(int oid) {
    return runner.createdType(oid).orElse(null);
  }

  @Override
  public @Nullable Statement cursor(String name) {
    Prepared fetch = runner.fetchOf(name);
    return fetch == null ? null : new EngineStatement(this, fetch);
  }

  private EngineStatement withoutParameters(dev.headrace.sql.ParsedStatement parsed) {
    EngineStatement statement = statement(parsed, List.of());
    if (!statement.parameterTypes().isEmpty()) {
      throw new SqlException(ErrorCode.UNDEFINED_PARAMETER, "there is no parameter $1");
    }
    return statement;
  }

  private EngineStatement statement(
      dev.headrace.sql.ParsedStatement parsed, List<? extends @Nullable SqlType> parameterTypes) {
    Prepared prepared = runner.prepare(parsed, parameterTypes);
    clock.planned();
    return new EngineStatement(this, prepared);
  }

  private void beginBlock() {
    if (!blockBegun) {
      blockBegun = true;
      // what was cancelled before has ended; from here on it is about what is being prepared and
      // run
      cancelled = false;
      runner.beginCancellable();
      runner.beginImplicitBlock();
    }
  }

  /** Runs a statement and tells the client what it changed of the session. */
  Outcome run(Prepared prepared, List<? extends @Nullable Object> parameters) {
    beginBlock();
    clock.start();
    Outcome outcome;
    try {
      outcome = runner.run(prepared, parameters);
    } finally {
      runner.notices().forEach(client::notice);
    }
    took(prepared, outcome);
    if (outcome instanceof Outcome.Done done) {
      done.notices().forEach(client::notice);
      reported.tellChanges(client::parameterChanged);
    }
    return outcome;
  }

  boolean isBinary(Prepared prepared) {
    return runner.isBinary(prepared);
  }

  private void took(Prepared prepared, Outcome outcome) {
    String command =
        switch (outcome) {
          case Outcome.Done done -> done.command();
          case Outcome.Rows rows -> rows.tag();
          case Outcome.Stream stream -> "SUBSCRIBE";
          case Outcome.CopyIn in -> "COPY";
          case Outcome.CopyOut out -> "COPY";
        };
    long nanos = clock.executed(command);
    backend.statistics().add(command, nanos);
    Duration limit = runner.parameters().timeLimits().log();
    if (limit != null && nanos >= limit.toNanos()) {
      LOG.log(
          Level.INFO,
          "duration: {0} ms  statement: {1}",
          String.format(Locale.ROOT, "%.3f", nanos / 1e6),
          SqlException.quote(prepared.parsed().text()));
    }
  }

  /** What ran last has got all data, or sent all. */
  void copied() {
    clock.executedOn();
  }

  /** The rows of what ran last are with the client, or in the buffer. */
  void sent() {
    clock.sent();
  }

  /** Throws if the client has given up what runs now. */
  void checkCancelled() {
    if (cancelled) {
      throw new SqlException(ErrorCode.QUERY_CANCELED, "canceling statement due to user request");
    }
  }

  @Override
  public TransactionStatus transactionStatus() {
    return switch (runner.state()) {
      case IDLE -> TransactionStatus.IDLE;
      case OPEN -> TransactionStatus.IN_TRANSACTION;
      case FAILED -> TransactionStatus.FAILED;
    };
  }

  @Override
  public Duration idleLimit() {
    SessionParameters.TimeLimits limits = runner.parameters().timeLimits();
    return runner.state() == TransactionState.IDLE ? limits.idle() : limits.idleInTransaction();
  }

  @Override
  public void fail() {
    failed = true;
    clock.endChain();
    runner.fail();
  }

  @Override
  public void finish() {
    boolean commit = !failed;
    failed = false;
    blockBegun = false;
    clock.start();
    try {
      runner.endImplicitBlock(commit);
    } finally {
      releaseInputs();
    }
    clock.committed();
    clock.endChain();
  }

  private void holdInputs() {
    if (!inputsHeld) {
      inputsHeld = true;
      inputs.hold();
    }
  }

  private void releaseInputs() {
    if (inputsHeld) {
      inputsHeld = false;
      inputs.release();
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    runner.cancel();
  }

  @Override
  public void close() {
    backend.leave(user);
    releaseInputs();
    runner.close();
  }
}
