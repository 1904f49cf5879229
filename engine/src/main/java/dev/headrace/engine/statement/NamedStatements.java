package dev.headrace.engine.statement;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The statements that a session has given names with PREPARE. A client may have named others in its
 * protocol; they are forgotten here as well.
 */
final class NamedStatements {
  private final Map<String, Prepared> statements = new HashMap<>();
  private ClientStatements ofClient = ClientStatements.NONE;

  void ofClient(ClientStatements others) {
    ofClient = others;
  }

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
    if (name.isEmpty()) {
      statements.clear();
      ofClient.removeAll();
    } else if (!ofClient.remove(name.get())) {
      require(name.get());
      statements.remove(name.get());
    }
  }
}
