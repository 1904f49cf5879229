package dev.headrace.sql;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.sql.Statement.FetchCursor.Direction;
import dev.headrace.sql.Statement.LockTable.Mode;
import dev.headrace.sql.Statement.Maintain.Action;
import dev.headrace.sql.grammar.HeadraceParserConstants;
import dev.headrace.sql.grammar.Token;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Cursors, messages, locks and maintenance. */
final class SessionParser implements HeadraceParserConstants {
  private final TokenCursor tokens;
  private final Supplier<ParsedStatement> statement;

  /**
   * @param statement parses a statement, for DECLARE
   */
  SessionParser(TokenCursor tokens, Supplier<ParsedStatement> statement) {
    this.tokens = tokens;
    this.statement = statement;
  }

  Statement declare() {
    tokens.expect("declare");
    String name = tokens.name();
    boolean binary = false;
    Optional<Boolean> scroll = Optional.empty();
    while (!tokens.accept("cursor")) {
      Optional<Boolean> before = scroll;
      if (tokens.accept("binary")) {
        binary = true;
      } else if (tokens.accept("no", "scroll")) {
        scroll = Optional.of(false);
      } else if (tokens.accept("scroll")) {
        scroll = Optional.of(true);
      } else if (!tokens.accept("insensitive") && !tokens.accept("asensitive")) {
        throw tokens.syntaxError();
      }
      if (before.isPresent() && !before.equals(scroll)) {
        throw new SqlException(
            ErrorCode.INVALID_CURSOR_DEFINITION, "cannot specify both SCROLL and NO SCROLL");
      }
    }
    boolean hold = tokens.accept("with", "hold");
    if (!hold) {
      tokens.accept("without", "hold");
    }
    tokens.expect("for");
    Token at = tokens.peek();
    ParsedStatement query = statement.get();
    if (query.statement() instanceof Statement.With) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "DECLARE CURSOR must not contain data-modifying statements in WITH");
    }
    if (!(query.statement() instanceof Statement.Select)) {
      throw tokens.syntaxError(at);
    }
    return new Statement.DeclareCursor(name, binary, scroll, hold, query);
  }

  Statement fetch(boolean move) {
    tokens.next();
    Direction direction = Direction.FORWARD;
    long count = 1;
    if (tokens.accept("next")) {
      count = 1;
    } else if (tokens.accept("prior")) {
      direction = Direction.BACKWARD;
    } else if (tokens.accept("first")) {
      direction = Direction.ABSOLUTE;
    } else if (tokens.accept("last")) {
      direction = Direction.ABSOLUTE;
      count = -1;
    } else if (tokens.accept("absolute")) {
      direction = Direction.ABSOLUTE;
      count = tokens.integer();
    } else if (tokens.accept("relative")) {
      direction = Direction.RELATIVE;
      count = tokens.integer();
    } else if (tokens.accept("forward")) {
      count = count();
    } else if (tokens.accept("backward")) {
      direction = Direction.BACKWARD;
      count = count();
    } else {
      count = count();
    }
    if (!tokens.accept("from")) {
      tokens.accept("in");
    }
    return new Statement.FetchCursor(tokens.name(), direction, count, move);
  }

  /** A number, ALL, or nothing for one. */
  private long count() {
    if (tokens.accept("all")) {
      return Long.MAX_VALUE;
    }
    boolean number = tokens.at(UNSIGNED_INTEGER_LITERAL) || tokens.at(MINUS) || tokens.at(PLUS);
    return number ? tokens.integer() : 1;
  }

  Statement close() {
    tokens.expect("close");
    return new Statement.CloseCursor(
        tokens.accept("all") ? Optional.empty() : Optional.of(tokens.name()));
  }

  Statement listen() {
    tokens.expect("listen");
    return new Statement.Listen(tokens.name());
  }

  Statement unlisten() {
    tokens.expect("unlisten");
    return new Statement.Unlisten(
        tokens.accept(STAR) ? Optional.empty() : Optional.of(tokens.name()));
  }

  Statement notifyChannel() {
    tokens.expect("notify");
    String channel = tokens.name();
    return new Statement.Notify(channel, tokens.accept(COMMA) ? tokens.string() : "");
  }

  Statement lock() {
    tokens.expect("lock");
    tokens.accept("table");
    List<String> names = tokens.tableNames();
    Mode mode = Mode.ACCESS_EXCLUSIVE;
    if (tokens.accept("in")) {
      mode = mode();
      tokens.expect("mode");
    }
    return new Statement.LockTable(names, mode, tokens.accept("nowait"));
  }

  private Mode mode() {
    Mode found = null;
    int longest = 0;
    for (Mode mode : Mode.values()) {
      String[] words = mode.name().toLowerCase(Locale.ROOT).split("_", -1);
      if (words.length > longest && tokens.at(words)) {
        found = mode;
        longest = words.length;
      }
    }
    if (found == null) {
      throw tokens.syntaxError();
    }
    for (int i = 0; i < longest; i++) {
      tokens.next();
    }
    return found;
  }

  Statement setConstraints() {
    List<String> names = tokens.accept("all") ? List.of() : tokens.dottedNames();
    boolean deferred = tokens.accept("deferred");
    if (!deferred) {
      tokens.expect("immediate");
    }
    return new Statement.SetConstraints(names, deferred);
  }

  /** VACUUM and ANALYZE with their options, which say how and not what. */
  Statement maintain() {
    Action action =
        switch (TokenCursor.word(tokens.next())) {
          case "vacuum" -> Action.VACUUM;
          case "analyze", "analyse" -> Action.ANALYZE;
          case "reindex" -> Action.REINDEX;
          case "cluster" -> Action.CLUSTER;
          default -> Action.CHECKPOINT;
        };
    if (tokens.at(LPAREN)) {
      Options.list(tokens);
    }
    if (action == Action.REINDEX) {
      reindexTarget();
    }
    while (tokens.accept("full")
        || tokens.accept("freeze")
        || tokens.accept("verbose")
        || tokens.accept("analyze")
        || tokens.accept("concurrently")) {
      // they say how
    }
    if (action == Action.CHECKPOINT || !tokens.atName()) {
      return new Statement.Maintain(action, List.of());
    }
    List<String> names = new java.util.ArrayList<>();
    do {
      names.add(tokens.dottedName());
      if (tokens.at(LPAREN)) {
        tokens.parenthesizedNames();
      }
    } while (tokens.accept(COMMA));
    if (action == Action.CLUSTER && tokens.accept("using")) {
      tokens.name();
    }
    return new Statement.Maintain(action, List.copyOf(names));
  }

  private void reindexTarget() {
    for (String target : List.of("table", "index", "schema", "database", "system")) {
      if (tokens.accept(target)) {
        return;
      }
    }
    throw tokens.syntaxError();
  }

  Statement refresh() {
    tokens.expect("refresh", "materialized", "view");
    boolean concurrently = tokens.accept("concurrently");
    String name = tokens.dottedName();
    return new Statement.Refresh(name, concurrently, TableParser.withData(tokens));
  }
}
