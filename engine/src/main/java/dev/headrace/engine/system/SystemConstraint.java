package dev.headrace.engine.system;

import java.util.List;

/**
 * A constraint of a table.
 *
 * @param oid unique among constraints, as long as the definitions stay
 * @param type {@code contype}: p, u, c, f
 * @param columns numbers of the columns it is about, from 1
 * @param index OID of the index that keeps it; 0 for none
 * @param definition as {@code pg_get_constraintdef} has it
 */
record SystemConstraint(
    int oid,
    String name,
    char type,
    SystemClass table,
    List<Integer> columns,
    int index,
    String definition) {
  static final char PRIMARY_KEY = 'p';
  static final char CHECK = 'c';

  SystemConstraint {
    columns = List.copyOf(columns);
  }
}
