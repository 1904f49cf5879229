package dev.headrace.sql;

import dev.headrace.model.text.Identifiers;
import dev.headrace.sql.grammar.HeadraceParserConstants;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Session parameters and their values, in SET and RESET and in what sessions begin with. */
final class ParameterParser implements HeadraceParserConstants {
  private static final String SEARCH_PATH = "search_path";

  private final TokenCursor tokens;

  ParameterParser(TokenCursor tokens) {
    this.tokens = tokens;
  }

  /** Behind {@code SET}, {@code SET SESSION} and {@code SET LOCAL}. */
  Statement.SetParameter set(boolean local) {
    if (tokens.accept("time", "zone")) {
      return new Statement.SetParameter("timezone", timeZone(), local);
    }
    if (tokens.accept("names")) {
      return new Statement.SetParameter("client_encoding", values(), local);
    }
    if (tokens.at("role") && tokens.peek(2).kind != EQ && !tokens.at("role", "to")) {
      tokens.next();
      return new Statement.SetParameter("role", role(), local);
    }
    if (tokens.at("schema") && tokens.peek(2).kind == QUOTED_STRING) {
      tokens.next();
      return new Statement.SetParameter(SEARCH_PATH, schemas(), local);
    }
    String name = name();
    if (!tokens.accept(EQ)) {
      tokens.expect("to");
    }
    String value = name.equals(SEARCH_PATH) ? schemas() : values();
    return new Statement.SetParameter(name, value, local);
  }

  /** Behind {@code RESET}. */
  Statement.ResetParameter reset() {
    return tokens.accept("time", "zone")
        ? new Statement.ResetParameter("timezone")
        : new Statement.ResetParameter(name());
  }

  /** A role; null for DEFAULT. */
  @Nullable String role() {
    if (tokens.accept("default")) {
      return null;
    }
    return tokens.atString() ? tokens.string() : tokens.name();
  }

  private @Nullable String timeZone() {
    if (tokens.accept("local")) {
      return null;
    }
    boolean interval =
        tokens.at("interval")
            && (tokens.peek(2).kind == QUOTED_STRING || tokens.peek(2).kind == LPAREN);
    return interval ? new TimeZoneInterval(tokens).parse() : values();
  }

  /** Names of parameters may be any words. */
  String name() {
    if (tokens.atName()) {
      return tokens.dottedName();
    }
    String word = TokenCursor.word(tokens.peek());
    if (word.isEmpty()) {
      throw tokens.syntaxError();
    }
    tokens.next();
    return word;
  }

  private @Nullable String values() {
    if (tokens.accept("default")) {
      return null;
    }
    List<String> values = new ArrayList<>();
    do {
      values.add(Options.value(tokens));
    } while (tokens.accept(COMMA));
    return String.join(", ", values);
  }

  /** Names of schemas, in quotation marks where they need them. */
  private @Nullable String schemas() {
    if (tokens.accept("default")) {
      return null;
    }
    List<String> names = new ArrayList<>();
    do {
      String name =
          tokens.at(QUOTED_STRING) ? TokenCursor.stringValue(tokens.next()) : tokens.name();
      names.add(Identifiers.quoted(name));
    } while (tokens.accept(COMMA));
    return String.join(", ", names);
  }
}
