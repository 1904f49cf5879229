package dev.headrace.sql;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.sql.grammar.HeadraceParserConstants;
import dev.headrace.sql.grammar.Token;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lists of options: {@code WITH (connector = 'file', rate = 10)}, {@code EXPLAIN (CODE)}. */
final class Options implements HeadraceParserConstants {
  private Options() {}

  /** An optional WITH clause; keys keep their order. */
  static Map<String, String> with(TokenCursor tokens) {
    return tokens.accept("with") ? list(tokens) : Map.of();
  }

  /**
   * {@code SERVER connector [OPTIONS (key 'value', ...)]}, as PostgreSQL's foreign tables have it.
   */
  static Map<String, String> ofServer(TokenCursor tokens) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("connector", tokens.name());
    if (tokens.accept("options")) {
      options.putAll(list(tokens));
    }
    return Collections.unmodifiableMap(options);
  }

  /** A list in parentheses. */
  static Map<String, String> list(TokenCursor tokens) {
    Map<String, String> options = new LinkedHashMap<>();
    tokens.expect(LPAREN);
    do {
      Token at = tokens.peek();
      String key = key(tokens);
      boolean assigned = tokens.accept(EQ);
      String value = assigned || !(tokens.at(COMMA) || tokens.at(RPAREN)) ? value(tokens) : "true";
      if (options.put(key, value) != null) {
        throw new SqlException(
                ErrorCode.SYNTAX_ERROR, "option " + SqlException.quote(key) + " given twice")
            .withPosition(tokens.source().position(tokens.start(at)));
      }
    } while (tokens.accept(COMMA));
    tokens.expect(RPAREN);
    return Collections.unmodifiableMap(options);
  }

  private static String key(TokenCursor tokens) {
    if (tokens.at(QUOTED_STRING)) {
      return TokenCursor.stringValue(tokens.next());
    }
    StringBuilder key = new StringBuilder(part(tokens));
    while (tokens.accept(DOT)) {
      key.append('.').append(part(tokens));
    }
    return key.toString();
  }

  private static String part(TokenCursor tokens) {
    if (tokens.atName()) {
      return tokens.name();
    }
    String word = TokenCursor.word(tokens.peek());
    if (word.isEmpty()) {
      throw tokens.syntaxError();
    }
    tokens.next();
    return word;
  }

  /** A string, number or word as text. */
  static String value(TokenCursor tokens) {
    boolean negative = tokens.accept(MINUS);
    boolean signed = negative || tokens.accept(PLUS);
    Token token = tokens.peek();
    boolean number =
        token.kind == UNSIGNED_INTEGER_LITERAL
            || token.kind == DECIMAL_NUMERIC_LITERAL
            || token.kind == APPROX_NUMERIC_LITERAL;
    if (number) {
      tokens.next();
      return (negative ? "-" : "") + token.image;
    }
    if (signed) {
      throw tokens.syntaxError();
    }
    if (tokens.atString()) {
      return tokens.string();
    }
    return part(tokens);
  }
}
