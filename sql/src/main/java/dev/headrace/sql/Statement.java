package dev.headrace.sql;

import dev.headrace.model.SqlException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A statement as parsed: names are folded, nothing is resolved. */
public sealed interface Statement {

  /**
   * SELECT, VALUES, TABLE, WITH.
   *
   * @param locking FOR UPDATE and the like, in order; empty without
   */
  record Select(ParsedQuery query, List<RowLocking> locking) implements Statement {}

  /** INSERT. */
  record Insert(String table, ParsedDml body) implements Statement {}

  /** UPDATE. */
  record Update(String table, ParsedDml body) implements Statement {}

  /** DELETE. */
  record Delete(String table, ParsedDml body) implements Statement {}

  /** MERGE. */
  record Merge(String table, ParsedMerge body) implements Statement {}

  /**
   * CREATE TABLE and CREATE SOURCE.
   *
   * @param likes LIKE clauses, by the columns they stand before
   * @param options of WITH, in order
   * @param source whether it is a stream that is not stored
   * @param temporary how long its rows live; empty for a permanent table
   */
  record CreateTable(
      String name,
      boolean ifNotExists,
      List<ColumnDefinition> columns,
      List<TableConstraint> constraints,
      List<TableLike> likes,
      Map<String, String> options,
      boolean source,
      Optional<OnCommit> temporary)
      implements Statement {}

  /** What COMMIT does to a temporary table. */
  enum OnCommit {
    PRESERVE_ROWS,
    DELETE_ROWS,
    DROP
  }

  /**
   * CREATE TABLE AS.
   *
   * @param rows the query, whose WITH clause may change data
   */
  record CreateTableAs(
      String name,
      boolean ifNotExists,
      List<String> columnNames,
      Statement rows,
      boolean withData,
      Optional<OnCommit> temporary)
      implements Statement {}

  /**
   * CREATE VIEW and CREATE MATERIALIZED VIEW.
   *
   * @param columnNames listed names; empty to take the query's
   * @param queryText the query as written
   * @param queryStart where in the text that was parsed it begins
   */
  record CreateView(
      String name,
      boolean orReplace,
      boolean materialized,
      boolean temporary,
      boolean ifNotExists,
      List<String> columnNames,
      ParsedQuery query,
      String queryText,
      int queryStart)
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
      SINK,
      INDEX,
      SEQUENCE,
      SCHEMA,
      TYPE,
      ROLE
    }
  }

  /** A definition that is made or changed, other than the ones above. */
  sealed interface Definition extends Statement {}

  /**
   * CREATE INDEX.
   *
   * @param name empty to have one made
   * @param method after USING, in lower case; {@code btree} without
   * @param include columns that are stored along
   * @param where condition of a partial index
   */
  record CreateIndex(
      Optional<String> name,
      boolean ifNotExists,
      boolean unique,
      boolean concurrently,
      String table,
      String method,
      List<IndexKey> keys,
      List<String> include,
      boolean nullsDistinct,
      Map<String, String> options,
      Optional<ParsedExpression> where)
      implements Definition {}

  /** CREATE SEQUENCE. */
  record CreateSequence(
      String name, boolean ifNotExists, boolean temporary, SequenceOptions options)
      implements Definition {}

  /** ALTER SEQUENCE with options. */
  record AlterSequence(String name, boolean ifExists, SequenceOptions options)
      implements Definition {}

  /** CREATE SCHEMA; the role of AUTHORIZATION names it if it has no other name. */
  record CreateSchema(String name, boolean ifNotExists, Optional<String> owner)
      implements Definition {}

  /** CREATE TYPE ... AS ENUM. */
  record CreateEnum(String name, List<String> labels) implements Definition {}

  /**
   * ALTER TYPE ... ADD VALUE.
   *
   * @param neighbour the label it goes beside; empty to be the last
   * @param before whether it goes before that one
   */
  record AddLabel(
      String name, boolean ifNotExists, String label, Optional<String> neighbour, boolean before)
      implements Definition {}

  /** ALTER TYPE ... RENAME VALUE. */
  record RenameLabel(String name, String label, String newLabel) implements Definition {}

  /** ALTER TABLE, and what ALTER VIEW and the like share with it, done in order and as one. */
  record AlterTable(Drop.Kind kind, boolean ifExists, String name, List<AlterAction> actions)
      implements Definition {}

  /** ALTER ... RENAME TO: the new name is not qualified. */
  record Rename(Drop.Kind kind, boolean ifExists, String name, String newName)
      implements Definition {}

  /** ALTER TABLE ... RENAME COLUMN. */
  record RenameColumn(Drop.Kind kind, boolean ifExists, String name, String column, String newName)
      implements Definition {}

  /** ALTER TABLE ... RENAME CONSTRAINT. */
  record RenameConstraint(boolean ifExists, String name, String constraint, String newName)
      implements Definition {}

  /** ALTER ... SET SCHEMA. */
  record SetSchema(Drop.Kind kind, boolean ifExists, String name, String schema)
      implements Definition {}

  /** ALTER ... OWNER TO. */
  record SetOwner(Drop.Kind kind, boolean ifExists, String name, String owner)
      implements Definition {}

  /**
   * COMMENT ON.
   *
   * @param name of the object; of its table for a column or a constraint
   * @param part the column or constraint
   * @param text empty to take the comment away
   */
  record Comment(CommentTarget target, String name, Optional<String> part, Optional<String> text)
      implements Definition {}

  /** What can have a comment. */
  enum CommentTarget {
    TABLE,
    VIEW,
    MATERIALIZED_VIEW,
    COLUMN,
    CONSTRAINT,
    INDEX,
    SEQUENCE,
    SCHEMA,
    TYPE,
    DATABASE,
    ROLE
  }

  /** REFRESH MATERIALIZED VIEW. */
  record Refresh(String name, boolean concurrently, boolean withData) implements Definition {}

  /** Roles and what they may do. */
  sealed interface AccessControl extends Statement {}

  /**
   * CREATE ROLE, CREATE USER; the latter has {@link RoleOptions#login} unless it says otherwise.
   */
  record CreateRole(String name, RoleOptions options) implements AccessControl {}

  /** ALTER ROLE, ALTER USER. */
  record AlterRole(String name, RoleOptions options) implements AccessControl {}

  /**
   * ALTER ROLE and ALTER DATABASE ... SET and RESET: what parameters of sessions begin with.
   *
   * @param role of which role's sessions; empty for all
   * @param ofDatabase whether it belongs to the database
   * @param parameter {@code all} for RESET ALL
   */
  record AlterSessionDefault(
      Optional<String> role, boolean ofDatabase, String parameter, SessionDefault value)
      implements AccessControl {}

  /** A value that sessions begin with: one that is written, the current one, or none. */
  sealed interface SessionDefault {
    record Value(String text) implements SessionDefault {}

    record Current() implements SessionDefault {}

    record Reset() implements SessionDefault {}
  }

  /**
   * GRANT and REVOKE of privileges on objects.
   *
   * @param privileges in lower case; empty for ALL
   * @param kind of the objects in lower case, for example {@code table}
   * @param allInSchemas whether the names are schemas, for ALL TABLES IN SCHEMA
   * @param roles in lower case unless quoted; {@code public} for everybody
   * @param option WITH GRANT OPTION, GRANT OPTION FOR
   */
  record Grant(
      boolean revoke,
      List<String> privileges,
      String kind,
      boolean allInSchemas,
      List<String> names,
      List<String> roles,
      boolean option,
      boolean cascade)
      implements AccessControl {}

  /** GRANT and REVOKE of membership in roles. */
  record GrantRole(boolean revoke, List<String> granted, List<String> roles, boolean option)
      implements AccessControl {}

  /**
   * A statement behind a WITH clause with others that change data.
   *
   * @param main a SELECT, or a change
   */
  record With(ParsedWith with, Statement main) implements Statement {}

  /** TRUNCATE. */
  record Truncate(List<String> names, boolean restartIdentity, boolean cascade)
      implements Statement {}

  /**
   * COPY: exactly one of table and query is there.
   *
   * @param columns of the table; empty for all
   * @param query a SELECT, or a change with RETURNING
   * @param from whether rows come in
   * @param file path on the server; empty for the client
   * @param where which of the rows that come in are kept
   */
  record Copy(
      Optional<String> table,
      List<String> columns,
      Optional<ParsedStatement> query,
      boolean from,
      Optional<String> file,
      CopyOptions options,
      Optional<ParsedExpression> where)
      implements Statement {}

  /** Cursors. */
  sealed interface Cursor extends Statement {}

  /** DECLARE: {@code scroll} is empty if the statement does not say. */
  record DeclareCursor(
      String name, boolean binary, Optional<Boolean> scroll, boolean hold, ParsedStatement query)
      implements Cursor {}

  /**
   * FETCH, or MOVE.
   *
   * @param count how far or, for ABSOLUTE and RELATIVE, where to; {@link Long#MAX_VALUE} for ALL
   */
  record FetchCursor(String name, Direction direction, long count, boolean move) implements Cursor {
    /** Directions of FETCH; NEXT, PRIOR, FIRST and LAST are counts of these. */
    public enum Direction {
      FORWARD,
      BACKWARD,
      ABSOLUTE,
      RELATIVE
    }
  }

  /** CLOSE; empty for ALL. */
  record CloseCursor(Optional<String> name) implements Cursor {}

  /** Messages between sessions. */
  sealed interface Messaging extends Statement {}

  /** LISTEN. */
  record Listen(String channel) implements Messaging {}

  /** UNLISTEN; empty for all channels. */
  record Unlisten(Optional<String> channel) implements Messaging {}

  /** NOTIFY; the payload is empty if there is none. */
  record Notify(String channel, String payload) implements Messaging {}

  /** LOCK TABLE. */
  record LockTable(List<String> names, Mode mode, boolean nowait) implements Statement {
    /** Modes, the weakest first. */
    public enum Mode {
      ACCESS_SHARE,
      ROW_SHARE,
      ROW_EXCLUSIVE,
      SHARE_UPDATE_EXCLUSIVE,
      SHARE,
      SHARE_ROW_EXCLUSIVE,
      EXCLUSIVE,
      ACCESS_EXCLUSIVE
    }
  }

  /** SET CONSTRAINTS; no names for ALL. */
  record SetConstraints(List<String> names, boolean deferred) implements Statement {}

  /** CREATE EXTENSION. */
  record CreateExtension(String name, boolean ifNotExists) implements Statement {}

  /** DROP EXTENSION. */
  record DropExtension(List<String> names, boolean ifExists) implements Statement {}

  /** VACUUM, ANALYZE and the like; no names for all there is. */
  record Maintain(Action action, List<String> names) implements Statement {
    /** What is asked for, by the command's tag. */
    public enum Action {
      VACUUM,
      ANALYZE,
      REINDEX,
      CLUSTER,
      CHECKPOINT
    }
  }

  /**
   * BEGIN and START TRANSACTION.
   *
   * @param start whether it is written START TRANSACTION
   */
  record Begin(TransactionModes modes, boolean start) implements Statement {}

  /** What a statement says about a transaction; empty for what it does not say. */
  record TransactionModes(
      Optional<Isolation> isolation, Optional<Boolean> readOnly, Optional<Boolean> deferrable) {
    public static final TransactionModes NONE =
        new TransactionModes(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Isolation levels as written. */
  enum Isolation {
    READ_UNCOMMITTED,
    READ_COMMITTED,
    REPEATABLE_READ,
    SERIALIZABLE
  }

  /**
   * COMMIT and END.
   *
   * @param chain whether another transaction of the same kind begins at once
   */
  record Commit(boolean chain) implements Statement {}

  /** ROLLBACK and ABORT; chain as above. */
  record Rollback(boolean chain) implements Statement {}

  /** SAVEPOINT. */
  record Savepoint(String name) implements Statement {}

  /** RELEASE. */
  record ReleaseSavepoint(String name) implements Statement {}

  /** ROLLBACK TO. */
  record RollbackTo(String name) implements Statement {}

  /** SET TRANSACTION and SET SESSION CHARACTERISTICS AS TRANSACTION. */
  record SetTransaction(TransactionModes modes, boolean session) implements Statement {}

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
      return isOn(options, option);
    }

    private static boolean isOn(Map<String, String> options, String option) {
      String value = options.getOrDefault(option, "false");
      return !(value.equals("false") || value.equals("off") || value.equals("0"));
    }
  }

  /**
   * EXPLAIN MATERIALIZED VIEW: how a view is kept.
   *
   * @param options as in {@link Explain}
   */
  record ExplainView(Map<String, String> options, String view) implements Statement {
    /** Whether an option is on. */
    public boolean has(String option) {
      return Explain.isOn(options, option);
    }
  }

  /** SUBSCRIBE to a relation or a query: exactly one is there. */
  record Subscribe(Optional<String> relation, Optional<ParsedQuery> query) implements Statement {}

  /** PREPARE. */
  record Prepare(String name, List<WrittenType> parameterTypes, ParsedStatement target)
      implements Statement {}

  /** EXECUTE. */
  record Execute(String name, List<ParsedExpression> arguments) implements Statement {}

  /** DEALLOCATE; empty for ALL. */
  record Deallocate(Optional<String> name) implements Statement {}

  /**
   * APPLY PROGRAM: makes the definitions of a text the ones in force.
   *
   * @param text of the program
   * @param start where the program begins in the text that was parsed; null if it is written there
   *     with other characters
   * @param dryRun whether only to tell what would change
   */
  record ApplyProgram(String text, SqlException.@Nullable Position start, boolean dryRun)
      implements Statement {}

  /** BACKUP TO a directory of the server. */
  record Backup(String directory) implements Statement {}

  /** DISCARD: {@code all}, {@code plans}, {@code sequences} or {@code temp}. */
  record Discard(String what) implements Statement {}
}
