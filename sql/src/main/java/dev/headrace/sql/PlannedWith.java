package dev.headrace.sql;

import dev.headrace.model.SqlType;
import java.util.List;
import java.util.Optional;

/**
 * A resolved statement with statements that change data in its WITH clause. All of them see the
 * same rows of the database; what one returns others read by a scan of a relation that is not in
 * the catalog.
 *
 * @param parts the statements of the clause, each before those that read it
 * @param main the statement itself: exactly one of a query and a change
 * @param parameterTypes of $1, $2, ..., for all of them
 */
public record PlannedWith(List<Part> parts, Main main, List<SqlType> parameterTypes) {
  /**
   * A statement of the clause.
   *
   * @param relation the name under which plans read what it returns; no relation of a catalog can
   *     have it
   */
  public record Part(String relation, PlannedChange change) {}

  /** The statement behind the clause. */
  public record Main(Optional<PlannedQuery> query, Optional<PlannedChange> change) {}

  public PlannedWith {
    parts = List.copyOf(parts);
    parameterTypes = List.copyOf(parameterTypes);
  }
}
