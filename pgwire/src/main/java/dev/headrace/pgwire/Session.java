package dev.headrace.pgwire;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Notice;
import dev.headrace.model.SqlException;
import dev.headrace.pgwire.SessionState.Phase;
import dev.headrace.pgwire.codec.ClientGoneException;
import dev.headrace.pgwire.codec.Errors;
import dev.headrace.pgwire.codec.FatalException;
import dev.headrace.pgwire.codec.MessageInput;
import dev.headrace.pgwire.codec.MessageOutput;
import dev.headrace.pgwire.codec.Reply;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One client's network connection from its first byte to its last, on one thread; {@link
 * SessionState.Phase} lists the steps. Other threads may {@link #cancel}, {@link #end} and {@link
 * #abort} it, and the housekeeper looks after it by {@link #check}.
 */
final class Session implements Runnable, Client {
  private static final Logger LOG = System.getLogger(Session.class.getName());

  private final Sessions sessions;
  private final ClientSocket socket;
  private final int processId;
  private final int secret;
  private final SessionState state;
  private final ClientInput bytes;
  private final MessageInput input;
  private final MessageOutput output;
  private final Mailbox mailbox;
  private final long openedAt = System.nanoTime();
  private volatile @Nullable Connection connection;
  private volatile boolean watched;
  private @Nullable ExtendedQuery prepared; // null until the connection is open

  // the housekeeper's
  private boolean waitingSeen;
  private long readsSeen;
  private long quietSince;

  Session(Sessions sessions, Socket socket, int processId, int secret) throws IOException {
    this.sessions = sessions;
    this.socket = new ClientSocket(socket);
    this.processId = processId;
    this.secret = secret;
    this.state = new SessionState(processId);
    this.bytes = new ClientInput(this.socket::read);
    this.input = new MessageInput(bytes, sessions.options().maxMessageBytes());
    this.output = new MessageOutput(this.socket.output());
    this.mailbox = new Mailbox(output);
  }

  int processId() {
    return processId;
  }

  boolean hasSecret(int candidate) {
    return secret == candidate;
  }

  // ---- the session's thread

  @Override
  public void run() {
    try {
      start();
    } catch (FatalException e) {
      farewell(e.error());
    } catch (ClientGoneException e) {
      SqlException end = state.ending();
      if (end != null) { // it was in the middle of a message
        farewell(end);
      }
      LOG.log(Level.DEBUG, "session " + processId + " lost its client", e);
    } catch (SqlException e) { // of the startup; those of messages are answered there
      farewell(e);
    } catch (RuntimeException | Error e) {
      farewell(Defects.toError(e));
    } finally {
      close();
    }
  }

  private void start() {
    switch (new Startup(input, output, socket, sessions.options().tls()).await()) {
      case Startup.Purpose.Nothing _ ->
          state.transition(Phase.CLOSED, "closed before a startup message");
      case Startup.Purpose.Cancel(int target, int key) -> {
        sessions.cancel(target, key);
        state.transition(Phase.CLOSED, "cancel request for " + target);
      }
      case Startup.Purpose.Session purpose -> {
        state.transition(Phase.AUTHENTICATING, "startup message");
        sessions.admit();
        requireEncryption();
        serve(purpose);
      }
    }
  }

  private void requireEncryption() {
    if (sessions.options().tlsRequired() && !socket.isEncrypted()) {
      throw new SqlException(
              ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION,
              "this server accepts encrypted connections only")
          .withHint("Connect with sslmode=require or better.");
    }
  }

  private void serve(Startup.Purpose.Session purpose) {
    ConnectionRequest request =
        new ConnectionRequest(
            purpose.user(),
            purpose.database(),
            purpose.parameters(),
            processId,
            socket.remoteAddress());
    AuthenticationExchange exchange = new AuthenticationExchange(input, output, socket);
    sessions.authenticator().authenticate(request, exchange);
    exchange.succeed();
    Connection opened = sessions.backend().connect(request, this);
    connection = opened;
    sessions.statistics().connectionAccepted();
    opened.reportedParameters().forEach(this::parameterChanged);
    output.begin(Reply.BACKEND_KEY_DATA);
    output.putInt(processId);
    output.putInt(secret);
    output.end();
    ExtendedQuery extended = new ExtendedQuery(opened, input, output);
    prepared = extended;
    try {
      new MessageLoop(state, opened, extended, input, output, mailbox, sessions.statistics()).run();
    } finally {
      extended.closeAll();
    }
  }

  @Override
  public void notice(Notice notice) {
    Errors.notice(
        output,
        notice.severity().name(),
        notice.sqlState(),
        notice.message(),
        notice.detail(),
        notice.hint());
  }

  @Override
  public void parameterChanged(String name, String value) {
    output.begin(Reply.PARAMETER_STATUS);
    output.putString(name);
    output.putString(value);
    output.end();
  }

  @Override
  public boolean deallocate(String name) {
    return prepared != null && prepared.deallocate(name);
  }

  @Override
  public void deallocateAll() {
    if (prepared != null) {
      prepared.deallocateAll();
    }
  }

  @Override
  public void notification(int sender, String channel, String payload) {
    if (!mailbox.post(sender, channel, payload)) {
      end(
          new SqlException(
              ErrorCode.PROGRAM_LIMIT_EXCEEDED, "too many notifications wait for the client"));
    }
  }

  /** Tells the client why the session is over. */
  private void farewell(SqlException reason) {
    sessions.statistics().errorSent(reason.sqlState());
    if (connection == null) {
      sessions.statistics().connectionRefused();
      LOG.log(
          Level.INFO,
          "session {0} from {1} was not let in: {2}",
          processId,
          socket.remoteAddress(),
          reason.message());
    }
    state.transition(Phase.CLOSED, reason.message());
    if (state.ending() == null) {
      Defects.logIfInternal(reason);
    }
    output.abandon();
    try {
      Errors.error(output, reason, true);
      output.flush();
      socket.finish();
    } catch (ClientGoneException | IOException e) {
      LOG.log(Level.DEBUG, "session " + processId + ": the client did not wait for its error", e);
    }
  }

  private void close() {
    sessions.remove(this);
    Connection opened = connection;
    try (socket) {
      if (opened != null) {
        opened.close();
      }
    } catch (RuntimeException | IOException e) {
      LOG.log(Level.WARNING, "session " + processId + " did not close cleanly", e);
    }
  }

  // ---- any thread

  /** Makes what the session runs now, if anything, end with an error. */
  void cancel() {
    Connection opened = connection;
    if (opened != null) {
      opened.cancel();
    }
  }

  @Override
  public void terminate(SqlException reason) {
    end(reason);
  }

  /** Ends the session at the next message, or now if it waits for one, with a FATAL error. */
  void end(SqlException reason) {
    state.end(reason);
    cancel();
    try {
      socket.interruptReading(); // wakes the session, which then finds the reason
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "session " + processId + " is already closed", e);
    }
  }

  /** Cuts the connection. */
  void abort() {
    try {
      socket.abort();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "session " + processId + " is already closed", e);
    }
  }

  // ---- the housekeeper's thread

  /**
   * Enforces the timeouts, and has a session that is busy watched for its client's going away. The
   * session itself never looks at a clock: how long it has been quiet is told from a count that
   * moves with every read. Called once per {@link ServerOptions#clientCheckInterval}.
   */
  void check(long nanoTime) {
    ServerOptions options = sessions.options();
    Phase phase = state.phase();
    if (phase == Phase.STARTING || phase == Phase.AUTHENTICATING) {
      if (exceeds(nanoTime - openedAt, options.startupTimeout())) {
        abort();
      }
      return;
    }
    boolean waiting = bytes.isWaiting();
    long reads = bytes.reads();
    if (waiting != waitingSeen || reads != readsSeen) {
      waitingSeen = waiting;
      readsSeen = reads;
      quietSince = nanoTime;
    }
    long quiet = nanoTime - quietSince;
    checkWrite(nanoTime, options);
    SessionState.Idleness idleness = state.idleness();
    if (phase == Phase.READY
        && waiting
        && idleness.isLimited()
        && exceeds(quiet, idleness.limit())) {
      end(idleness.timeout());
    } else if (!waiting && !watched && exceeds(quiet, options.clientCheckInterval())) {
      watched = true;
      Thread.ofVirtual().name("pgwire-watch-" + processId).start(this::watch);
    }
  }

  /** A client that does not read blocks the session's thread; only a cut wakes it. */
  private void checkWrite(long nanoTime, ServerOptions options) {
    long since = socket.writingSince();
    if (since != 0
        && !options.writeTimeout().isZero()
        && exceeds(nanoTime - since, options.writeTimeout())) {
      LOG.log(Level.INFO, "session {0}: the client does not read its answers", processId);
      cancel();
      abort();
    }
  }

  private static boolean exceeds(long nanos, Duration limit) {
    return nanos >= limit.toNanos();
  }

  private void watch() {
    try {
      if (!bytes.watch()) {
        cancel();
      }
    } finally {
      watched = false;
    }
  }
}
