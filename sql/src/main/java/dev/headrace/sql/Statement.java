package dev.headrace.sql;

import dev.headrace.model.SqlType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A statement as parsed: names are folded, nothing is resolved. */
public sealed interface Statement {

  /** SELECT, VALUES, TABLE, WITH. */
  record Select(ParsedQuery query) implements Statement {}

  /** INSERT. */
  record Insert(String table, ParsedDml body) implements Statement {}

  /** UPDATE. */
  record Update(String table, ParsedDml body) implements Statement {}

  /** DELETE. */
  record Delete(String table, ParsedDml body) implements Statement {}

  /**
   * CREATE TABLE and CREATE SOURCE.
   *
   * @param options of WITH, in order
   * @param source whether it is a stream that is not stored
   */
  record CreateTable(
      String name,
      boolean ifNotExists,
      List<ColumnDefinition> columns,
      List<TableConstraint> constraints,
      Map<String, String> options,
      boolean source)
      implements Statement {}

  /** CREATE TABLE AS. */
  record CreateTableAs(
      String name, boolean ifNotExists, List<String> columnNames, ParsedQuery query)
      implements Statement {}

  /**
   * CREATE VIEW and CREATE MATERIALIZED VIEW.
   *
   * @param columnNames listed names; empty to take the query's
   * @param queryText the query as written
   */
  record CreateView(
      String name,
      boolean orReplace,
      boolean materialized,
      boolean ifNotExists,
      List<String> columnNames,
      ParsedQuery query,
      String queryText)
      implements Statement {}

  /** CREATE SINK: exactly one of relation and query is there. */
  record CreateSink(
      String name,
      boolean ifNotExists,
      Optional<String> relation,
      Optional<ParsedQuery> query,
      Map<String, String> options)
      implements Statement {}

  /** DROP. */
  record Drop(Kind kind, boolean ifExists, List<String> names, boolean cascade)
      implements Statement {
    /** What is dropped. */
    public enum Kind {
      TABLE,
      SOURCE,
      VIEW,
      MATERIALIZED_VIEW,
      SINK
    }
  }

  /** TRUNCATE. */
  record Truncate(List<String> names) implements Statement {}

  /** BEGIN and START TRANSACTION. */
  record Begin(Optional<Isolation> isolation, boolean readOnly) implements Statement {}

  /** Isolation levels as written. */
  enum Isolation {
    READ_UNCOMMITTED,
    READ_COMMITTED,
    REPEATABLE_READ,
    SERIALIZABLE
  }

  /** COMMIT and END. */
  record Commit() implements Statement {}

  /** ROLLBACK and ABORT. */
  record Rollback() implements Statement {}

  /** SAVEPOINT. */
  record Savepoint(String name) implements Statement {}

  /** RELEASE. */
  record ReleaseSavepoint(String name) implements Statement {}

  /** ROLLBACK TO. */
  record RollbackTo(String name) implements Statement {}

  /** SET TRANSACTION and SET SESSION CHARACTERISTICS AS TRANSACTION. */
  record SetTransaction(Optional<Isolation> isolation, Optional<Boolean> readOnly, boolean session)
      implements Statement {}

  /**
   * SET.
   *
   * @param value as text, several joined by a comma and a blank; null for DEFAULT
   */
  record SetParameter(String name, @Nullable String value, boolean local) implements Statement {}

  /** SHOW; {@code all} for SHOW ALL. */
  record ShowParameter(String name) implements Statement {}

  /** RESET; {@code all} for RESET ALL. */
  record ResetParameter(String name) implements Statement {}

  /**
   * EXPLAIN.
   *
   * @param options in lower case; an option without a value has {@code true}
   */
  record Explain(Map<String, String> options, ParsedStatement target) implements Statement {
    /** Whether an option is on. */
    public boolean has(String option) {
      String value = options.getOrDefault(option, "false");
      return !(value.equals("false") || value.equals("off") || value.equals("0"));
    }
  }

  /** SUBSCRIBE to a relation or a query: exactly one is there. */
  record Subscribe(Optional<String> relation, Optional<ParsedQuery> query) implements Statement {}

  /** PREPARE. */
  record Prepare(String name, List<SqlType> parameterTypes, ParsedStatement target)
      implements Statement {}

  /** EXECUTE. */
  record Execute(String name, List<ParsedExpression> arguments) implements Statement {}

  /** DEALLOCATE; empty for ALL. */
  record Deallocate(Optional<String> name) implements Statement {}

  /** BACKUP TO a directory of the server. */
  record Backup(String directory) implements Statement {}

  /** DISCARD: {@code all}, {@code plans}, {@code sequences} or {@code temp}. */
  record Discard(String what) implements Statement {}
}
