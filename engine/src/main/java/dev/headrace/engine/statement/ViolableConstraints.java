package dev.headrace.engine.statement;

import dev.headrace.engine.statement.Description.Change;
import dev.headrace.engine.statement.Description.Constraint;
import dev.headrace.engine.statement.Description.Operation;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the constraints at which changes of rows can fail. Rows that are inserted or updated are
 * checked against all constraints of their table; rows that are updated or deleted may be missed by
 * those that refer to them, which is refused, or changes these in turn.
 */
public final class ViolableConstraints {
  private final Schema schema;
  private final Map<String, Set<Operation>> seen = new HashMap<>();
  private final Set<Constraint> found =
      new TreeSet<>(Comparator.comparing(Constraint::name).thenComparing(Constraint::table));

  /** What is known of tables, each by a name that no other one has. */
  public interface Schema {
    /** The constraints that a table's rows fulfil. */
    List<Constraint> of(String table);

    /** The foreign keys that refer to a table. */
    List<Reference> to(String table);

    /** The tables that have a part of a table's rows. */
    List<String> partsOf(String table);
  }

  /** What becomes of rows when a row that they refer to goes away, or gets another key. */
  public enum Effect {
    REFUSED,
    DELETED,
    UPDATED
  }

  /**
   * A foreign key, seen from the table that it refers to.
   *
   * @param from the table that refers
   */
  public record Reference(Constraint key, String from, Effect onDelete, Effect onUpdate) {}

  private ViolableConstraints(Schema schema) {
    this.schema = schema;
  }

  /** In the order of their names. */
  public static List<Constraint> of(List<Change> changes, Schema schema) {
    ViolableConstraints constraints = new ViolableConstraints(schema);
    for (Change change : changes) {
      change.operations().forEach(operation -> constraints.change(change.table(), operation));
    }
    return List.copyOf(constraints.found);
  }

  private void change(String table, Operation operation) {
    if (!seen.computeIfAbsent(table, _ -> EnumSet.noneOf(Operation.class)).add(operation)) {
      return;
    }
    schema.partsOf(table).forEach(part -> change(part, operation));
    switch (operation) {
      case INSERT -> found.addAll(schema.of(table));
      case UPDATE -> {
        found.addAll(schema.of(table));
        schema.to(table).forEach(reference -> affect(reference, reference.onUpdate()));
      }
      case DELETE -> schema.to(table).forEach(reference -> affect(reference, reference.onDelete()));
    }
  }

  private void affect(Reference reference, Effect effect) {
    switch (effect) {
      case REFUSED -> found.add(reference.key());
      case DELETED -> change(reference.from(), Operation.DELETE);
      case UPDATED -> change(reference.from(), Operation.UPDATE);
    }
  }
}
