package dev.headrace.engine.statement;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.KeyOrder;
import dev.headrace.model.Slice;
import dev.headrace.runtime.state.IndexDefinition.Encoder;
import dev.headrace.runtime.state.IndexDefinition.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The keys of the rows that a statement inserts, by which they may be in each other's way. */
final class ConflictKeys {
  private final List<Encoder> encoders = new ArrayList<>();
  private final List<Set<Slice>> seen = new ArrayList<>();

  private ConflictKeys() {}

  /**
   * The keys of some names.
   *
   * @param arbiters as in {@link dev.headrace.sql.PlannedConflict}
   */
  static ConflictKeys of(BaseRelation table, Catalog catalog, List<String> arbiters) {
    ConflictKeys keys = new ConflictKeys();
    for (KeyOrder order : catalog.orders(table)) {
      if (order.unique() && arbiters.contains(order.name())) {
        keys.encoders.add(order.encoder(table.layout()));
        keys.seen.add(new HashSet<>());
      }
    }
    return keys;
  }

  boolean isEmpty() {
    return encoders.isEmpty();
  }

  /** Takes the keys of a row; false, and nothing happens, if one of them has been taken. */
  boolean add(byte[] slab, int row) {
    List<Slice> own = new ArrayList<>();
    for (int i = 0; i < encoders.size(); i++) {
      Slice key = new Slice();
      boolean unique = encoders.get(i).encode(slab, row, key) == Entry.UNIQUE;
      if (unique && seen.get(i).contains(key)) {
        return false;
      }
      own.add(unique ? key : new Slice());
    }
    for (int i = 0; i < own.size(); i++) {
      if (own.get(i).length() > 0) {
        seen.get(i).add(own.get(i));
      }
    }
    return true;
  }
}
