package dev.headrace.sql;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.sql.grammar.HeadraceParser;
import dev.headrace.sql.grammar.HeadraceParserConstants;
import dev.headrace.sql.grammar.ParseException;
import dev.headrace.sql.grammar.Parsers;
import dev.headrace.sql.grammar.PostgresTokens;
import dev.headrace.sql.grammar.Token;
import dev.headrace.sql.grammar.TokenMgrError;
import dev.headrace.sql.grammar.UnsupportedSyntax;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Reads tokens one by one, and whole queries and expressions through the generated parser. Words
 * are compared in lower case, so that no word outside queries needs to be a keyword.
 */
final class TokenCursor implements HeadraceParserConstants {
  private static final Pattern LEXICAL_ERROR = Pattern.compile("line (\\d+), column (\\d+)");

  private static final BitSet OPERATORS = new BitSet();

  static {
    int[] kinds = {
      PLUS,
      MINUS,
      STAR,
      SLASH,
      PERCENT_REMAINDER,
      CONCAT,
      EQ,
      NE,
      NE2,
      LT,
      LE,
      GT,
      GE,
      AND,
      OR,
      LIKE,
      ILIKE,
      BETWEEN,
      IN,
      IS,
      NOT,
      INFIX_CAST,
      CARET,
      COMMA,
      LAMBDA,
      JSON_TEXT,
      DOT
    };
    for (int kind : kinds) {
      OPERATORS.set(kind);
    }
  }

  private final SourceText source;
  private final HeadraceParser parser;

  TokenCursor(SourceText source) {
    this.source = source;
    this.parser = Parsers.of(NestedComments.flattened(source.text()));
  }

  /** What the generated parser does in one go. */
  private interface Production<T> {
    T parse() throws ParseException;
  }

  private <T> T run(Production<T> production) {
    try {
      return production.parse();
    } catch (ParseException e) {
      throw syntaxError(culprit(e.currentToken == null ? peek() : e.currentToken.next));
    } catch (TokenMgrError e) {
      throw lexicalError(e);
    } catch (UnsupportedSyntax e) {
      SqlException error = source.error(codeOf(e.sqlState()), message(e), e.place());
      throw e.hint().isEmpty() ? error : error.withHint(e.hint());
    } catch (CalciteContextException e) {
      int index = source.index(e.getPosLine(), e.getPosColumn());
      throw syntaxErrorAt(index, nearby(index));
    } catch (StackOverflowError _) {
      throw tooDeep();
    }
  }

  /**
   * The token that is wrong. The parser looks ahead, so that it stops before an operator or the
   * first word of a clause when what follows that is wrong.
   */
  private Token culprit(Token stopped) {
    Token at = stopped;
    while (at.next != null && isBeforeCulprit(at.kind, at.next)) {
      at = at.next;
    }
    return at;
  }

  private static boolean isBeforeCulprit(int kind, Token next) {
    if (OPERATORS.get(kind)) {
      return true;
    }
    boolean ends = next.kind == EOF || next.kind == SEMICOLON || next.kind == RPAREN;
    return switch (kind) {
      case FROM, COMMA -> ends || PostgresTokens.keyword(next) != null;
      case WHERE, HAVING, ON, SELECT, BY, LIMIT, OFFSET, JOIN -> ends;
      case GROUP, ORDER -> next.kind != BY;
      case VALUES -> next.kind != LPAREN;
      default -> false;
    };
  }

  private SqlException tooDeep() {
    return new SqlException(ErrorCode.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded")
        .withHint("Nest the statement less deeply.");
  }

  private static ErrorCode codeOf(String sqlState) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.sqlState().equals(sqlState)) {
        return code;
      }
    }
    throw new IllegalArgumentException(sqlState);
  }

  private String message(UnsupportedSyntax e) {
    String message = String.valueOf(e.getMessage());
    int start = source.start(e.place());
    if (message.startsWith("unterminated ")) {
      return message + " at or near " + SqlException.quote(source.text().substring(start));
    }
    return message.equals("syntax error")
        ? message
            + " at or near "
            + SqlException.quote(source.text().substring(start, source.end(e.place())))
        : message;
  }

  private SqlException lexicalError(TokenMgrError e) {
    Matcher place = LEXICAL_ERROR.matcher(String.valueOf(e.getMessage()));
    int index =
        place.find()
            ? source.index(Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)))
            : source.text().length();
    return syntaxErrorAt(index, nearby(index));
  }

  private String nearby(int index) {
    String rest = source.text().substring(index).strip();
    int end = 0;
    while (end < rest.length() && Character.isJavaIdentifierPart(rest.charAt(end))) {
      end++;
    }
    return rest.isEmpty() ? "" : rest.substring(0, Math.max(1, end));
  }

  private SqlException syntaxErrorAt(int index, String near) {
    String message =
        near.isEmpty()
            ? "syntax error at end of input"
            : "syntax error at or near " + SqlException.quote(near);
    return new SqlException(ErrorCode.SYNTAX_ERROR, message).withPosition(source.position(index));
  }

  SqlException syntaxError(Token token) {
    return token.kind == EOF
        ? syntaxErrorAt(source.text().length(), "")
        : syntaxErrorAt(start(token), source.text().substring(start(token), end(token)));
  }

  /** The next token is wrong. */
  SqlException syntaxError() {
    return syntaxError(peek());
  }

  /** A query or expression ended, and the statement does not end or go on. */
  SqlException syntaxErrorBehindExpression() {
    Token next = peek();
    if (next.kind != EOF) {
      peek(2);
    }
    return syntaxError(culprit(next));
  }

  SqlException unsupported(String feature, Token token) {
    return new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, feature + " is not supported")
        .withPosition(source.position(start(token)));
  }

  int start(Token token) {
    return source.index(token.beginLine, token.beginColumn);
  }

  int end(Token token) {
    return Math.min(source.text().length(), source.index(token.endLine, token.endColumn) + 1);
  }

  /** Index behind the last token that was read. */
  int lastEnd() {
    return end(parser.token);
  }

  SqlParserPos place(Token token) {
    return new SqlParserPos(token.beginLine, token.beginColumn, token.endLine, token.endColumn);
  }

  Token peek() {
    return peek(1);
  }

  Token peek(int distance) {
    return run(() -> parser.getToken(distance));
  }

  Token next() {
    return run(parser::getNextToken);
  }

  boolean at(int kind) {
    return peek().kind == kind;
  }

  boolean accept(int kind) {
    return at(kind) && next() != null;
  }

  void expect(int kind) {
    if (!accept(kind)) {
      throw syntaxError();
    }
  }

  /** An identifier or keyword in lower case; empty for anything else. */
  static String word(Token token) {
    String keyword = PostgresTokens.keyword(token);
    if (keyword != null) {
      return keyword;
    }
    return isIdentifier(token) ? token.image.toLowerCase(Locale.ROOT) : "";
  }

  private static boolean isIdentifier(Token token) {
    return token.kind == IDENTIFIER || token.kind == TYPE_OF_LITERAL;
  }

  boolean at(String... words) {
    for (int i = 0; i < words.length; i++) {
      if (!word(peek(i + 1)).equals(words[i])) {
        return false;
      }
    }
    return true;
  }

  boolean accept(String... words) {
    if (!at(words)) {
      return false;
    }
    for (int i = 0; i < words.length; i++) {
      next();
    }
    return true;
  }

  void expect(String... words) {
    for (String word : words) {
      if (!accept(word)) {
        throw syntaxError();
      }
    }
  }

  boolean atName() {
    return isIdentifier(peek()) || at(QUOTED_IDENTIFIER);
  }

  SqlIdentifier identifier() {
    Token token = peek();
    if (!atName()) {
      throw syntaxError();
    }
    next();
    boolean quoted = token.kind == QUOTED_IDENTIFIER;
    String name =
        quoted
            ? token.image.substring(1, token.image.length() - 1).replace("\"\"", "\"")
            : token.image.toLowerCase(Locale.ROOT);
    return new SqlIdentifier(name, place(token));
  }

  String name() {
    return identifier().getSimple();
  }

  SqlIdentifier dottedIdentifier() {
    SqlIdentifier identifier = identifier();
    while (accept(DOT)) {
      SqlIdentifier part = identifier();
      List<String> names = new ArrayList<>(identifier.names);
      names.add(part.getSimple());
      identifier =
          new SqlIdentifier(names, identifier.getParserPosition().plus(part.getParserPosition()));
    }
    return identifier;
  }

  String dottedName() {
    return ObjectName.of(dottedIdentifier().names);
  }

  List<String> dottedNames() {
    List<String> names = new ArrayList<>();
    do {
      names.add(dottedName());
    } while (accept(COMMA));
    return names;
  }

  /** A table's name; ONLY before it, or a star behind it, means nothing where none inherits. */
  SqlIdentifier tableIdentifier() {
    boolean only = accept("only");
    boolean parenthesized = only && accept(LPAREN);
    SqlIdentifier table = dottedIdentifier();
    if (parenthesized) {
      expect(RPAREN);
    } else if (!only) {
      accept(STAR);
    }
    return table;
  }

  String tableName() {
    return ObjectName.of(tableIdentifier().names);
  }

  List<String> tableNames() {
    List<String> names = new ArrayList<>();
    do {
      names.add(tableName());
    } while (accept(COMMA));
    return names;
  }

  List<SqlIdentifier> parenthesizedIdentifiers() {
    List<SqlIdentifier> names = new ArrayList<>();
    expect(LPAREN);
    do {
      names.add(identifier());
    } while (accept(COMMA));
    expect(RPAREN);
    return names;
  }

  List<String> parenthesizedNames() {
    return parenthesizedIdentifiers().stream().map(SqlIdentifier::getSimple).toList();
  }

  /** An integer with an optional sign. */
  long integer() {
    boolean negative = accept(MINUS);
    if (!negative) {
      accept(PLUS);
    }
    Token token = peek();
    if (token.kind != UNSIGNED_INTEGER_LITERAL) {
      throw syntaxError();
    }
    next();
    BigInteger value = new BigInteger(negative ? "-" + token.image : token.image);
    if (value.bitLength() >= Long.SIZE) {
      throw new SqlException(
              ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
              "value " + SqlException.quote(value.toString()) + " is out of range for type bigint")
          .withPosition(source.position(start(token)));
    }
    return value.longValue();
  }

  /** A string in quotes. */
  String string() {
    if (!atString()) {
      throw syntaxError();
    }
    return stringValue(next());
  }

  boolean atString() {
    return at(QUOTED_STRING);
  }

  /** RESTRICT, CASCADE or nothing; whether it is CASCADE. */
  boolean cascade() {
    boolean cascade = accept("cascade");
    if (!cascade) {
      accept("restrict");
    }
    return cascade;
  }

  boolean ifExists() {
    return accept("if", "exists");
  }

  boolean ifNotExists() {
    return accept("if", "not", "exists");
  }

  SqlNode queryNode() {
    return run(parser::QueryOfStatement);
  }

  ParsedQuery query() {
    return new ParsedQuery(queryNode(), source);
  }

  /** A WITH clause without the statement it is for. */
  SqlNodeList withList() {
    return run(parser::WithOfStatement);
  }

  SqlNode expressionNode() {
    return run(parser::ExpressionOfStatement);
  }

  ParsedExpression expression() {
    int start = start(peek());
    SqlNode node = expressionNode();
    return new ParsedExpression(node, source, source.text().substring(start, lastEnd()), start);
  }

  /** A column, a call of a function, or an expression in parentheses. */
  SqlNode indexNode() {
    return run(parser::AtomOfStatement);
  }

  ParsedExpression indexExpression() {
    int start = start(peek());
    SqlNode node = indexNode();
    return new ParsedExpression(node, source, source.text().substring(start, lastEnd()), start);
  }

  ParsedExpression parenthesizedExpression() {
    expect(LPAREN);
    ParsedExpression expression = expression();
    expect(RPAREN);
    return expression;
  }

  SqlDataTypeSpec type() {
    return run(parser::DataType);
  }

  SqlNode fromClause() {
    return run(parser::FromClause);
  }

  void selectItems(List<SqlNode> items) {
    run(
        () -> {
          parser.AddSelectItem(items);
          return items;
        });
  }

  SourceText source() {
    return source;
  }

  /** The value of a string token. */
  static String stringValue(Token token) {
    String image = token.image;
    return image.substring(1, image.length() - 1).replace("''", "'");
  }
}
