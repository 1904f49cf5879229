package dev.headrace.engine.database;

import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import dev.headrace.sql.ObjectName;
import java.util.List;
import java.util.Optional;

/**
 * A sequence. Its values are given out as they are asked for, whatever becomes of the transaction
 * that asks.
 *
 * @param oid a number that it keeps for life
 * @param options how it counts
 * @param owner the column it goes away with
 * @param values where it is
 */
public record Sequence(
    int oid, String name, Options options, Optional<Owner> owner, SequenceValues values) {
  /**
   * How a sequence counts.
   *
   * @param type name of its type: smallint, integer, bigint
   */
  public record Options(
      String type,
      long start,
      long increment,
      long minimum,
      long maximum,
      long cache,
      boolean cycle) {}

  /**
   * A column of a table.
   *
   * @param identity whether it is the column's own and cannot be dropped by itself
   */
  public record Owner(int relation, String column, boolean identity) {}

  /** The one row with its state, which can be read like a table's. */
  SystemRelation asRelation() {
    return SystemRelation.of(
        oid,
        name,
        'S',
        List.of(
            Field.notNull("last_value", SqlType.BIGINT),
            Field.notNull("log_cnt", SqlType.BIGINT),
            Field.notNull("is_called", SqlType.BOOLEAN)));
  }

  /** Its name without the schema. */
  public String simpleName() {
    return ObjectName.simple(name);
  }

  /** Gives out the next value. */
  public long next() {
    return values.next(ObjectName.simple(name), options);
  }

  /** Goes to a value. */
  public void set(long value, boolean called) {
    values.set(ObjectName.simple(name), options, value, called);
  }

  public Sequence named(String newName) {
    return new Sequence(oid, newName, options, owner, values);
  }

  public Sequence ownedBy(Optional<Owner> newOwner) {
    return new Sequence(oid, name, options, newOwner, values);
  }

  /** With other options, going on from the given values. */
  public Sequence with(Options newOptions, SequenceValues newValues) {
    return new Sequence(oid, name, newOptions, owner, newValues);
  }
}
