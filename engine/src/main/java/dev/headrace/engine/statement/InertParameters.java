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
          Map.entry("constraint_exclusion", "partition"),
          Map.entry("cpu_index_tuple_cost", "0.005"),
          Map.entry("cpu_operator_cost", "0.0025"),
          Map.entry("cpu_tuple_cost", "0.01"),
          Map.entry("default_statistics_target", "100"),
          Map.entry("default_table_access_method", "heap"),
          Map.entry("default_tablespace", ""),
          Map.entry("default_toast_compression", "pglz"),
          Map.entry("effective_cache_size", "4GB"),
          Map.entry("extra_float_digits", "1"),
          Map.entry("from_collapse_limit", "8"),
          Map.entry("join_collapse_limit", "8"),
          Map.entry("lc_messages", "C"),
          Map.entry("lc_monetary", "C"),
          Map.entry("lc_numeric", "C"),
          Map.entry("lc_time", "C"),
          Map.entry("maintenance_work_mem", "64MB"),
          Map.entry("max_parallel_maintenance_workers", "2"),
          Map.entry("max_parallel_workers", "8"),
          Map.entry("max_parallel_workers_per_gather", "2"),
          Map.entry("parallel_setup_cost", "1000"),
          Map.entry("parallel_tuple_cost", "0.1"),
          Map.entry("plan_cache_mode", "auto"),
          Map.entry("random_page_cost", "4"),
          Map.entry("seq_page_cost", "1"),
          Map.entry("temp_buffers", "8MB"),
          Map.entry("vacuum_cost_delay", "0"),
          Map.entry("work_mem", "4MB"),
          Map.entry("xmloption", "content"));

  /** The same of those that are on or off. */
  static final Map<String, String> SWITCHES =
      Map.ofEntries(
          Map.entry("check_function_bodies", "on"),
          Map.entry("default_transaction_deferrable", "off"),
          Map.entry("enable_bitmapscan", "on"),
          Map.entry("enable_hashagg", "on"),
          Map.entry("enable_hashjoin", "on"),
          Map.entry("enable_incremental_sort", "on"),
          Map.entry("enable_indexonlyscan", "on"),
          Map.entry("enable_indexscan", "on"),
          Map.entry("enable_material", "on"),
          Map.entry("enable_memoize", "on"),
          Map.entry("enable_mergejoin", "on"),
          Map.entry("enable_nestloop", "on"),
          Map.entry("enable_parallel_append", "on"),
          Map.entry("enable_parallel_hash", "on"),
          Map.entry("enable_seqscan", "on"),
          Map.entry("enable_sort", "on"),
          Map.entry("enable_tidscan", "on"),
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
