package dev.headrace.quality.logictest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a database says to a statement. */
sealed interface Reply {

  /** Values as the database writes them. */
  record Rows(int columns, List<List<@Nullable String>> rows) implements Reply {
    public Rows {
      rows = List.copyOf(rows);
    }
  }

  record Failure(String sqlState, String message) implements Reply {

    /** Whether the database says that it does not do this. */
    boolean isRefusal() {
      return sqlState.equals("0A000");
    }

    @Override
    public String toString() {
      return sqlState + " " + message;
    }
  }
}
