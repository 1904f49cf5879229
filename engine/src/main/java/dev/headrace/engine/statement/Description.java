package dev.headrace.engine.statement;

import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a statement takes and gives, without running it.
 *
 * @param parameters $1, $2, ...
 * @param changes of tables, by itself and by the parts of its WITH clause
 * @param constraints at which it can fail, with what foreign keys do included
 */
public record Description(
    Kind kind,
    List<Column> columns,
    List<Parameter> parameters,
    List<Change> changes,
    List<Constraint> constraints) {
  /** What a statement does. */
  public enum Kind {
    SELECT,
    INSERT,
    UPDATE,
    DELETE,
    MERGE,
    /** What is neither a query nor a change of rows. */
    OTHER
  }

  /**
   * A column of the result.
   *
   * @param field its name and type. It is nullable unless it is certain that it is never NULL
   * @param group columns with the same number are NULL in the same rows, because they come from a
   *     side of an outer join that may be missing
   * @param origin the column of a table or view that it shows as it is, as {@code table.column}
   */
  public record Column(Field field, OptionalInt group, Optional<String> origin) {}

  /**
   * A parameter.
   *
   * @param notNull the column, as {@code table.column}, whose NOT NULL is broken if the parameter
   *     is NULL
   * @param ruledOut whether NULL makes a condition hold for no row, as {@code x = NULL} does
   */
  public record Parameter(SqlType type, Optional<String> notNull, boolean ruledOut) {}

  /** What is done with rows. */
  public enum Operation {
    INSERT,
    UPDATE,
    DELETE
  }

  /** What a statement does with a table's rows. */
  public record Change(String table, Set<Operation> operations) {
    public Change {
      operations = Set.copyOf(operations);
    }
  }

  /**
   * A constraint, or a unique index.
   *
   * @param table whose rows it is about; those of a foreign key refer
   */
  public record Constraint(String name, Kind kind, String table) {
    /** What constraints demand. */
    public enum Kind {
      PRIMARY_KEY("PRIMARY KEY"),
      UNIQUE("UNIQUE"),
      FOREIGN_KEY("FOREIGN KEY"),
      CHECK("CHECK"),
      EXCLUDE("EXCLUDE");

      private final String sql;

      Kind(String sql) {
        this.sql = sql;
      }

      /** As it is written in a definition. */
      public String sql() {
        return sql;
      }
    }
  }

  /** Of a statement that changes nothing. */
  public Description(Kind kind, List<Column> columns, List<Parameter> parameters) {
    this(kind, columns, parameters, List.of(), List.of());
  }

  public Description {
    columns = List.copyOf(columns);
    parameters = List.copyOf(parameters);
    changes = List.copyOf(changes);
    constraints = List.copyOf(constraints);
  }
}
