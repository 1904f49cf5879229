package dev.headrace.sql;

/** What INSERT says about values for identity columns. */
enum Overriding {
  NOTHING,
  /** They are taken although the column is GENERATED ALWAYS. */
  SYSTEM,
  /** They are thrown away. */
  USER
}
