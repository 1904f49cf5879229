package dev.headrace.model.function;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The catalog as functions of one session look things up in it. Rows and parameters hold values
 * only, so what stands for it in them is a number, under which it is registered while the session
 * is open.
 */
public interface CatalogAccess {
  /** Kinds of objects that names are given to and found by. */
  enum ObjectClass {
    RELATION,
    TYPE,
    FUNCTION,
    FUNCTION_SIGNATURE,
    SCHEMA,
    ROLE
  }

  /** The OID of an object; null if there is none of that name. */
  @Nullable Integer find(ObjectClass kind, String name);

  /**
   * The OID of an object.
   *
   * @throws dev.headrace.model.SqlException with PostgreSQL's code if there is none of that name
   */
  int require(ObjectClass kind, String name);

  /** The name of an object, qualified if that is needed to find it; its number if there is none. */
  String name(ObjectClass kind, int oid);

  /** Whether an object is found by its unqualified name; null if there is no such object. */
  @Nullable Boolean isVisible(ObjectClass kind, int oid);

  /** {@code format_type}. */
  String typeName(int oid, int typmod);

  /**
   * {@code pg_get_indexdef}.
   *
   * @param column from 1; 0 for the whole definition
   * @param pretty whether it is for people, who need fewer parentheses
   */
  @Nullable String indexDefinition(int index, int column, boolean pretty);

  /**
   * {@code pg_get_constraintdef}.
   *
   * @param pretty whether it is for people, who need fewer parentheses
   */
  @Nullable String constraintDefinition(int constraint, boolean pretty);

  /** {@code pg_get_expr} of an expression over a relation's columns, for people. */
  String prettyExpression(String expression, int relation);

  /**
   * {@code pg_get_serial_sequence}: the sequence that goes away with a column.
   *
   * @param table its name as it is written in statements
   * @param column its name as it is
   */
  @Nullable String sequenceOf(String table, String column);

  /** {@code pg_sequence_last_value}: null if it has given none. */
  @Nullable Long lastValue(int sequence);

  /**
   * The text of what {@code pg_identify_object} gives: {@code (type,schema,name,identity)}.
   *
   * @param catalog the OID of the system table that lists such objects
   * @param column of a relation, from 1; or 0
   */
  String identity(int catalog, int object, int column);

  /** {@code pg_get_viewdef}. */
  @Nullable String viewDefinition(int view);

  /** The bytes that a relation's rows take, with its indexes; null if there is no such relation. */
  @Nullable Long size(int relation);

  /** The bytes that all relations take. */
  long databaseSize();

  /** The schemas that names are looked up in. */
  List<String> schemas(boolean implicit);

  /** The schema that new objects are made in; null if the search path has none. */
  @Nullable String schema();

  /** The OID of the schema of the session's temporary objects; 0 as long as it has none. */
  int temporarySchema();

  /** Whether a schema is that of another session's temporary objects. */
  boolean isOtherTemporarySchema(int oid);

  /**
   * {@code obj_description}, {@code shobj_description}.
   *
   * @param catalog name of the system catalog that the object is in; null for any
   */
  @Nullable String comment(int oid, @Nullable String catalog);

  /** {@code col_description}. */
  @Nullable String columnComment(int relation, int column);

  /** {@code current_setting}. */
  String setting(String name);

  /** {@code pg_backend_pid}. */
  int processId();

  /**
   * {@code pg_cancel_backend}: gives up what a session runs.
   *
   * @return false if there is no such session
   */
  boolean cancel(int processId);

  /**
   * {@code pg_terminate_backend}: ends a session.
   *
   * @return false if there is no such session, or none that can be ended
   */
  boolean terminate(int processId);

  /** {@code pg_notify}. */
  void notify(String channel, String payload);

  /** {@code pg_advisory_lock} and its like. */
  AdvisoryLocks locks();

  /**
   * {@code set_config}: sets a parameter and returns its new value.
   *
   * @param local whether the end of the transaction undoes it
   */
  String set(String name, String value, boolean local);

  /** The number of the current transaction. */
  long transaction();

  /** When the server's process was started, in microseconds since 1970 in UTC. */
  long started();

  /** The sessions that are open. */
  final class Registry {
    private static final Map<Long, CatalogAccess> OPEN = new ConcurrentHashMap<>();
    private static final AtomicLong NEXT = new AtomicLong(1);

    private Registry() {}

    /** Registers a session's access and returns its number. */
    public static long open(CatalogAccess access) {
      long number = NEXT.getAndIncrement();
      OPEN.put(number, access);
      return number;
    }

    /** Forgets a session's access. */
    public static void close(long number) {
      OPEN.remove(number);
    }

    static CatalogAccess of(long number) {
      CatalogAccess access = OPEN.get(number);
      if (access == null) {
        throw new IllegalStateException("no session " + number);
      }
      return access;
    }
  }
}
