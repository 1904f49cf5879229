package dev.headrace.pgwire;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;

/**
 * Serves a {@link Backend} to PostgreSQL clients. One thread accepts, one per connection runs its
 * {@link Session}, one keeps house. {@code TRANSPORT.md} has the measurements behind that.
 */
public final class PgWireServer implements AutoCloseable {
  private static final Logger LOG = System.getLogger(PgWireServer.class.getName());
  private static final int BACKLOG = 256;

  /** Deeply nested statements need it; memory is taken only as it is used. */
  private static final long SESSION_STACK_BYTES = 4 << 20;

  /** How long sessions may take to end when the server closes, before they are cut. */
  private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final ServerSocket listener;
  private final Sessions sessions;
  private final Thread.Builder threads;
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();
  private final Thread acceptor;
  private final Thread housekeeper;
  private volatile boolean closed;

  private PgWireServer(ServerSocket listener, Sessions sessions, Thread.Builder threads) {
    this.listener = listener;
    this.sessions = sessions;
    this.threads = threads;
    this.acceptor = Thread.ofPlatform().name("pgwire-accept").unstarted(this::accept);
    this.housekeeper = Thread.ofPlatform().daemon().name("pgwire-watch").unstarted(this::keepHouse);
  }

  /**
   * Listens and serves until closed.
   *
   * @throws SqlException {@link ErrorCode#IO_ERROR} if it cannot listen there
   */
  public static PgWireServer start(
      ServerOptions options, Authenticator authenticator, Backend backend) {
    return start(
        options, authenticator, backend, Thread.ofPlatform().stackSize(SESSION_STACK_BYTES));
  }

  /** As above, with sessions on threads of another kind. */
  static PgWireServer start(
      ServerOptions options, Authenticator authenticator, Backend backend, Thread.Builder threads) {
    ServerSocket listener = listen(options);
    PgWireServer server =
        new PgWireServer(listener, new Sessions(options, authenticator, backend), threads);
    server.acceptor.start();
    server.housekeeper.start();
    return server;
  }

  private static ServerSocket listen(ServerOptions options) {
    try {
      ServerSocket listener = new InterruptibleSocket.Listener();
      try {
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(options.address(), options.port()), BACKLOG);
        return listener;
      } catch (IOException e) {
        listener.close();
        throw e;
      }
    } catch (IOException e) {
      throw new SqlException(
          ErrorCode.IO_ERROR,
          "cannot listen on "
              + options.address().getHostAddress()
              + " port "
              + options.port()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return listener.getLocalPort();
  }

  /** What it has done so far. */
  public ServerStatistics statistics() {
    return sessions.statistics();
  }

  /** How many connections there are now. */
  public int connections() {
    return sessions.size();
  }

  private void accept() {
    while (!closed) {
      try {
        serve(listener.accept());
      } catch (IOException e) {
        if (!closed) {
          LOG.log(Level.WARNING, "cannot accept a connection", e);
          pause();
        }
      }
    }
  }

  /** Out of file descriptors, most likely: trying again at once would only burn the processor. */
  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(Socket socket) throws IOException {
    if (sessions.isFlooded()) {
      socket.close();
      return;
    }
    try {
      socket.setTcpNoDelay(true);
      keepAlive(socket);
      start(sessions.open(socket));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Finds out within two minutes that a client's machine or network is gone. */
  private static void keepAlive(Socket socket) throws IOException {
    socket.setKeepAlive(true);
    if (socket.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
      socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 60);
      socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 10);
      socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 6);
    }
  }

  private void start(Session session) throws IOException {
    Thread thread = threads.name("pgwire-" + session.processId()).unstarted(() -> run(session));
    running.add(thread);
    try {
      thread.start();
    } catch (OutOfMemoryError e) { // the system has no more threads; those there are go on
      running.remove(thread);
      sessions.remove(session);
      throw new IOException("no thread for a connection", e);
    }
  }

  private void run(Session session) {
    try {
      session.run();
    } finally {
      running.remove(Thread.currentThread());
    }
  }

  private void keepHouse() {
    long interval = sessions.options().clientCheckInterval().toMillis();
    try {
      while (!closed) {
        Thread.sleep(interval);
        long now = System.nanoTime();
        for (Session session : sessions.all()) {
          session.check(now);
        }
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "housekeeper ends");
    }
  }

  /**
   * Stops listening, cancels what runs, tells every client that the server shuts down, and waits
   * until all sessions have ended.
   */
  @Override
  public void close() {
    closed = true;
    try {
      listener.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot close the listening socket", e);
    }
    housekeeper.interrupt();
    join(acceptor, CLOSE_NANOS);
    SqlException reason =
        new SqlException(
            ErrorCode.ADMIN_SHUTDOWN, "terminating connection due to administrator command");
    sessions.all().forEach(session -> session.end(reason));
    long deadline = System.nanoTime() + CLOSE_NANOS;
    for (Thread thread : running) {
      join(thread, deadline - System.nanoTime());
    }
    sessions.all().forEach(Session::abort);
    for (Thread thread : running) {
      join(thread, CLOSE_NANOS);
    }
  }

  private static void join(Thread thread, long nanos) {
    try {
      if (!thread.join(java.time.Duration.ofNanos(Math.max(nanos, 1)))) {
        LOG.log(Level.DEBUG, "{0} still runs", thread.getName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
