package dev.headrace.sql;

/** Where the values of a column come from, if not from those who insert rows. */
public sealed interface Generation {
  /**
   * GENERATED AS IDENTITY.
   *
   * @param always whether values of INSERT are refused unless it says OVERRIDING SYSTEM VALUE
   */
  record Identity(boolean always, SequenceOptions options) implements Generation {}

  /** SERIAL and its kin: a sequence of its own as the default. */
  record Serial() implements Generation {}

  /** GENERATED ALWAYS AS (expression) STORED. */
  record Stored(ParsedExpression expression) implements Generation {}
}
