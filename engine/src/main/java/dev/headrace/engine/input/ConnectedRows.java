package dev.headrace.engine.input;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.RowConstraints;
import dev.headrace.engine.database.RowKeyEncoder;
import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.state.RowStore;
import java.util.HashSet;
import java.util.Set;

/**
 * Applies a table's constraints to rows that a connector brings: rows that violate one become bad
 * records, the others go in. Called with the table locked.
 */
final class ConnectedRows {
  private final BaseRelation relation;
  private final RowConstraints constraints;
  private final boolean checked;
  private final RowWriter errors = new RowWriter(RowLayout.of(Inputs.ERROR_FIELDS));
  private final Batch accepted = new Batch();
  private final Set<Slice> keysOfBatch = new HashSet<>();
  private final Slice key = new Slice();
  private long position;

  ConnectedRows(BaseRelation relation) {
    this.relation = relation;
    this.constraints = new RowConstraints(relation);
    this.checked =
        !relation.checks().isEmpty()
            || !relation.primaryKey().isEmpty()
            || relation.fields().stream().anyMatch(f -> !f.nullable());
  }

  /** The rows that satisfy all constraints; the others are appended to the bad records. */
  Batch accepted(Batch rows, Batch bad) {
    if (!checked) {
      return rows;
    }
    accepted.clear();
    keysOfBatch.clear();
    for (int row = 0; row < rows.end(); row = rows.next(row)) {
      position++;
      try {
        constraints.check(rows.bytes(), row);
        checkKey(rows.bytes(), row);
        accepted.append(rows.bytes(), row);
      } catch (SqlException e) {
        errors.append(
            bad,
            1,
            position,
            Slice.of(e.sqlState()),
            Slice.of(e.message()),
            Slice.of(constraints.text(rows.bytes(), row)));
      }
    }
    return accepted;
  }

  private void checkKey(byte[] slab, int row) {
    RowStore store = relation.store();
    if (store == null || relation.primaryKey().isEmpty()) {
      return;
    }
    new RowKeyEncoder(relation.layout(), relation.primaryKey()).encode(slab, row, key);
    boolean exists = store.find(key.base(), key.offset(), key.length(), (s, r) -> {});
    if (exists || !keysOfBatch.add(key.copy())) {
      throw constraints.duplicateKey(slab, row);
    }
  }
}
