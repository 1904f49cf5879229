package dev.headrace.server.wire;

import dev.headrace.engine.database.ChangeStream;
import dev.headrace.engine.statement.Outcome;
import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.pgwire.BatchCursor;
import dev.headrace.pgwire.Completion;
import dev.headrace.pgwire.RowSink;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What SUBSCRIBE sends: the rows of a view, then its changes as they come, each row with its step
 * and weight in front. It ends when the client cancels it or the view is dropped.
 */
final class SubscriptionRows implements EnginePortal.Rows {
  /** The columns before those of the view: step and weight. */
  private static final int OWN_COLUMNS = 2;

  /** How soon a cancellation is noticed. */
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private final EngineConnection connection;
  private final ChangeStream changes;
  private final RowReader reader;
  private final RowWriter writer;
  private BatchCursor cursor = new BatchCursor(Collections.emptyIterator());

  SubscriptionRows(EngineConnection connection, Outcome.Stream stream) {
    this.connection = connection;
    this.changes = stream.changes();
    List<Field> fields = stream.fields();
    this.writer = new RowWriter(RowLayout.of(fields));
    this.reader = new RowReader(RowLayout.of(fields.subList(OWN_COLUMNS, fields.size())));
  }

  @Override
  public Completion send(long maxRows, RowSink sink) {
    long left = maxRows == 0 ? Long.MAX_VALUE : maxRows;
    while (true) {
      long sent = cursor.send(left, sink);
      left -= sent;
      if (left == 0) {
        return Completion.Suspended.INSTANCE;
      }
      if (sent > 0) {
        sink.flush();
      }
      connection.checkCancelled();
      Optional<ChangeStream.Changes> next = next();
      if (next.isPresent()) {
        cursor = new BatchCursor(List.of(rows(next.get())).iterator());
      } else if (changes.isEnded()) {
        return new Completion.Complete("SUBSCRIBE");
      }
    }
  }

  private Optional<ChangeStream.Changes> next() {
    try {
      return changes.next(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SqlException(
          ErrorCode.ADMIN_SHUTDOWN, "terminating connection due to administrator command");
    }
  }

  private Batch rows(ChangeStream.Changes step) {
    Batch source = step.rows();
    Batch rows = new Batch();
    @Nullable Object[] values = new @Nullable Object[OWN_COLUMNS + reader.layout().columns()];
    for (int row = 0; row < source.end(); row = source.next(row)) {
      values[0] = step.step();
      values[1] = Rows.weight(source.bytes(), row);
      for (int column = 0; column < reader.layout().columns(); column++) {
        values[OWN_COLUMNS + column] = reader.get(source.bytes(), row, column);
      }
      writer.append(rows, 1, values);
    }
    return rows;
  }

  @Override
  public void close() {
    changes.close();
  }
}
