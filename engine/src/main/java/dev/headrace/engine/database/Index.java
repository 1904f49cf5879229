package dev.headrace.engine.database;

import dev.headrace.runtime.state.SecondaryIndex;
import java.util.Objects;
import java.util.Optional;

/**
 * A secondary index of a table or materialized view.
 *
 * @param oid a number that it keeps for life
 * @param relation OID of what it is an index of
 * @param order of its rows
 * @param nullsDistinct for a unique index, whether rows with a NULL in the key differ from all
 *     others
 * @param condition the predicate of a partial index, as it was written
 */
public record Index(
    int oid, int relation, KeyOrder order, boolean nullsDistinct, Optional<String> condition) {
  public Index {
    Objects.requireNonNull(order.index(), "a secondary index");
  }

  public String name() {
    return order.name();
  }

  SecondaryIndex secondary() {
    return Objects.requireNonNull(order.index());
  }
}
