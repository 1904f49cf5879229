package dev.headrace.engine.database;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.runtime.state.IndexDefinition;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.state.SecondaryIndex;
import dev.headrace.sql.Deferral;
import dev.headrace.sql.ObjectName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A secondary index of a table or materialized view.
 *
 * @param oid a number that it keeps for life
 * @param schema that of the relation
 * @param relation OID of what it is an index of
 * @param order of its rows
 * @param nullsDistinct for a unique index, whether rows with a NULL in the key differ from all
 *     others
 * @param constraint whether it is there for a UNIQUE constraint
 * @param deferral when the constraint is checked; if that can be put off, the index itself takes
 *     several rows with a key, and its order is not unique
 * @param condition the predicate of a partial index, as it was written
 */
public record Index(
    int oid,
    String schema,
    int relation,
    KeyOrder order,
    boolean nullsDistinct,
    boolean constraint,
    Deferral deferral,
    Optional<String> condition) {
  public Index {
    Objects.requireNonNull(order.index(), "a secondary index");
  }

  /** The same, its constraint checked at other times. */
  public Index checked(Deferral when) {
    return new Index(oid, schema, relation, order, nullsDistinct, constraint, when, condition);
  }

  /** The same, there for a UNIQUE constraint. */
  public Index ofConstraint(Deferral checked) {
    return new Index(oid, schema, relation, order, nullsDistinct, true, checked, condition);
  }

  /** Whether no two rows may have a key in common, at the end of a transaction at least. */
  public boolean isUnique() {
    return order.unique() || deferral.deferrable();
  }

  /** Makes the keys that no two rows may have in common. */
  IndexDefinition.Encoder uniqueEncoder(RowLayout layout) {
    return order.unique()
        ? order.encoder(layout)
        : new IndexKeys(
                order.name(), layout, order.columns(), order.predicate(), true, nullsDistinct)
            .encoder();
  }

  /** Its name in the catalog; that of its order is without the schema. */
  public String name() {
    return Catalog.inSchema(schema, ObjectName.of(order.name()));
  }

  /** The same under another name, or in another schema. */
  public Index named(String newSchema, String newName) {
    KeyOrder named =
        new KeyOrder(newName, order.columns(), order.unique(), order.predicate(), order.index());
    return new Index(
        oid, newSchema, relation, named, nullsDistinct, constraint, deferral, condition);
  }

  /** Its entries. */
  public SecondaryIndex secondary() {
    return Objects.requireNonNull(order.index());
  }

  /**
   * The index when its relation has other columns. It has no entries then, unless all columns have
   * stayed.
   *
   * @return empty if it needs a column that is gone or of another type
   */
  Optional<Index> following(Relation before, Relation now) {
    if (haveSameColumns(before, now)) {
      return Optional.of(this);
    }
    List<KeyColumn> columns = new ArrayList<>();
    for (KeyColumn column : order.columns()) {
      Optional<Expr> moved = moved(column.expression(), before, now);
      if (moved.isEmpty()) {
        return Optional.empty();
      }
      columns.add(new KeyColumn(moved.get(), column.order(), column.text()));
    }
    Expr where = order.predicate();
    if (where != null) {
      Optional<Expr> moved = moved(where, before, now);
      if (moved.isEmpty()) {
        return Optional.empty();
      }
      where = moved.get();
    }
    IndexKeys keys =
        new IndexKeys(
            order.name(),
            RowLayout.of(now.fields()),
            columns,
            where,
            order.unique(),
            nullsDistinct);
    SecondaryIndex empty = new SecondaryIndex(keys, MemoryBudget.unlimited());
    KeyOrder moved = new KeyOrder(order.name(), columns, order.unique(), where, empty);
    return Optional.of(
        new Index(oid, schema, relation, moved, nullsDistinct, constraint, deferral, condition));
  }

  private static boolean haveSameColumns(Relation one, Relation other) {
    boolean same = one.fields().size() == other.fields().size();
    for (int i = 0; same && i < one.fields().size(); i++) {
      same = isSame(one.fields().get(i), other.fields().get(i));
    }
    return same;
  }

  private static boolean isSame(Field one, Field other) {
    return one.name().equals(other.name()) && one.type().equals(other.type());
  }

  private static Optional<Expr> moved(Expr expr, Relation before, Relation now) {
    Map<Integer, Expr> places = new HashMap<>();
    for (int column : ExprProperties.usedColumns(expr).stream().toArray()) {
      Field old = before.fields().get(column);
      for (int i = 0; i < now.fields().size(); i++) {
        Field field = now.fields().get(i);
        if (isSame(field, old)) {
          places.put(column, new Expr.Column(i, field.type(), field.nullable()));
        }
      }
      if (!places.containsKey(column)) {
        return Optional.empty();
      }
    }
    return Optional.of(
        ExprTransformer.transform(
            expr, e -> e instanceof Expr.Column c ? places.getOrDefault(c.index(), c) : e));
  }
}
