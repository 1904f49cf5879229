package dev.headrace.engine;

import dev.headrace.engine.database.ChangeStream;
import dev.headrace.engine.database.Database;
import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What somebody knows of a materialized view who has only been told of its changes. */
final class FollowedView implements AutoCloseable {
  private final ChangeStream changes;
  private final RowReader reader;
  private final Map<String, Long> weights = new TreeMap<>();

  FollowedView(Database database, String view) {
    changes = ChangeStream.open(database, view);
    reader = new RowReader(RowLayout.of(database.catalog().require(view).fields()));
  }

  /** Whether the view has gone. */
  boolean hasEnded() throws InterruptedException {
    take();
    return changes.isEnded();
  }

  /** Its rows, columns separated by bars, sorted. */
  List<String> rows() throws InterruptedException {
    take();
    List<String> rows = new ArrayList<>();
    weights.forEach(
        (row, weight) -> {
          for (long i = 0; i < weight; i++) {
            rows.add(row);
          }
          for (long i = weight; i < 0; i++) {
            rows.add("less than no " + row);
          }
        });
    rows.sort(null);
    return rows;
  }

  private void take() throws InterruptedException {
    Optional<ChangeStream.Changes> next = changes.next(Duration.ZERO);
    while (next.isPresent()) {
      Batch batch = next.get().rows();
      for (int row = 0; row < batch.end(); row = batch.next(row)) {
        List<String> values = new ArrayList<>();
        reader.get(batch.bytes(), row).forEach(value -> values.add(String.valueOf(value)));
        weights.merge(String.join("|", values), (long) Rows.weight(batch.bytes(), row), Long::sum);
      }
      next = changes.next(Duration.ZERO);
    }
  }

  @Override
  public void close() {
    changes.close();
  }
}
