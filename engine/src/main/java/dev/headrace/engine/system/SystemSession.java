package dev.headrace.engine.system;

import dev.headrace.engine.cursor.Cursors;
import dev.headrace.engine.database.SearchPath;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What system relations and functions tell about the session that asks. */
public interface SystemSession {
  /** Who logged in. */
  String user();

  /** Whether that is a superuser. */
  boolean isSuperuser();

  /** The number by which it is known to others: {@code pg_backend_pid}. */
  int processId();

  /** Where it looks up names. */
  SearchPath searchPath();

  /** The cursors it has open. */
  Cursors cursors();

  /** Every parameter with its value, by name. */
  Map<String, String> all();

  /**
   * A parameter's value.
   *
   * @throws dev.headrace.model.SqlException 42704 if there is no such parameter
   */
  String get(String name);

  /**
   * Sets a parameter.
   *
   * @param value null for its initial value
   * @param local whether the end of the transaction undoes it
   */
  void set(String name, @Nullable String value, boolean local);
}
