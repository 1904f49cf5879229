package dev.headrace.sql;

import java.util.List;
import java.util.Optional;

/** An action of ALTER TABLE. */
public sealed interface AlterAction {
  /**
   * What means nothing here: what PostgreSQL's storage is told, and the absence of what no table
   * has.
   */
  record Inert() implements AlterAction {}

  /** The same about a column, which must be there. */
  record InertColumn(String column) implements AlterAction {}

  /** CLUSTER ON, and REPLICA IDENTITY USING INDEX: the same about an index. */
  record InertIndex(String index) implements AlterAction {}

  /**
   * ADD COLUMN.
   *
   * @param constraints what the column definition says besides its own
   */
  record AddColumn(boolean ifNotExists, ColumnDefinition column, List<TableConstraint> constraints)
      implements AlterAction {}

  /** DROP COLUMN. */
  record DropColumn(boolean ifExists, String column, boolean cascade) implements AlterAction {}

  /** ALTER COLUMN SET DEFAULT, or DROP DEFAULT if empty. */
  record SetDefault(String column, Optional<ParsedExpression> value) implements AlterAction {}

  /** ALTER COLUMN SET NOT NULL, DROP NOT NULL. */
  record SetNotNull(String column, boolean notNull) implements AlterAction {}

  /** ALTER COLUMN TYPE. */
  record SetType(String column, WrittenType type, Optional<ParsedExpression> using)
      implements AlterAction {}

  /** ALTER COLUMN DROP EXPRESSION: a generated column becomes an ordinary one. */
  record DropExpression(String column, boolean ifExists) implements AlterAction {}

  /** ALTER COLUMN ADD GENERATED AS IDENTITY. */
  record AddIdentity(String column, Generation.Identity identity) implements AlterAction {}

  /** ALTER COLUMN SET GENERATED, SET and RESTART of its sequence's options. */
  record SetIdentity(String column, Optional<Boolean> always, SequenceOptions options)
      implements AlterAction {}

  /** ALTER COLUMN DROP IDENTITY. */
  record DropIdentity(String column, boolean ifExists) implements AlterAction {}

  /**
   * ADD CONSTRAINT.
   *
   * @param notValid whether rows that are there are not checked
   */
  record AddConstraint(TableConstraint constraint, boolean notValid) implements AlterAction {}

  /** VALIDATE CONSTRAINT. */
  record ValidateConstraint(String name) implements AlterAction {}

  /** DROP CONSTRAINT. */
  record DropConstraint(boolean ifExists, String name, boolean cascade) implements AlterAction {}
}
