package dev.headrace.model;

/**
 * Everything that can go wrong, grouped by SQLSTATE class (PostgreSQL 15, appendix A). The comment
 * is an example that provokes it.
 */
public enum ErrorCode {
  // Class 08: connection
  /** A client sends a message the protocol does not allow. */
  PROTOCOL_VIOLATION("08P01", Category.USER),

  // Class 0A
  /** {@code SELECT ... FOR UPDATE}. */
  FEATURE_NOT_SUPPORTED("0A000", Category.USER),

  // Class 21
  /** {@code SELECT (SELECT x FROM two_rows)}. */
  CARDINALITY_VIOLATION("21000", Category.USER),

  // Class 22: data
  /** {@code 'abc'::varchar(2)} on assignment. */
  STRING_DATA_RIGHT_TRUNCATION("22001", Category.USER),
  /** {@code SELECT 2147483647 + 1}. */
  NUMERIC_VALUE_OUT_OF_RANGE("22003", Category.USER),
  /** {@code SELECT '2024-13-01'::date}, well formed but not a date. */
  DATETIME_FIELD_OVERFLOW("22008", Category.USER),
  /** {@code SELECT 'x'::date}. */
  INVALID_DATETIME_FORMAT("22007", Category.USER),
  /** {@code SELECT substring('a', 1, -1)}. */
  SUBSTRING_ERROR("22011", Category.USER),
  /** {@code SELECT 1 / 0}. */
  DIVISION_BY_ZERO("22012", Category.USER),
  /** {@code SELECT ln(0)}. */
  INVALID_ARGUMENT_FOR_LOGARITHM("2201E", Category.USER),
  /** {@code SELECT sqrt(-1)}. */
  INVALID_ARGUMENT_FOR_POWER_FUNCTION("2201F", Category.USER),
  /** {@code LIMIT -1}. */
  INVALID_ROW_COUNT_IN_LIMIT_CLAUSE("2201W", Category.USER),
  /** {@code OFFSET -1}. */
  INVALID_ROW_COUNT_IN_OFFSET_CLAUSE("2201X", Category.USER),
  /** {@code SELECT ... LIKE 'a' ESCAPE 'ab'}. */
  INVALID_ESCAPE_SEQUENCE("22025", Category.USER),
  /** {@code SELECT substring('a' FROM '#"#"#"' FOR '#')}. */
  INVALID_USE_OF_ESCAPE_CHARACTER("2200C", Category.USER),
  /** {@code SELECT 'a' ~ '('}. */
  INVALID_REGULAR_EXPRESSION("2201B", Category.USER),
  /** {@code SELECT date_trunc('x', now())}. */
  INVALID_PARAMETER_VALUE("22023", Category.USER),
  /** {@code SELECT 'abc'::integer}. */
  INVALID_TEXT_REPRESENTATION("22P02", Category.USER),
  /** A binary parameter of the wrong length. */
  INVALID_BINARY_REPRESENTATION("22P03", Category.USER),
  /** A broken line of a CSV file. */
  BAD_COPY_FILE_FORMAT("22P04", Category.USER),
  /** {@code nextval('s')} at the end of s. */
  SEQUENCE_GENERATOR_LIMIT_EXCEEDED("2200H", Category.USER),
  /** Text with a NUL character or broken UTF-8. */
  CHARACTER_NOT_IN_REPERTOIRE("22021", Category.USER),
  /** {@code '"\ u0000"'::jsonb} without the blank. */
  UNTRANSLATABLE_CHARACTER("22P05", Category.USER),
  /** {@code SELECT '3000000000 months'::interval}. */
  INTERVAL_FIELD_OVERFLOW("22015", Category.USER),
  /** {@code '2024-01-01 00:00 Nowhere/City'::timestamptz}; {@code '... +99'}. */
  INVALID_TIME_ZONE_DISPLACEMENT_VALUE("22009", Category.USER),
  /** {@code SELECT sum(x) OVER (ROWS NULL PRECEDING)}. */
  NULL_VALUE_NOT_ALLOWED("22004", Category.USER),
  /** {@code SELECT sum(x) OVER (ROWS -1 PRECEDING)}. */
  INVALID_PRECEDING_OR_FOLLOWING_SIZE("22013", Category.USER),
  /** {@code SELECT ntile(0) OVER ()}. */
  INVALID_ARGUMENT_FOR_NTILE("22014", Category.USER),
  /** {@code SELECT nth_value(x, 0) OVER ()}. */
  INVALID_ARGUMENT_FOR_NTH_VALUE("22016", Category.USER),
  /** {@code SELECT width_bucket(1, 2, 2, 3)}. */
  INVALID_ARGUMENT_FOR_WIDTH_BUCKET("2201G", Category.USER),
  /** {@code SELECT array_fill(...)} with bad bounds, a multi-dimensional array. */
  ARRAY_SUBSCRIPT_ERROR("2202E", Category.USER),

  // Class 23: integrity
  /** NULL into a NOT NULL column. */
  NOT_NULL_VIOLATION("23502", Category.USER),
  /** A second row with the primary key of another. */
  UNIQUE_VIOLATION("23505", Category.USER),
  /** {@code INSERT INTO child VALUES (7)} without a 7 in the referenced table. */
  FOREIGN_KEY_VIOLATION("23503", Category.USER),
  /** A row that fails a CHECK constraint. */
  CHECK_VIOLATION("23514", Category.USER),

  // Class 24
  /** {@code DELETE FROM t WHERE CURRENT OF c} before the first FETCH from c. */
  INVALID_CURSOR_STATE("24000", Category.USER),

  // Class 25: transaction state
  /** BEGIN within a transaction is a warning; COMMIT without one too. */
  ACTIVE_SQL_TRANSACTION("25001", Category.USER),
  /** INSERT within a READ ONLY transaction. */
  READ_ONLY_SQL_TRANSACTION("25006", Category.USER),
  /** COMMIT outside a transaction. */
  NO_ACTIVE_SQL_TRANSACTION("25P01", Category.USER),
  /** A transaction that was left open for longer than its session allows. */
  IDLE_IN_TRANSACTION_SESSION_TIMEOUT("25P03", Category.USER),
  /** Any statement after one that failed within a transaction. */
  IN_FAILED_SQL_TRANSACTION("25P02", Category.USER),

  // Class 26, 34
  /** {@code EXECUTE nothing}. */
  INVALID_SQL_STATEMENT_NAME("26000", Category.USER),
  /** Execute on a portal that does not exist. */
  INVALID_CURSOR_NAME("34000", Category.USER),

  // Class 0L
  /** {@code GRANT a TO b} where {@code a} is a member of {@code b}. */
  INVALID_GRANT_OPERATION("0LP01", Category.USER),

  // Class 28
  /** A connection as an unknown user. */
  INVALID_AUTHORIZATION_SPECIFICATION("28000", Category.USER),
  /** A connection with a wrong password. */
  INVALID_PASSWORD("28P01", Category.USER),

  // Class 2B
  /** {@code DROP TABLE t} while a view reads it. */
  DEPENDENT_OBJECTS_STILL_EXIST("2BP01", Category.USER),

  // Class 3D
  /** A connection to an unknown database. */
  INVALID_CATALOG_NAME("3D000", Category.USER),
  /** {@code SELECT * FROM nowhere.t}. */
  INVALID_SCHEMA_NAME("3F000", Category.USER),

  // Class 3B
  /** {@code ROLLBACK TO nothing}. */
  INVALID_SAVEPOINT_SPECIFICATION("3B001", Category.USER),

  // Class 40
  /** Two transactions update one row. */
  SERIALIZATION_FAILURE("40001", Category.USER),
  /** Two transactions that change two tables in different orders. */
  DEADLOCK_DETECTED("40P01", Category.USER),

  // Class 42: syntax and names
  /** {@code SELEC 1}. */
  SYNTAX_ERROR("42601", Category.USER),
  /** {@code SELECT nothing FROM t}. */
  UNDEFINED_COLUMN("42703", Category.USER),
  /** {@code SELECT * FROM nothing}. */
  UNDEFINED_TABLE("42P01", Category.USER),
  /** {@code SELECT nothing(1)}. */
  UNDEFINED_FUNCTION("42883", Category.USER),
  /** {@code SELECT '1' + '2'}. */
  AMBIGUOUS_FUNCTION("42725", Category.USER),
  /** {@code DROP TYPE nothing}, {@code SET nothing = 1}. */
  UNDEFINED_OBJECT("42704", Category.USER),
  /** {@code SELECT $2} with one parameter bound. */
  UNDEFINED_PARAMETER("42P02", Category.USER),
  /** {@code SELECT $1} with a type nobody can tell. */
  INDETERMINATE_DATATYPE("42P18", Category.USER),
  /** {@code PREPARE p} twice. */
  DUPLICATE_PREPARED_STATEMENT("42P05", Category.USER),
  /** {@code CREATE TABLE t} twice. */
  DUPLICATE_TABLE("42P07", Category.USER),
  /** {@code CREATE ROLE r} twice. */
  DUPLICATE_OBJECT("42710", Category.USER),
  /** {@code CREATE TABLE t (a int, a int)}. */
  DUPLICATE_COLUMN("42701", Category.USER),
  /** {@code CREATE SCHEMA public}. */
  DUPLICATE_SCHEMA("42P06", Category.USER),
  /** Two tables of one FROM clause with one alias. */
  DUPLICATE_ALIAS("42712", Category.USER),
  /** {@code DECLARE c CURSOR ...} twice, or a Bind message for a named portal that exists. */
  DUPLICATE_CURSOR("42P03", Category.USER),
  /** {@code DECLARE c SCROLL NO SCROLL CURSOR FOR ...}. */
  INVALID_CURSOR_DEFINITION("42P11", Category.USER),
  /** {@code SELECT id FROM t JOIN u ...} with both having one. */
  AMBIGUOUS_COLUMN("42702", Category.USER),
  /** {@code SELECT a, count(*) FROM t}. */
  GROUPING_ERROR("42803", Category.USER),
  /** {@code SELECT ... WHERE row_number() OVER () = 1}. */
  WINDOWING_ERROR("42P20", Category.USER),
  /** {@code WITH RECURSIVE t AS (SELECT 1 FROM t UNION SELECT 2) ...}. */
  INVALID_RECURSION("42P19", Category.USER),
  /** {@code WHERE 1}. */
  DATATYPE_MISMATCH("42804", Category.USER),
  /** {@code SELECT 'a'::date::integer}. */
  CANNOT_COERCE("42846", Category.USER),
  /** {@code UPDATE view ...}; {@code DROP TABLE} of a view. */
  WRONG_OBJECT_TYPE("42809", Category.USER),
  /** {@code INSERT INTO t VALUES (1, 2, 3)} into two columns. */
  INVALID_COLUMN_REFERENCE("42P10", Category.USER),
  /** {@code ORDER BY 7} of two columns; a view with a wrong definition. */
  INVALID_TABLE_DEFINITION("42P16", Category.USER),
  /** {@code CREATE INDEX i ON t (random())}. */
  INVALID_OBJECT_DEFINITION("42P17", Category.USER),
  /** {@code REFERENCES t (a)} where a is not unique. */
  INVALID_FOREIGN_KEY("42830", Category.USER),
  /** {@code INSERT INTO t (id) VALUES (1)} where id is GENERATED ALWAYS. */
  GENERATED_ALWAYS("428C9", Category.USER),
  /** {@code CREATE TYPE t AS ENUM ('a label of more than 63 bytes ...')}. */
  INVALID_NAME("42602", Category.USER),
  /** A reserved or otherwise impossible name. */
  RESERVED_NAME("42939", Category.USER),
  /** Reading a file outside what the server allows. */
  INSUFFICIENT_PRIVILEGE("42501", Category.USER),

  // Class 53: resources
  /** A query that needs more memory than its limit. */
  OUT_OF_MEMORY("53200", Category.RESOURCE),
  /** No room on the disk. */
  DISK_FULL("53100", Category.RESOURCE),
  /** One connection too many. */
  TOO_MANY_CONNECTIONS("53300", Category.RESOURCE),

  // Class 54: limits
  /** A row, a batch, a statement or a nesting beyond what is supported. */
  PROGRAM_LIMIT_EXCEEDED("54000", Category.RESOURCE),
  /** An expression nested too deeply. */
  STATEMENT_TOO_COMPLEX("54001", Category.RESOURCE),
  /** More than 1,600 columns. */
  TOO_MANY_COLUMNS("54011", Category.RESOURCE),
  /** More than 100 arguments of a function. */
  TOO_MANY_ARGUMENTS("54023", Category.RESOURCE),

  // Class 55
  /** {@code SET} of a parameter that cannot change now. */
  CANT_CHANGE_RUNTIME_PARAM("55P02", Category.USER),
  /** A lock that is not free within lock_timeout, or with NOWAIT. */
  LOCK_NOT_AVAILABLE("55P03", Category.USER),
  /** {@code ALTER TYPE t ADD VALUE 'a'} and {@code SELECT 'a'::t} in one transaction. */
  UNSAFE_NEW_ENUM_VALUE_USAGE("55P04", Category.USER),
  /** Using what is not ready, such as a closed database. */
  OBJECT_NOT_IN_PREREQUISITE_STATE("55000", Category.USER),

  /** A data directory that another process has open. */
  OBJECT_IN_USE("55006", Category.USER),

  // Class 57
  /** Cancel. */
  QUERY_CANCELED("57014", Category.USER),
  /** The server shuts down. */
  ADMIN_SHUTDOWN("57P01", Category.RESOURCE),
  /** A connection while the server is opening its database. */
  CANNOT_CONNECT_NOW("57P03", Category.USER),
  /** A session that was idle for longer than the server allows. */
  IDLE_SESSION_TIMEOUT("57P05", Category.RESOURCE),

  // Class 58
  /** A file cannot be read or written. */
  IO_ERROR("58030", Category.RESOURCE),
  /** A file that is not there. */
  UNDEFINED_FILE("58P01", Category.USER),

  // Class XX
  /** A defect of Headrace. */
  INTERNAL_ERROR("XX000", Category.INTERNAL),
  /** A file of the data directory whose checksum is wrong. */
  DATA_CORRUPTED("XX001", Category.RESOURCE);

  /** Whose problem it is. */
  public enum Category {
    /** The statement or its data. */
    USER,
    /** The machine or a limit. */
    RESOURCE,
    /** Headrace. */
    INTERNAL
  }

  private final String sqlState;
  private final Category category;

  ErrorCode(String sqlState, Category category) {
    this.sqlState = sqlState;
    this.category = category;
  }

  /** Five characters. */
  public String sqlState() {
    return sqlState;
  }

  public Category category() {
    return category;
  }
}
