package dev.headrace.engine.database;

import dev.headrace.runtime.state.SecondaryIndex;
import dev.headrace.sql.ObjectName;
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
 * @param condition the predicate of a partial index, as it was written
 */
public record Index(
    int oid,
    String schema,
    int relation,
    KeyOrder order,
    boolean nullsDistinct,
    boolean constraint,
    Optional<String> condition) {
  public Index {
    Objects.requireNonNull(order.index(), "a secondary index");
  }

  /** The same, there for a UNIQUE constraint. */
  Index ofConstraint() {
    return new Index(oid, schema, relation, order, nullsDistinct, true, condition);
  }

  /** Its name in the catalog; that of its order is without the schema. */
  public String name() {
    return Catalog.inSchema(schema, ObjectName.of(order.name()));
  }

  /** The same under another name, or in another schema. */
  public Index named(String newSchema, String newName) {
    KeyOrder named =
        new KeyOrder(newName, order.columns(), order.unique(), order.predicate(), order.index());
    return new Index(oid, newSchema, relation, named, nullsDistinct, constraint, condition);
  }

  /** Its entries. */
  public SecondaryIndex secondary() {
    return Objects.requireNonNull(order.index());
  }
}
