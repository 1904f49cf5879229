package dev.headrace.engine.database;

import dev.headrace.ir.Expr;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.KeyCodec;
import dev.headrace.runtime.state.IndexDefinition;
import dev.headrace.runtime.state.IndexSnapshot;
import dev.headrace.runtime.state.RowSnapshot;
import dev.headrace.runtime.state.SecondaryIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An order that rows of a relation can be read in: its key's or that of an index.
 *
 * @param name of the index
 * @param unique whether no two rows agree in all columns, unless one of these is NULL
 * @param predicate which rows it has; null for all
 * @param index null for the relation's own key
 */
public record KeyOrder(
    String name,
    List<KeyColumn> columns,
    boolean unique,
    @Nullable Expr predicate,
    @Nullable SecondaryIndex index) {
  public KeyOrder {
    columns = List.copyOf(columns);
  }

  /** The orders that a relation's rows can be read in: that of its key, and its indexes. */
  static List<KeyOrder> all(Relation relation, List<Index> indexes) {
    List<KeyOrder> orders = new ArrayList<>();
    List<Integer> key =
        switch (relation) {
          case BaseRelation base -> base.primaryKey();
          case MaterializedView view -> view.store().isAppendOnly() ? List.of() : view.key();
          case View _, ViewDefinition _, SystemRelation _ -> List.of();
        };
    if (!key.isEmpty()) {
      orders.add(ofKey(relation, key));
    }
    indexes.forEach(index -> orders.add(index.order()));
    return orders;
  }

  /** The order of a relation's own key. */
  static KeyOrder ofKey(Relation relation, List<Integer> key) {
    List<KeyColumn> columns =
        key.stream()
            .map(
                column -> {
                  Field field = relation.fields().get(column);
                  return new KeyColumn(
                      new Expr.Column(column, field.type(), field.nullable()),
                      KeyCodec.Order.ASCENDING,
                      field.name());
                })
            .toList();
    String name =
        relation instanceof BaseRelation base ? base.keyName() : relation.simpleName() + "_pkey";
    return new KeyOrder(name, columns, true, null, null);
  }

  /** Makes this order's keys. */
  public IndexDefinition.Encoder encoder(RowLayout layout) {
    return index == null
        ? new IndexKeys(name, layout, columns, predicate, unique, false).encoder()
        : index.definition().encoder();
  }

  /** The error for a second row with the key of a row. */
  SqlException duplicate(byte[] slab, int row) {
    return names(Objects.requireNonNull(index).definition()).duplicateInserted(slab, row);
  }

  /** A definition of the index under the names that it and its columns have. */
  IndexDefinition names(IndexDefinition definition) {
    return definition instanceof IndexKeys keys ? keys.named(name, columns) : definition;
  }

  /** Whether a snapshot of its relation can be read in this order. */
  boolean isIn(RowSnapshot snapshot) {
    return index == null || snapshot.has(index);
  }

  /** The rows of a snapshot of its relation. */
  public IndexSnapshot of(RowSnapshot snapshot) {
    return index == null ? snapshot.key() : snapshot.index(index);
  }
}
