package dev.headrace.check.postgres;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** A connection to PostgreSQL or Headrace. */
public final class PgConnection implements AutoCloseable {
  private final DatabaseUrl url;
  private final Duration timeout;
  private final PgSocket socket;

  private PgConnection(DatabaseUrl url, Duration timeout, PgSocket socket) {
    this.url = url;
    this.timeout = timeout;
    this.socket = socket;
  }

  /**
   * @param timeout for connecting, and for all replies to the requests of one call
   */
  public static PgConnection open(DatabaseUrl url, Duration timeout) throws PgException {
    PgSocket socket = null;
    try {
      socket = PgSocket.open(url, timeout);
      new Login(url, socket).run();
      return new PgConnection(url, timeout, socket);
    } catch (IOException | PgException e) {
      if (socket != null) {
        closeQuietly(socket, e);
      }
      throw failure(url, timeout, e);
    }
  }

  private static void closeQuietly(PgSocket socket, Exception e) {
    try {
      socket.close();
    } catch (IOException suppressed) {
      e.addSuppressed(suppressed);
    }
  }

  private static PgException failure(DatabaseUrl url, Duration timeout, Exception e) {
    String why =
        e instanceof SocketTimeoutException
            ? "no answer within " + text(timeout)
            : e instanceof PgException || e instanceof java.io.EOFException
                ? String.valueOf(e.getMessage())
                : e.toString();
    return new PgException("cannot use the database at " + url.place() + ": " + why, e);
  }

  private static String text(Duration timeout) {
    return timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
  }

  /**
   * Sends all requests and reads their replies meanwhile.
   *
   * @return a reply for each
   */
  public List<Reply> run(List<? extends Request> requests) throws PgException {
    socket.begin();
    return replies(requests, timeout, false);
  }

  /**
   * The same, but each reply may take as long.
   *
   * @param limit for one reply
   */
  public List<Reply> run(List<? extends Request> requests, Duration limit) throws PgException {
    return replies(requests, limit, true);
  }

  private List<Reply> replies(List<? extends Request> requests, Duration limit, boolean each)
      throws PgException {
    FutureTask<@Nullable Void> sending =
        new FutureTask<>(
            (Callable<@Nullable Void>)
                () -> {
                  MessageWriter writer = new MessageWriter();
                  requests.forEach(writer::request);
                  socket.write(writer.bytes());
                  return null;
                });
    // a server that waits for us to read its replies reads no more requests
    Thread.ofPlatform().daemon().name("headrace-check-sender").start(sending);
    try {
      List<Reply> replies = new ArrayList<>();
      for (int i = 0; i < requests.size(); i++) {
        if (each) {
          socket.begin(limit);
        }
        replies.add(reply());
      }
      sending.get();
      return replies;
    } catch (IOException | PgException e) {
      closeQuietly(socket, e); // which ends the sender too
      throw failure(url, limit, e);
    } catch (ExecutionException e) {
      throw failure(url, limit, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(url, limit, e);
    }
  }

  private Reply reply() throws IOException, PgException {
    List<Integer> parameters = new ArrayList<>();
    List<Reply.Column> columns = new ArrayList<>();
    List<List<@Nullable String>> rows = new ArrayList<>();
    List<String> notices = new ArrayList<>();
    Reply.ServerError error = null;
    while (true) {
      Message message = socket.read();
      switch (message.type()) {
        case 't' -> {
          for (int count = message.int16(); count > 0; count--) {
            parameters.add(message.int32());
          }
        }
        case 'T' -> {
          columns.clear();
          rows.clear();
          for (int count = message.int16(); count > 0; count--) {
            columns.add(column(message));
          }
        }
        case 'D' -> {
          List<@Nullable String> row = new ArrayList<>();
          for (int count = message.int16(); count > 0; count--) {
            row.add(message.value());
          }
          rows.add(row);
        }
        case 'E' -> error = message.error();
        case 'N' -> notices.add(message.notice());
        case 'Z' -> {
          return new Reply(parameters, columns, rows, notices, error);
        }
        default -> {} // completions, notifications, parameters
      }
    }
  }

  private static Reply.Column column(Message message) {
    String name = message.string();
    message.int32(); // table
    message.int16(); // column of the table
    int type = message.int32();
    message.int16(); // bytes
    int modifier = message.int32();
    message.int16(); // format
    return new Reply.Column(name, type, modifier);
  }

  @Override
  public void close() {
    try (socket) {
      socket.write(new MessageWriter().end('X').bytes());
    } catch (IOException _) {
      // whoever closed it first, it is closed
    }
  }
}
