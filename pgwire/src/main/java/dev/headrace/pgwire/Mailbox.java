package dev.headrace.pgwire;

import dev.headrace.pgwire.codec.ClientGoneException;
import dev.headrace.pgwire.codec.MessageOutput;
import dev.headrace.pgwire.codec.Reply;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Notifications on their way to a client. As in PostgreSQL they are sent between transactions: with
 * the next ReadyForQuery, or at once while the session waits for its client.
 *
 * <p>Whoever holds the permit may write to the output. That is the session from its beginning on,
 * except while it waits for a message between transactions; then it is a thread of the moment, so
 * that who notifies never waits for a client. Each looks at the queue after it has given the permit
 * back, so nothing is left lying.
 */
final class Mailbox {
  private static final Logger LOG = System.getLogger(Mailbox.class.getName());

  /** A client that is this far behind is not coming back. */
  private static final int CAPACITY = 100_000;

  private record Notification(int processId, String channel, String payload) {}

  private final MessageOutput output;
  private final Semaphore permit = new Semaphore(0);
  private final Queue<Notification> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger length = new AtomicInteger();
  private volatile boolean idle;

  Mailbox(MessageOutput output) {
    this.output = output;
  }

  /**
   * From any thread: sends a notification as soon as that is possible; does not wait.
   *
   * @return false if too many wait already
   */
  boolean post(int processId, String channel, String payload) {
    if (length.incrementAndGet() > CAPACITY) {
      length.decrementAndGet();
      return false;
    }
    queue.add(new Notification(processId, channel, payload));
    if (idle) {
      Thread.ofVirtual().name("pgwire-notify").start(this::deliver);
    }
    return true;
  }

  private void deliver() {
    try {
      handOver();
    } catch (ClientGoneException e) { // the session finds out by itself
      LOG.log(Level.DEBUG, "nobody to notify", e);
    }
  }

  /** Sends what is there, unless somebody else has the permit: he will do it. */
  private void handOver() {
    while (!queue.isEmpty() && permit.tryAcquire()) {
      try {
        if (drain()) {
          output.flush();
        }
      } finally {
        permit.release();
      }
    }
  }

  /** By who may write: appends what waits to the output; says whether there was something. */
  boolean drain() {
    boolean any = false;
    for (Notification next = queue.poll(); next != null; next = queue.poll()) {
      any = true;
      length.decrementAndGet();
      output.begin(Reply.NOTIFICATION);
      output.putInt(next.processId);
      output.putString(next.channel);
      output.putString(next.payload);
      output.end();
    }
    return any;
  }

  /** By the session's thread: it begins to write to the output. */
  void busy() {
    idle = false;
    permit.acquireUninterruptibly();
  }

  /** By the session's thread: it waits for its client, between transactions. */
  void idle() {
    idle = true;
    permit.release();
    handOver();
  }
}
