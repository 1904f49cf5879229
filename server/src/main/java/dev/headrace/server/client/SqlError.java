package dev.headrace.server.client;

import dev.headrace.model.SqlException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What a database says about a failed statement.
 *
 * @param severity ERROR or FATAL
 * @param sqlState five characters
 * @param position in the statement's text, in characters from 1; 0 where there is none
 */
public record SqlError(
    String severity,
    String sqlState,
    String message,
    @Nullable String detail,
    @Nullable String hint,
    int position) {

  public static SqlError of(SqlException error) {
    SqlException.Position position = error.position();
    return new SqlError(
        "ERROR",
        error.sqlState(),
        error.message(),
        error.detail(),
        error.hint(),
        position == null ? 0 : position.offset());
  }

  /** Of what JDBC throws: with all fields when the server sent it. */
  public static SqlError of(SQLException error) {
    ServerErrorMessage sent =
        error instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    if (sent == null) {
      return new SqlError(
          "ERROR",
          orElse(error.getSQLState(), "XX000"),
          String.valueOf(error.getMessage()),
          null,
          null,
          0);
    }
    return new SqlError(
        orElse(sent.getSeverity(), "ERROR"),
        orElse(sent.getSQLState(), "XX000"),
        orElse(sent.getMessage(), ""),
        sent.getDetail(),
        sent.getHint(),
        sent.getPosition());
  }

  /** The same, for when the statement's text is not at hand. */
  public SqlError withoutPosition() {
    return new SqlError(severity, sqlState, message, detail, hint, 0);
  }

  /** The same for a text that begins further on, in characters. */
  public SqlError from(int characters) {
    int moved = Math.max(0, position - characters);
    return new SqlError(severity, sqlState, message, detail, hint, moved);
  }

  private static String orElse(@Nullable String text, String other) {
    return text == null ? other : text;
  }
}
