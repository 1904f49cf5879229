package dev.headrace.sql;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.sql.CopyOptions.Format;
import dev.headrace.sql.CopyOptions.Header;
import dev.headrace.sql.grammar.HeadraceParserConstants;
import dev.headrace.sql.grammar.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** COPY, with its options in parentheses or as before PostgreSQL 9.0. */
final class CopyParser implements HeadraceParserConstants {
  private final TokenCursor tokens;
  private final Supplier<ParsedStatement> statement;
  private final Set<String> seen = new HashSet<>();

  private Format format = Format.TEXT;
  private Header header = Header.NONE;
  private @Nullable String delimiter;
  private @Nullable String nullText;
  private @Nullable String quote;
  private @Nullable String escape;
  private @Nullable String encoding;
  private List<String> forceQuote = List.of();
  private boolean forceQuoteAll;
  private List<String> forceNotNull = List.of();
  private List<String> forceNull = List.of();

  /**
   * @param statement parses a statement, for COPY (query)
   */
  CopyParser(TokenCursor tokens, Supplier<ParsedStatement> statement) {
    this.tokens = tokens;
    this.statement = statement;
  }

  Statement copy() {
    tokens.expect("copy");
    if (tokens.at("binary") && tokens.peek(2).kind != LPAREN && !isDirection(tokens.peek(2))) {
      once("format", tokens.next());
      format = Format.BINARY;
    }
    Optional<String> table = Optional.empty();
    Optional<ParsedStatement> query = Optional.empty();
    List<String> columns = List.of();
    if (tokens.accept(LPAREN)) {
      query = Optional.of(statement.get());
      tokens.expect(RPAREN);
    } else {
      table = Optional.of(tokens.dottedName());
      columns = tokens.at(LPAREN) ? tokens.parenthesizedNames() : List.of();
    }
    boolean from = query.isEmpty() && tokens.accept("from");
    if (!from) {
      tokens.expect("to");
    }
    Optional<String> file = file();
    legacyDelimiters();
    tokens.accept("with");
    options();
    Optional<ParsedExpression> where = Optional.empty();
    if (from && tokens.accept("where")) {
      where = Optional.of(tokens.expression());
    }
    return new Statement.Copy(table, columns, query, from, file, checked(from), where);
  }

  private static boolean isDirection(Token token) {
    String word = TokenCursor.word(token);
    return word.equals("from") || word.equals("to");
  }

  private Optional<String> file() {
    if (tokens.at("program")) {
      throw tokens.unsupported("COPY with PROGRAM", tokens.peek());
    }
    if (tokens.atString()) {
      return Optional.of(tokens.string());
    }
    // PostgreSQL takes either word in either direction
    if (!tokens.accept("stdin") && !tokens.accept("stdout")) {
      throw tokens.syntaxError();
    }
    return Optional.empty();
  }

  private void legacyDelimiters() {
    tokens.accept("using");
    Token at = tokens.peek();
    if (tokens.accept("delimiters")) {
      once("delimiter", at);
      delimiter = tokens.string();
    }
  }

  private void options() {
    if (tokens.accept(LPAREN)) {
      do {
        option();
      } while (tokens.accept(COMMA));
      tokens.expect(RPAREN);
      return;
    }
    while (legacyOption()) {
      // the next
    }
  }

  private void option() {
    Token at = tokens.peek();
    String name = TokenCursor.word(tokens.next());
    once(name, at);
    switch (name) {
      case "format" -> format = format(at);
      case "freeze" -> truth(at);
      case "delimiter" -> delimiter = value();
      case "null" -> nullText = value();
      case "header" -> header = header(at);
      case "quote" -> quote = value();
      case "escape" -> escape = value();
      case "encoding" -> encoding = value();
      case "force_quote" -> forceQuote();
      case "force_not_null" -> forceNotNull = tokens.parenthesizedNames();
      case "force_null" -> forceNull = tokens.parenthesizedNames();
      case "" -> throw tokens.syntaxError(at);
      default ->
          throw error(
              ErrorCode.SYNTAX_ERROR, "option " + SqlException.quote(name) + " not recognized", at);
    }
  }

  private boolean legacyOption() {
    Token at = tokens.peek();
    String name = TokenCursor.word(at);
    switch (name) {
      case "binary" -> {
        once("format", tokens.next());
        format = Format.BINARY;
      }
      case "csv" -> {
        once("format", tokens.next());
        format = Format.CSV;
      }
      case "freeze" -> once(name, tokens.next());
      case "header" -> {
        once(name, tokens.next());
        header = Header.PRESENT;
      }
      case "delimiter", "null", "quote", "escape", "encoding" -> {
        once(name, tokens.next());
        tokens.accept("as");
        legacyValue(name, tokens.string());
      }
      case "force" -> {
        tokens.next();
        legacyForce(at);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void legacyValue(String name, String value) {
    switch (name) {
      case "delimiter" -> delimiter = value;
      case "null" -> nullText = value;
      case "quote" -> quote = value;
      case "escape" -> escape = value;
      default -> encoding = value;
    }
  }

  private void legacyForce(Token at) {
    if (tokens.accept("quote")) {
      once("force_quote", at);
      if (tokens.accept(STAR)) {
        forceQuoteAll = true;
      } else {
        forceQuote = names();
      }
    } else if (tokens.accept("not", "null")) {
      once("force_not_null", at);
      forceNotNull = names();
    } else {
      tokens.expect("null");
      once("force_null", at);
      forceNull = names();
    }
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    do {
      names.add(tokens.name());
    } while (tokens.accept(COMMA));
    return names;
  }

  private void once(String option, Token at) {
    if (!seen.add(option)) {
      throw error(ErrorCode.SYNTAX_ERROR, "conflicting or redundant options", at);
    }
  }

  private SqlException error(ErrorCode code, String message, Token at) {
    return new SqlException(code, message).withPosition(tokens.source().position(tokens.start(at)));
  }

  private String value() {
    return Options.value(tokens);
  }

  private Format format(Token at) {
    String value = value();
    return switch (value) {
      case "text" -> Format.TEXT;
      case "csv" -> Format.CSV;
      case "binary" -> Format.BINARY;
      default ->
          throw error(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "COPY format " + SqlException.quote(value) + " not recognized",
              at);
    };
  }

  private boolean truth(Token at) {
    if (tokens.at(COMMA) || tokens.at(RPAREN)) {
      return true;
    }
    return switch (value().toLowerCase(Locale.ROOT)) {
      case "true", "on", "1" -> true;
      case "false", "off", "0" -> false;
      default ->
          throw new SqlException(
              ErrorCode.SYNTAX_ERROR,
              TokenCursor.word(at)
                  + " requires a Boolean value"
                  + (TokenCursor.word(at).equals("header") ? " or \"match\"" : ""));
    };
  }

  private Header header(Token at) {
    if (tokens.at("match")) {
      tokens.next();
      return Header.MATCH;
    }
    return truth(at) ? Header.PRESENT : Header.NONE;
  }

  private void forceQuote() {
    if (tokens.accept(STAR)) {
      forceQuoteAll = true;
    } else {
      forceQuote = tokens.parenthesizedNames();
    }
  }

  private CopyOptions checked(boolean from) {
    boolean csv = format == Format.CSV;
    boolean binary = format == Format.BINARY;
    refuse(
        binary && delimiter != null,
        ErrorCode.SYNTAX_ERROR,
        "cannot specify DELIMITER in BINARY mode");
    refuse(
        binary && nullText != null, ErrorCode.SYNTAX_ERROR, "cannot specify NULL in BINARY mode");
    refuse(binary && header != Header.NONE, "cannot specify HEADER in BINARY mode");
    String delimiterText = delimiter == null ? csv ? "," : "\t" : delimiter;
    String nulls = nullText == null ? csv ? "" : "\\N" : nullText;
    oneByte(delimiterText, "COPY delimiter must be a single one-byte character");
    refuse(
        delimiterText.equals("\n") || delimiterText.equals("\r"),
        ErrorCode.INVALID_PARAMETER_VALUE,
        "COPY delimiter cannot be newline or carriage return");
    refuse(
        nulls.indexOf('\n') >= 0 || nulls.indexOf('\r') >= 0,
        ErrorCode.INVALID_PARAMETER_VALUE,
        "COPY null representation cannot use newline or carriage return");
    refuse(
        !csv && "\\.abcdefghijklmnopqrstuvwxyz0123456789".contains(delimiterText),
        ErrorCode.INVALID_PARAMETER_VALUE,
        "COPY delimiter cannot be " + SqlException.quote(delimiterText));
    refuse(!csv && quote != null, "COPY quote available only in CSV mode");
    refuse(!csv && escape != null, "COPY escape available only in CSV mode");
    String quoteText = quote == null ? "\"" : quote;
    String escapeText = escape == null ? quoteText : escape;
    oneByte(quoteText, "COPY quote must be a single one-byte character");
    oneByte(escapeText, "COPY escape must be a single one-byte character");
    refuse(
        csv && delimiterText.equals(quoteText),
        ErrorCode.INVALID_PARAMETER_VALUE,
        "COPY delimiter and quote must be different");
    checkForced(from, csv);
    refuse(
        nulls.contains(delimiterText), "COPY delimiter must not appear in the NULL specification");
    refuse(
        csv && nulls.contains(quoteText),
        "CSV quote character must not appear in the NULL specification");
    if (header == Header.MATCH && !from) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "cannot use \"match\" with HEADER in COPY TO");
    }
    return new CopyOptions(
        format,
        delimiterText.charAt(0),
        nulls,
        header,
        quoteText.charAt(0),
        escapeText.charAt(0),
        forceQuote,
        forceQuoteAll,
        forceNotNull,
        forceNull,
        Optional.ofNullable(encoding));
  }

  private void checkForced(boolean from, boolean csv) {
    boolean quoted = forceQuoteAll || !forceQuote.isEmpty();
    refuse(!csv && quoted, "COPY force quote available only in CSV mode");
    refuse(from && quoted, "COPY force quote only available using COPY TO");
    refuse(!csv && !forceNotNull.isEmpty(), "COPY force not null available only in CSV mode");
    refuse(!from && !forceNotNull.isEmpty(), "COPY force not null only available using COPY FROM");
    refuse(!csv && !forceNull.isEmpty(), "COPY force null available only in CSV mode");
    refuse(!from && !forceNull.isEmpty(), "COPY force null only available using COPY FROM");
  }

  private void oneByte(String text, String message) {
    refuse(text.length() != 1 || text.charAt(0) > 127, message);
  }

  private void refuse(boolean wrong, String message) {
    refuse(wrong, ErrorCode.FEATURE_NOT_SUPPORTED, message);
  }

  private void refuse(boolean wrong, ErrorCode code, String message) {
    if (wrong) {
      throw new SqlException(code, message);
    }
  }
}
