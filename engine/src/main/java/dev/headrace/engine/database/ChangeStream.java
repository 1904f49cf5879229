package dev.headrace.engine.database;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.circuit.Segments;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A view's rows as of one step, then the changes of every later step, in order.
 *
 * <p>Changes queue up to a limit. Beyond it a subscriber gets an error instead of a gap; for a
 * sink, whose destination must be complete, commits wait.
 */
public final class ChangeStream implements AutoCloseable {
  private static final long MAX_QUEUED_BYTES = 256L << 20;

  /**
   * What a step did to the view.
   *
   * @param step number of the commit
   * @param rows with weights; of the first one, all rows that were there
   */
  public record Changes(long step, Batch rows) {}

  private final Database database;
  private final String view;
  private final boolean commitsWait;
  private int oid;
  private final Deque<Changes> queue = new ArrayDeque<>();
  private final ViewChanges listener = new Listener();
  private long queuedBytes;
  private long limit;
  private boolean ended;
  private boolean closed;
  private @Nullable SqlException failure;

  private ChangeStream(Database database, String view, boolean commitsWait) {
    this.database = database;
    this.view = view;
    this.commitsWait = commitsWait;
  }

  /** Opens a stream; its first element is the view as it is now. */
  public static ChangeStream open(Database database, String view) {
    return open(new ChangeStream(database, view, false));
  }

  /** Opens a stream whose reader makes commits wait when it falls behind. */
  public static ChangeStream openForSink(Database database, String view) {
    return open(new ChangeStream(database, view, true));
  }

  private static ChangeStream open(ChangeStream stream) {
    stream.oid = stream.database.listen(stream.view, stream.listener, stream::start);
    return stream;
  }

  private synchronized void start(MaterializedView source, long step, Segments rows) {
    Batch all = new Batch();
    for (int i = 0; i < rows.size(); i++) {
      all.appendAll(rows.slab(i), rows.from(i), rows.to(i));
    }
    queue.add(new Changes(step, all));
    // what was there when the stream began does not count as falling behind
    limit = MAX_QUEUED_BYTES + all.end();
    queuedBytes = all.end();
  }

  private final class Listener implements ViewChanges {
    @Override
    public void changed(long step, Batch delta) {
      add(new Changes(step, delta));
    }

    @Override
    public void ended() {
      end(null);
    }

    @Override
    public void failed(SqlException cause) {
      end(cause);
    }
  }

  private synchronized void add(Changes changes) {
    while (commitsWait && !ended && queuedBytes > limit) {
      try {
        wait();
      } catch (InterruptedException e) {
        // a commit cannot be given up here: the step is visible already
        Thread.currentThread().interrupt();
        limit = Long.MAX_VALUE;
      }
    }
    if (ended) {
      return;
    }
    queuedBytes += changes.rows().end();
    if (queuedBytes > limit && !commitsWait) {
      queue.clear();
      end(
          new SqlException(
              ErrorCode.PROGRAM_LIMIT_EXCEEDED,
              "subscription to " + SqlException.quote(view) + " fell too far behind"));
    } else {
      queue.add(changes);
      notifyAll();
    }
  }

  private synchronized void end(@Nullable SqlException cause) {
    ended = true;
    failure = cause;
    notifyAll();
  }

  /** Whether nothing more will come. */
  public synchronized boolean isEnded() {
    return ended && queue.isEmpty();
  }

  /**
   * The next element, once there is one; empty if none comes within the time or the view has been
   * dropped.
   *
   * @throws SqlException if the reader fell too far behind, or what has changed could not be told
   */
  public synchronized Optional<Changes> next(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (queue.isEmpty() && !ended) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return Optional.empty();
      }
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    if (failure != null) {
      throw failure;
    }
    Changes next = queue.poll();
    if (next != null) {
      queuedBytes -= next.rows().end();
      notifyAll();
    }
    return Optional.ofNullable(next);
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    // first, because a commit that waits for the reader holds the lock that is needed next
    end(null);
    database.unlisten(oid, listener);
  }
}
