package dev.headrace.server.wire;

import dev.headrace.engine.database.ChangeStream;
import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.pgwire.Completion;
import dev.headrace.pgwire.RowSink;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Sends a view's changes as rows: step, weight, then the view's columns. */
final class ChangeSender {
  private static final Duration POLL = Duration.ofMillis(50);

  private final ChangeStream stream;
  private final BooleanSupplier cancelled;
  private final RowReader reader;
  private final RowWriter writer;
  private final Batch line = new Batch();
  private ChangeStream.Changes current = new ChangeStream.Changes(0, new Batch());
  private int position;

  ChangeSender(ChangeStream stream, List<Field> fields, BooleanSupplier cancelled) {
    this.stream = stream;
    this.cancelled = cancelled;
    this.reader = new RowReader(RowLayout.of(fields.subList(2, fields.size())));
    this.writer = new RowWriter(RowLayout.of(fields));
  }

  /** Sends changes as they come, until enough were sent or there are no more. */
  Completion send(long maxRows, RowSink sink) {
    long sent = 0;
    while (true) {
      Batch rows = current.rows();
      while (position < rows.end()) {
        if (maxRows > 0 && sent == maxRows) {
          return Completion.Suspended.INSTANCE;
        }
        sendRow(rows.bytes(), position, sink);
        position = rows.next(position);
        sent++;
      }
      sink.flush();
      if (stream.isEnded()) {
        return new Completion.Complete("SUBSCRIBE");
      }
      next();
    }
  }

  private void next() {
    if (cancelled.getAsBoolean()) {
      throw new SqlException(ErrorCode.QUERY_CANCELED, "canceling statement due to user request");
    }
    try {
      Optional<ChangeStream.Changes> next = stream.next(POLL);
      current = next.orElseGet(() -> new ChangeStream.Changes(0, new Batch()));
      position = 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SqlException(
          ErrorCode.ADMIN_SHUTDOWN, "terminating connection due to administrator command", e);
    }
  }

  private void sendRow(byte[] slab, int row, RowSink sink) {
    line.clear();
    writer.begin(line);
    writer.setLong(0, current.step());
    writer.setInt(1, Rows.weight(slab, row));
    for (int column = 0; column < reader.layout().columns(); column++) {
      writer.set(column + 2, reader.get(slab, row, column));
    }
    writer.end(1);
    sink.row(line.bytes(), 0, 1);
  }
}
