package dev.headrace.engine.database;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The indexes and foreign keys of a catalog by the relations that they are about, which every
 * statement asks for that changes rows. Most of the many catalogs that a program's definitions make
 * are never asked.
 */
final class Belongings {
  private static final OfRelation NONE = new OfRelation(List.of(), List.of(), List.of());

  private final Collection<Index> indexes;
  private final List<ForeignKey> foreignKeys;
  private volatile @Nullable Map<Integer, OfRelation> byOid;

  /**
   * What is about one relation, each in the order of its definition.
   *
   * @param foreignKeys of the relation
   * @param foreignKeysTo that refer to it
   */
  record OfRelation(
      List<Index> indexes, List<ForeignKey> foreignKeys, List<ForeignKey> foreignKeysTo) {
    OfRelation copy() {
      return new OfRelation(
          List.copyOf(indexes), List.copyOf(foreignKeys), List.copyOf(foreignKeysTo));
    }
  }

  /** Of collections that do not change any more. */
  Belongings(Collection<Index> indexes, List<ForeignKey> foreignKeys) {
    this.indexes = indexes;
    this.foreignKeys = foreignKeys;
  }

  OfRelation of(int oid) {
    if (indexes.isEmpty() && foreignKeys.isEmpty()) {
      return NONE;
    }
    Map<Integer, OfRelation> known = byOid;
    if (known == null) {
      known = collect();
      byOid = known;
    }
    return known.getOrDefault(oid, NONE);
  }

  private Map<Integer, OfRelation> collect() {
    Map<Integer, OfRelation> all = new HashMap<>();
    indexes.forEach(index -> in(all, index.relation()).indexes().add(index));
    for (ForeignKey key : foreignKeys) {
      in(all, key.relation()).foreignKeys().add(key);
      in(all, key.referenced()).foreignKeysTo().add(key);
    }
    all.replaceAll((_, some) -> some.copy());
    return all;
  }

  private static OfRelation in(Map<Integer, OfRelation> all, int oid) {
    return all.computeIfAbsent(
        oid, _ -> new OfRelation(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
  }
}
