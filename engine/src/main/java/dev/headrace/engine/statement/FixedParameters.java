package dev.headrace.engine.statement;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.Map;

/** Parameters that can be shown, and not set. */
final class FixedParameters {
  /** Values by name, of which a database or a session may have others. */
  static final Map<String, String> VALUES =
      Map.of(
          "integer_datetimes",
          "on",
          "is_superuser",
          "on",
          "max_identifier_length",
          "63",
          "max_index_keys",
          "32",
          "server_encoding",
          "UTF8",
          "server_version",
          SessionParameters.SERVER_VERSION,
          "server_version_num",
          "150000",
          SessionParameters.TABLE_MEMORY_LIMIT,
          "0");

  private FixedParameters() {}

  /** Refuses to set one; some are what the database was opened with. */
  static SqlException refused(String name) {
    return new SqlException(
        ErrorCode.CANT_CHANGE_RUNTIME_PARAM,
        "parameter "
            + SqlException.quote(name)
            + " cannot be changed"
            + (name.equals(SessionParameters.TABLE_MEMORY_LIMIT)
                ? " without restarting the server"
                : ""));
  }
}
