package dev.headrace.pgwire;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.io.IOException;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The live sessions of a server and what they share. Thread-safe. */
final class Sessions {
  /**
   * Connections beyond the limit, for cancel requests and for telling others that it is reached.
   */
  private static final int STARTING_CONNECTIONS = 64;

  private final ServerOptions options;
  private final Authenticator authenticator;
  private final Backend backend;
  private final ServerStatistics statistics = new ServerStatistics();
  private final ConcurrentMap<Integer, Session> live = new ConcurrentHashMap<>();
  private final AtomicInteger lastProcessId = new AtomicInteger();
  private final SecureRandom random = new SecureRandom();

  Sessions(ServerOptions options, Authenticator authenticator, Backend backend) {
    this.options = options;
    this.authenticator = authenticator;
    this.backend = backend;
  }

  ServerOptions options() {
    return options;
  }

  Authenticator authenticator() {
    return authenticator;
  }

  Backend backend() {
    return backend;
  }

  ServerStatistics statistics() {
    return statistics;
  }

  int size() {
    return live.size();
  }

  /** Whether there are so many connections that one more is not even worth an error message. */
  boolean isFlooded() {
    return live.size() >= options.maxConnections() + STARTING_CONNECTIONS;
  }

  /** A new session with a process id that no live session has. */
  Session open(Socket socket) throws IOException {
    while (true) {
      int processId = lastProcessId.updateAndGet(last -> last == Integer.MAX_VALUE ? 1 : last + 1);
      Session session = new Session(this, socket, processId, random.nextInt());
      if (live.putIfAbsent(processId, session) == null) {
        return session;
      }
    }
  }

  /**
   * Lets a session past its startup message, unless there are too many, or no database yet.
   *
   * @throws SqlException {@link ErrorCode#TOO_MANY_CONNECTIONS}, {@link
   *     ErrorCode#CANNOT_CONNECT_NOW}
   */
  void admit() {
    backend.requireReady();
    if (live.size() > options.maxConnections()) {
      throw new SqlException(ErrorCode.TOO_MANY_CONNECTIONS, "sorry, too many clients already");
    }
  }

  void remove(Session session) {
    live.remove(session.processId(), session);
  }

  /** Cancels what a session runs; does nothing for a wrong secret, nor tells. */
  void cancel(int processId, int secret) {
    statistics.cancelRequested();
    Session session = live.get(processId);
    if (session != null && session.hasSecret(secret)) {
      session.cancel();
    }
  }

  List<Session> all() {
    return List.copyOf(live.values());
  }
}
