package dev.headrace.engine.input;

import dev.headrace.engine.database.ChangeStream;
import dev.headrace.engine.database.Sink;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.connector.Output;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes a view's changes to one sink, in a thread of its own. Commits wait for a slow one. */
final class SinkRunner {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Sink sink;
  private final ChangeStream changes;
  private final Output output;
  private final Thread writer;
  private volatile @Nullable SqlException failure;

  SinkRunner(Sink sink, ChangeStream changes, Output output) {
    this.sink = sink;
    this.changes = changes;
    this.output = output;
    this.writer =
        Thread.ofPlatform().daemon().name("headrace-sink-" + sink.name()).start(this::write);
  }

  Sink sink() {
    return sink;
  }

  Optional<SqlException> failure() {
    return Optional.ofNullable(failure);
  }

  private void write() {
    try (output;
        changes) {
      while (!changes.isEnded()) {
        Optional<ChangeStream.Changes> next = changes.next(POLL);
        if (next.isPresent()) {
          output.write(next.get().rows(), next.get().step());
          output.flush();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SqlException e) {
      failure = e;
    } catch (RuntimeException | Error e) {
      failure = new SqlException(ErrorCode.INTERNAL_ERROR, "internal error: " + e, e);
    }
  }

  /** Writes what has been committed up to now, then completes the output. */
  void finish() {
    changes.close();
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
