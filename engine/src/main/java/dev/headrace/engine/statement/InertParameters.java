package dev.headrace.engine.statement;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.Locale;
import java.util.Map;

/**
 * Parameters of PostgreSQL that dumps, drivers and tools set and that mean nothing here: of its
 * planner and storage, or of what Headrace does not have. They keep what they are set to.
 */
final class InertParameters {
  /** Initial values by name, those of PostgreSQL. */
  static final Map<String, String> INITIAL =
      Map.ofEntries(
          Map.entry("default_table_access_method", "heap"),
          Map.entry("default_tablespace", ""),
          Map.entry("default_toast_compression", "pglz"),
          Map.entry("extra_float_digits", "1"),
          Map.entry("lc_messages", "C"),
          Map.entry("lc_monetary", "C"),
          Map.entry("lc_numeric", "C"),
          Map.entry("lc_time", "C"),
          Map.entry("plan_cache_mode", "auto"),
          Map.entry("work_mem", "4MB"),
          Map.entry("xmloption", "content"));

  /** The same of those that are on or off. */
  static final Map<String, String> SWITCHES =
      Map.ofEntries(
          Map.entry("check_function_bodies", "on"),
          Map.entry("default_transaction_deferrable", "off"),
          Map.entry("enable_hashjoin", "on"),
          Map.entry("enable_indexscan", "on"),
          Map.entry("enable_mergejoin", "on"),
          Map.entry("enable_nestloop", "on"),
          Map.entry("enable_seqscan", "on"),
          Map.entry("escape_string_warning", "on"),
          Map.entry("geqo", "on"),
          Map.entry("jit", "on"),
          Map.entry("quote_all_identifiers", "off"),
          Map.entry("row_security", "on"),
          Map.entry("synchronize_seqscans", "on"));

  private InertParameters() {}

  /** A value of a switch as it is kept. */
  static String onOrOff(String name, String value) {
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "on", "true", "yes", "1", "t", "y" -> "on";
      case "off", "false", "no", "0", "f", "n" -> "off";
      default -> throw notBoolean(name);
    };
  }

  private static SqlException notBoolean(String name) {
    return new SqlException(
        ErrorCode.INVALID_PARAMETER_VALUE,
        "parameter " + SqlException.quote(name) + " requires a Boolean value");
  }
}
