package dev.headrace.sql;

import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.List;
import java.util.Optional;

/**
 * A resolved statement with statements that change data in its WITH clause. All of them see the
 * same rows of the database; what one returns others read by a scan of a relation that is not in
 * the catalog.
 *
 * @param parts the statements of the clause and some of its queries, each before those that read it
 * @param main the statement itself: exactly one of a query and a change
 * @param parameterTypes of $1, $2, ..., for all of them
 */
public record PlannedWith(List<Part> parts, Main main, List<SqlType> parameterTypes) {
  /** What is run by itself. */
  public sealed interface Part {
    /** The name under which plans read its rows; no relation of a catalog can have it. */
    String relation();

    /** The columns that others read; empty if there are none. */
    List<Field> fields();
  }

  /** A statement of the clause. */
  public record Change(String relation, PlannedChange change) implements Part {
    @Override
    public List<Field> fields() {
      return change.returning();
    }
  }

  /** A query of the clause that must not be computed again by each plan that reads it. */
  public record Query(String relation, Rel rel) implements Part {
    @Override
    public List<Field> fields() {
      return rel.fields();
    }
  }

  /** The statement behind the clause. */
  public record Main(Optional<PlannedQuery> query, Optional<PlannedChange> change) {}

  public PlannedWith {
    parts = List.copyOf(parts);
    parameterTypes = List.copyOf(parameterTypes);
  }
}
