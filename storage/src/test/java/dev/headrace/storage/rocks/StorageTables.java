package dev.headrace.storage.rocks;

import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.runtime.storage.CommitWriter;
import dev.headrace.runtime.storage.RowForm;
import dev.headrace.runtime.storage.Storage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rows (id bigint, name text) in relations of each form, and what is in them by reading. */
final class StorageTables {
  static final RowLayout LAYOUT = new RowLayout(List.of(SqlType.BIGINT, SqlType.TEXT));

  private StorageTables() {}

  static Batch row(long id, String name) {
    return row(id, name, 1);
  }

  static Batch row(long id, String name, int weight) {
    Batch batch = new Batch();
    new RowWriter(LAYOUT).append(batch, weight, id, Slice.of(name));
    return batch;
  }

  static Slice key(long id) {
    ByteOutput out = new ByteOutput();
    out.writeLong(id);
    return out.toSlice();
  }

  static void put(CommitWriter commit, int relation, long id, String name) {
    commit.putRow(relation, key(id), row(id, name).bytes(), 0);
  }

  static void count(CommitWriter commit, int relation, long id, String name, long times) {
    commit.putMultiplicity(relation, row(id, name).bytes(), 0, times);
  }

  /** Rows as {@code id=name}, with their weights. */
  static Map<String, Integer> read(Storage storage, int relation, RowForm form) {
    Map<String, Integer> rows = new TreeMap<>();
    RowReader reader = new RowReader(LAYOUT);
    storage.rows(
        relation,
        form,
        batch -> {
          for (int row = 0; row < batch.end(); row = batch.next(row)) {
            List<?> values = reader.get(batch.bytes(), row);
            rows.merge(
                values.get(0) + "=" + values.get(1), Rows.weight(batch.bytes(), row), Integer::sum);
          }
        });
    return rows;
  }

  /** Whether a file holds mostly rows. */
  static boolean isLargeTable(Path file) {
    return file.toString().endsWith(".sst") && file.toFile().length() > 50_000;
  }
}
