package dev.headrace.engine;

import dev.headrace.engine.message.Message;
import dev.headrace.engine.message.Receiver;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The notifications of a session that nobody has asked for yet. */
final class NotificationQueue implements Receiver {
  /** Who is that far behind does not look at them. */
  static final int CAPACITY = 100_000;

  private final BlockingQueue<Notification> queue = new LinkedBlockingQueue<>(CAPACITY);
  private final AtomicBoolean overrun = new AtomicBoolean();

  @Override
  public void receive(Message message) {
    if (!queue.offer(new Notification(message.sender(), message.channel(), message.payload()))) {
      overrun.set(true);
    }
  }

  /** All there are, waiting for the first. */
  List<Notification> take(Duration atMost) throws InterruptedException {
    if (overrun.getAndSet(false)) {
      throw new SqlException(
          ErrorCode.PROGRAM_LIMIT_EXCEEDED,
          "notifications were lost because more than " + CAPACITY + " were waiting");
    }
    List<Notification> taken = new ArrayList<>();
    queue.drainTo(taken);
    if (taken.isEmpty()) {
      Notification first = queue.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
      if (first != null) {
        taken.add(first);
        queue.drainTo(taken);
      }
    }
    return taken;
  }
}
