package dev.headrace.sql;

import dev.headrace.model.SqlType;
import java.util.Optional;

/**
 * What CREATE SEQUENCE, ALTER SEQUENCE and GENERATED AS IDENTITY say; empty where they say nothing.
 *
 * @param name SEQUENCE NAME, of an identity column only
 * @param minimum the inner value is empty for NO MINVALUE
 * @param maximum the inner value is empty for NO MAXVALUE
 * @param restart the inner value is empty for RESTART alone: where the sequence once started
 * @param ownedBy {@code table.column}, or {@code none}
 */
public record SequenceOptions(
    Optional<String> name,
    Optional<SqlType> type,
    Optional<Long> increment,
    Optional<Limit> minimum,
    Optional<Limit> maximum,
    Optional<Long> start,
    Optional<Limit> restart,
    Optional<Long> cache,
    Optional<Boolean> cycle,
    Optional<String> ownedBy) {
  /** Nothing said. */
  public static final SequenceOptions NONE =
      new SequenceOptions(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** The same with another type. */
  public SequenceOptions withType(SqlType other) {
    return new SequenceOptions(
        name,
        Optional.of(other),
        increment,
        minimum,
        maximum,
        start,
        restart,
        cache,
        cycle,
        ownedBy);
  }

  /** A number, or the word that says that there is none. */
  public record Limit(Optional<Long> value) {}
}
