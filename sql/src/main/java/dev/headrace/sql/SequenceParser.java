package dev.headrace.sql;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.sql.SequenceOptions.Limit;
import dev.headrace.sql.grammar.HeadraceParserConstants;
import dev.headrace.sql.grammar.Token;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Options of sequences, in any order. */
final class SequenceParser implements HeadraceParserConstants {
  private final TokenCursor tokens;
  private final Set<String> seen = new HashSet<>();

  private @Nullable String name;
  private @Nullable SqlType type;
  private @Nullable Long increment;
  private @Nullable Limit minimum;
  private @Nullable Limit maximum;
  private @Nullable Long start;
  private @Nullable Limit restart;
  private @Nullable Long cache;
  private @Nullable Boolean cycle;
  private @Nullable String ownedBy;

  SequenceParser(TokenCursor tokens) {
    this.tokens = tokens;
  }

  /** All options up to the first word that is none. */
  SequenceOptions options() {
    while (option(true)) {
      // the next
    }
    return build();
  }

  /** An option with or without SET before it, of ALTER COLUMN; false if there is none. */
  boolean option(boolean typed) {
    Token at = tokens.peek();
    if (typed && tokens.accept("as")) {
      once("type", at);
      type = TypeNames.written(tokens.type(), tokens.source()).known();
    } else if (tokens.accept("increment")) {
      once("increment", at);
      tokens.accept("by");
      increment = number();
    } else if (tokens.accept("minvalue")) {
      once("minimum", at);
      minimum = new Limit(Optional.of(number()));
    } else if (tokens.accept("maxvalue")) {
      once("maximum", at);
      maximum = new Limit(Optional.of(number()));
    } else if (tokens.accept("no", "minvalue")) {
      once("minimum", at);
      minimum = new Limit(Optional.empty());
    } else if (tokens.accept("no", "maxvalue")) {
      once("maximum", at);
      maximum = new Limit(Optional.empty());
    } else if (tokens.accept("no", "cycle")) {
      once("cycle", at);
      cycle = false;
    } else if (tokens.accept("cycle")) {
      once("cycle", at);
      cycle = true;
    } else if (tokens.accept("start")) {
      once("start", at);
      tokens.accept("with");
      start = number();
    } else if (tokens.accept("restart")) {
      once("restart", at);
      boolean given = tokens.accept("with") || atNumber();
      restart = new Limit(given ? Optional.of(number()) : Optional.empty());
    } else if (tokens.accept("cache")) {
      once("cache", at);
      cache = number();
    } else if (tokens.accept("owned")) {
      tokens.expect("by");
      once("owner", at);
      ownedBy = tokens.accept("none") ? "none" : tokens.dottedName();
    } else if (tokens.accept("sequence", "name")) {
      once("name", at);
      name = tokens.dottedName();
    } else {
      return false;
    }
    return true;
  }

  private void once(String option, Token at) {
    if (!seen.add(option)) {
      throw new SqlException(ErrorCode.SYNTAX_ERROR, "conflicting or redundant options")
          .withPosition(tokens.source().position(tokens.start(at)));
    }
  }

  private boolean atNumber() {
    return tokens.at(UNSIGNED_INTEGER_LITERAL) || tokens.at(MINUS) || tokens.at(PLUS);
  }

  private long number() {
    return tokens.integer();
  }

  SequenceOptions build() {
    return new SequenceOptions(
        Optional.ofNullable(name),
        Optional.ofNullable(type),
        Optional.ofNullable(increment),
        Optional.ofNullable(minimum),
        Optional.ofNullable(maximum),
        Optional.ofNullable(start),
        Optional.ofNullable(restart),
        Optional.ofNullable(cache),
        Optional.ofNullable(cycle),
        Optional.ofNullable(ownedBy));
  }
}
