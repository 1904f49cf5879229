package dev.headrace.sql;

import java.util.List;
import java.util.Optional;

/** A constraint of CREATE TABLE that stands beside the columns. */
public sealed interface TableConstraint {
  /** The name after CONSTRAINT. */
  Optional<String> name();

  /** PRIMARY KEY (columns). */
  record PrimaryKey(Optional<String> name, List<String> columns) implements TableConstraint {}

  /** UNIQUE (columns). */
  record Unique(Optional<String> name, List<String> columns) implements TableConstraint {}

  /** CHECK (condition). */
  record Check(Optional<String> name, ParsedExpression condition) implements TableConstraint {}
}
