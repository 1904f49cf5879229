package dev.headrace.server.wire;

import dev.headrace.engine.statement.SessionParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The parameters whose values a client is told when it connects and whenever they change:
 * PostgreSQL 15, section 55.2.7.
 */
final class ReportedParameters {
  /** As clients spell them; the engine's names are in lower case. */
  private static final List<String> NAMES =
      List.of(
          "server_version",
          "server_encoding",
          "client_encoding",
          "application_name",
          "default_transaction_read_only",
          "is_superuser",
          "session_authorization",
          "DateStyle",
          "IntervalStyle",
          "TimeZone",
          "integer_datetimes",
          "standard_conforming_strings");

  private final SessionParameters parameters;
  private Map<String, String> told;
  private long changesTold;

  ReportedParameters(SessionParameters parameters) {
    this.parameters = parameters;
    this.told = current(parameters);
  }

  private static Map<String, String> current(SessionParameters parameters) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : NAMES) {
      values.put(name, parameters.get(name.toLowerCase(Locale.ROOT)));
    }
    return values;
  }

  /** All of them with their values. */
  Map<String, String> all() {
    told = current(parameters);
    return told;
  }

  /** Passes on those that have changed since they were last told. */
  void tellChanges(BiConsumer<String, String> client) {
    if (parameters.changes() == changesTold) {
      return;
    }
    changesTold = parameters.changes();
    Map<String, String> now = current(parameters);
    now.forEach(
        (name, value) -> {
          if (!value.equals(told.get(name))) {
            client.accept(name, value);
          }
        });
    told = now;
  }
}
