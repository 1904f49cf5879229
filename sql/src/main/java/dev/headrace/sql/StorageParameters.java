package dev.headrace.sql;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The parameters of PostgreSQL's storage, which dumps and migrations set. They mean nothing here,
 * so only their names are looked at.
 */
public final class StorageParameters {
  private static final Set<String> OF_TABLES =
      Set.of(
          "fillfactor",
          "log_autovacuum_min_duration",
          "oids",
          "parallel_workers",
          "toast_tuple_target",
          "user_catalog_table",
          "vacuum_index_cleanup",
          "vacuum_truncate");
  private static final Set<String> OF_INDEXES = Set.of("deduplicate_items", "fillfactor");
  private static final Set<String> OF_COLUMNS = Set.of("n_distinct", "n_distinct_inherited");
  private static final Set<String> OF_VIEWS = Set.of("security_barrier", "security_invoker");

  private StorageParameters() {}

  public static boolean isOfTable(String name) {
    String own = name.startsWith("toast.") ? name.substring("toast.".length()) : name;
    return OF_TABLES.contains(own) || own.startsWith("autovacuum_");
  }

  public static boolean isOfIndex(String name) {
    return OF_INDEXES.contains(name);
  }

  static boolean isOfTableOrIndex(String name) {
    return isOfTable(name) || isOfIndex(name);
  }

  static boolean isOfColumn(String name) {
    return OF_COLUMNS.contains(name);
  }

  static boolean isOfView(String name) {
    return OF_VIEWS.contains(name);
  }

  /** A list in parentheses of parameters that a kind of object has. */
  static void skip(TokenCursor tokens, Predicate<String> known) {
    requireKnown(Options.list(tokens).keySet(), known);
  }

  /** Refuses names that are none of a kind of object. */
  public static void requireKnown(Set<String> names, Predicate<String> known) {
    for (String name : names) {
      if (!known.test(name)) {
        throw new SqlException(
            ErrorCode.INVALID_PARAMETER_VALUE,
            "unrecognized parameter " + SqlException.quote(name));
      }
    }
  }
}
