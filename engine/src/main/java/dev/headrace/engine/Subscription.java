package dev.headrace.engine;

import dev.headrace.engine.database.ChangeStream;
import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A listener at work; close it to end it. */
public final class Subscription implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);

  private final ChangeStream stream;
  private final RowReader reader;
  private final ChangeListener listener;
  private final Thread thread;
  private volatile boolean closed;

  Subscription(String view, ChangeStream stream, RowLayout layout, ChangeListener listener) {
    this.stream = stream;
    this.reader = new RowReader(layout);
    this.listener = listener;
    this.thread = Thread.ofVirtual().name("headrace-subscription-" + view).start(this::deliver);
  }

  private void deliver() {
    try {
      boolean first = true;
      while (!stream.isEnded()) {
        Optional<ChangeStream.Changes> next = stream.next(POLL);
        if (next.isPresent()) {
          deliver(next.get(), first);
          first = false;
        }
      }
      if (!closed) {
        listener.onEnd();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SqlException e) {
      listener.onError(e);
    } catch (RuntimeException e) {
      listener.onError(new SqlException(ErrorCode.INTERNAL_ERROR, "the listener failed: " + e, e));
    } finally {
      stream.close();
    }
  }

  private void deliver(ChangeStream.Changes changes, boolean first) {
    List<Change> list = new ArrayList<>();
    Batch batch = changes.rows();
    for (int row = 0; row < batch.end(); row = batch.next(row)) {
      list.add(new Change(reader.get(batch.bytes(), row), Rows.weight(batch.bytes(), row)));
    }
    if (first) {
      listener.onSnapshot(changes.step(), list);
    } else {
      listener.onChanges(changes.step(), list);
    }
  }

  /** Ends the subscription; a call of the listener that is under way is waited for. */
  @Override
  public void close() {
    closed = true;
    stream.close();
    try {
      if (!Thread.currentThread().equals(thread)) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
