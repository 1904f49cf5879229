package dev.headrace.engine.statement;

import dev.headrace.engine.database.SearchPath;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.IntervalStyle;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which parameters there are, what they begin with and which values they take. */
final class KnownParameters {
  private KnownParameters() {}

  private static final Map<String, Parameter> KNOWN = new TreeMap<>();

  /** Turns a value that was written into the one that is kept, or throws. */
  @FunctionalInterface
  interface Check {
    String accept(String name, String value);
  }

  record Parameter(String name, String initial, Check check) {}

  static {
    define(SessionParameters.APPLICATION_NAME, "", (name, value) -> value);
    define("bytea_output", "hex", oneOf("hex"));
    define(MessageLevel.PARAMETER, MessageLevel.INITIAL, MessageLevel::checked);
    define("client_encoding", "UTF8", TextParameters::encoding);
    define(SessionParameters.COMPILATION, "auto", oneOf("off", "auto", "always"));
    define("datestyle", "ISO, MDY", TextParameters::dates);
    define("default_transaction_isolation", "read committed", KnownParameters::isolation);
    define("default_transaction_read_only", "off", InertParameters::onOrOff);
    define("idle_in_transaction_session_timeout", "0", DurationText::normalise);
    define("idle_session_timeout", "0", DurationText::normalise);
    define(
        SessionParameters.INTERVAL_STYLE,
        IntervalStyle.POSTGRES.parameter(),
        TextParameters::intervals);
    define("lock_timeout", "0", DurationText::normalise);
    define("log_min_duration_statement", DurationText.NEVER, DurationText::normaliseOrNever);
    define(SessionParameters.MEMORY_LIMIT, "1GB", MemoryText::checked);
    define(SessionParameters.ROLE, "none", (name, value) -> value);
    define(SessionParameters.SESSION_AUTHORIZATION, "headrace", (name, value) -> value);
    define(SessionParameters.SEARCH_PATH, "\"$user\", public", KnownParameters::schemas);
    define("standard_conforming_strings", "on", oneOf("on"));
    define("statement_timeout", "0", DurationText::normalise);
    define(
        SessionParameters.SYNCHRONOUS_COMMIT,
        "on",
        oneOf("on", "off", "local", "remote_write", "remote_apply"));
    define(SessionParameters.TIME_ZONE, "UTC", TextParameters::zone);
    define("transaction_isolation", "read committed", KnownParameters::isolation);
    define("transaction_deferrable", "off", InertParameters::onOrOff);
    define("transaction_read_only", "off", InertParameters::onOrOff);
    FixedParameters.VALUES.forEach((name, fixed) -> define(name, fixed, KnownParameters::fixed));
    InertParameters.INITIAL.forEach((name, value) -> define(name, value, (n, set) -> set));
    InertParameters.SWITCHES.forEach((name, on) -> define(name, on, InertParameters::onOrOff));
  }

  private static void define(String name, String initial, Check check) {
    KNOWN.put(name, new Parameter(name, initial, check));
  }

  private static Check oneOf(String... allowed) {
    return (name, value) -> {
      for (String each : allowed) {
        if (each.equalsIgnoreCase(value.strip())) {
          return each;
        }
      }
      throw invalid(name, value).withHint("Available values: " + String.join(", ", allowed) + ".");
    };
  }

  static SqlException invalid(String name, String value) {
    String what = SqlException.quote(name) + ": " + SqlException.quote(value);
    return new SqlException(
        ErrorCode.INVALID_PARAMETER_VALUE, "invalid value for parameter " + what);
  }

  private static String fixed(String name, String value) {
    throw FixedParameters.refused(name);
  }

  static String isolation(String name, String value) {
    String level = value.toLowerCase(Locale.ROOT).strip();
    return switch (level) {
      case "read committed", "read uncommitted", "repeatable read", "serializable" -> level;
      default -> throw invalid(name, value);
    };
  }

  private static String schemas(String name, String value) {
    SearchPath.names(value);
    return value;
  }

  static Parameter require(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    Parameter parameter =
        KNOWN.get(lower.equals("time zone") ? SessionParameters.TIME_ZONE : lower);
    if (parameter == null) {
      throw new SqlException(
          ErrorCode.UNDEFINED_OBJECT,
          "unrecognized configuration parameter " + SqlException.quote(name));
    }
    return parameter;
  }

  /**
   * The name under which a parameter's value for other sessions is kept.
   *
   * @param value null for none
   * @throws SqlException if there is no such parameter, it does not take the value or cannot be set
   */
  static String checkedDefault(String name, @Nullable String value) {
    if (name.indexOf('.') >= 0) {
      return name;
    }
    Parameter parameter = require(name);
    if (value != null) {
      parameter.check().accept(parameter.name(), value);
    }
    return parameter.name();
  }

  /** The names of all parameters, in their order. */
  static Set<String> names() {
    return KNOWN.keySet();
  }

  static boolean isKnown(String name) {
    return KNOWN.containsKey(name);
  }
}
