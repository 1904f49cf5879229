package dev.headrace.engine.statement;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The statements that a session has given names with PREPARE. */
final class NamedStatements {
  private final Map<String, Prepared> statements = new HashMap<>();

  Prepared require(String name) {
    Prepared prepared = statements.get(name);
    if (prepared == null) {
      throw new SqlException(
          ErrorCode.INVALID_SQL_STATEMENT_NAME,
          "prepared statement " + SqlException.quote(name) + " does not exist");
    }
    return prepared;
  }

  void requireUnknown(String name) {
    if (statements.containsKey(name)) {
      throw new SqlException(
          ErrorCode.DUPLICATE_PREPARED_STATEMENT,
          "prepared statement " + SqlException.quote(name) + " already exists");
    }
  }

  void add(String name, Prepared prepared) {
    statements.put(name, prepared);
  }

  /** Forgets one, or all of them. */
  void remove(Optional<String> name) {
    if (name.isPresent()) {
      require(name.get());
      statements.remove(name.get());
    } else {
      statements.clear();
    }
  }
}
