package dev.headrace.server.client;

import java.util.List;

/**
 * A table, source or view as the catalog lists it.
 *
 * @param kind {@code TABLE}, {@code VIEW} and so on
 */
public record Relation(String name, String kind, List<RelationColumn> columns) {
  public Relation {
    columns = List.copyOf(columns);
  }

  /** A column of a relation, with its type as SQL spells it. */
  public record RelationColumn(String name, String type, boolean nullable) {}
}
