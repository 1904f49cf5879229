package dev.headrace.server.wire;

import dev.headrace.engine.statement.Outcome;
import dev.headrace.model.Rows;
import dev.headrace.pgwire.Completion;
import dev.headrace.pgwire.RowSink;
import dev.headrace.runtime.circuit.Segments;

/** The rows of a query, sent in portions; a row of weight three may be split over three. */
final class ResultRows implements EnginePortal.Rows {
  private final String tag;
  private final Segments segments;
  private int segment;
  private int row;
  private int copiesSent;
  private long sentInAll;

  ResultRows(Outcome.Rows result) {
    this.tag = result.tag();
    this.segments = result.rows();
    this.row = segments.isEmpty() ? 0 : segments.from(0);
  }

  @Override
  public Completion send(long maxRows, RowSink sink) {
    long limit = maxRows == 0 ? Long.MAX_VALUE : maxRows;
    long sent = 0;
    while (sent < limit && atRow()) {
      byte[] slab = segments.slab(segment);
      int left = Rows.weight(slab, row) - copiesSent;
      int copies = (int) Math.min(left, limit - sent);
      sink.row(slab, row, copies);
      sent += copies;
      copiesSent += copies;
      if (copies == left) {
        row += Rows.length(slab, row);
        copiesSent = 0;
      }
    }
    sentInAll += sent;
    if (sent == limit && atRow()) {
      return Completion.Suspended.INSTANCE;
    }
    return completion(sent);
  }

  // a change counts all its rows, in however many portions they went
  private Completion completion(long sent) {
    return switch (tag) {
      case "SHOW", "EXPLAIN" -> new Completion.Complete(tag);
      case "INSERT 0", "UPDATE", "DELETE", "MERGE" -> new Completion.Complete(tag, sentInAll);
      default -> new Completion.Complete(tag, sent);
    };
  }

  private boolean atRow() {
    while (segment < segments.size() && row >= segments.to(segment)) {
      segment++;
      row = segment < segments.size() ? segments.from(segment) : 0;
    }
    return segment < segments.size();
  }

  @Override
  public void close() {}
}
