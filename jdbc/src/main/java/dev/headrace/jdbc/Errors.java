package dev.headrace.jdbc;

import dev.headrace.model.SqlException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLTransactionRollbackException;

/** Makes JDBC's exceptions of the database's. */
final class Errors {
  private Errors() {}

  static SQLException of(SqlException e) {
    String state = e.code().sqlState();
    String message = e.message();
    if (e.detail() != null) {
      message += "\n  Detail: " + e.detail();
    }
    if (e.hint() != null) {
      message += "\n  Hint: " + e.hint();
    }
    return switch (state.substring(0, 2)) {
      case "23" -> new SQLIntegrityConstraintViolationException(message, state, e);
      case "40" -> new SQLTransactionRollbackException(message, state, e);
      default -> new SQLException(message, state, e);
    };
  }

  static SQLException unsupported(String what) {
    return new SQLFeatureNotSupportedException(what + " is not supported", "0A000");
  }

  static SQLException closed(String what) {
    return new SQLException("this " + what + " is closed", "08003");
  }

  static SQLException invalid(String message) {
    return new SQLException(message, "22023");
  }
}
