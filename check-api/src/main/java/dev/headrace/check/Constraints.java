package dev.headrace.check;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Objects;

/**
 * Finds out which constraint was violated. JDBC does not tell, but the message does, whatever the
 * driver.
 */
public final class Constraints {
  /** What PostgreSQL puts names in, in the languages that it speaks. */
  private static final String QUOTES = "\"\u00ab\u00bb";

  private static final String ENGLISH = "constraint \"";

  private Constraints() {}

  /** Whether an exception says that a constraint, or unique index, of a name is violated. */
  public static boolean isViolated(SQLException exception, String name) {
    for (Throwable each : exception) {
      // the message of a batch has the statement, and whatever is in that
      if (each instanceof SQLException one
          && !(one instanceof BatchUpdateException)
          && isNamedViolation(one)
          && names(one, name)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is a violation, but of NOT NULL, which is called by its column. */
  private static boolean isNamedViolation(SQLException exception) {
    String state = Objects.requireNonNullElse(exception.getSQLState(), "");
    return state.startsWith("23") && !state.equals("23502");
  }

  private static boolean names(SQLException exception, String name) {
    // the lines behind the first have values of rows
    String line =
        Objects.requireNonNullElse(exception.getMessage(), "").lines().findFirst().orElse("");
    int english = line.indexOf(ENGLISH);
    if (english >= 0) {
      return line.startsWith(name + '"', english + ENGLISH.length());
    }
    for (int at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + 1)) {
      if (isQuote(line, at - 1, -1) && isQuote(line, at + name.length(), 1)) {
        return true;
      }
    }
    return false;
  }

  /** Whether there is a quotation mark at a place, or behind a blank, as French has it. */
  private static boolean isQuote(String line, int place, int step) {
    int at =
        place >= 0 && place < line.length() && Character.isSpaceChar(line.charAt(place))
            ? place + step
            : place;
    return at >= 0 && at < line.length() && QUOTES.indexOf(line.charAt(at)) >= 0;
  }
}
