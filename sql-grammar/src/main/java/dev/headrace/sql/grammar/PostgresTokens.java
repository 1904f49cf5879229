package dev.headrace.sql.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Calcite's lexer with PostgreSQL's idea of a keyword.
 *
 * <p>Calcite reserves some 400 words that PostgreSQL allows as names of columns ({@code date},
 * {@code year}, {@code rank}, {@code value}, {@code result}). Here a word stays a keyword if
 * PostgreSQL reserves it, or if its neighbours show that it is meant as one ({@code EXTRACT} before
 * a parenthesis, {@code OVER} after one); every other word becomes an identifier. Type names of
 * several words become one identifier ({@code timestamp with time zone} reads {@code timestamptz}),
 * and a name before a string becomes the type of a literal.
 */
public final class PostgresTokens extends HeadraceParserTokenManager
    implements HeadraceParserConstants {

  /** Parentheses, brackets and CASEs within one another. */
  public static final int MAX_DEPTH = 500;

  /** Operators beside one another in an expression, or set operators beside one another. */
  public static final int MAX_OPERATORS = 5_000;

  /** Parts of a name. */
  private static final int MAX_DOTS = 100;

  /** Characters of a number: PostgreSQL's digits before and after the point, and some more. */
  private static final int MAX_NUMBER = 131_072 + 16_384;

  /** The lexer's tokens that make the longest operator, {@code !~~*}. */
  private static final int MAX_OPERATOR_TOKENS = 4;

  private static final Set<String> INTERVAL_FIELDS =
      Set.of("year", "month", "day", "hour", "minute", "second");

  /**
   * Bytes that a token comes to while its statement is parsed and planned; measured: 100 to 140.
   */
  private static final int BYTES_PER_TOKEN = 160;

  /** Half of the heap for one text: beyond, it would make the server collect garbage and fail. */
  private static final long MAX_TOKENS = Runtime.getRuntime().maxMemory() / 2 / BYTES_PER_TOKEN;

  private final ArrayDeque<Token> ahead = new ArrayDeque<>();
  private int previous = EOF;
  private int depth;

  /** Operators of the expression at each depth: the parser's work grows with their square. */
  private final int[] operators = new int[MAX_DEPTH + 1];

  private final int[] setOperators = new int[MAX_DEPTH + 1];
  private int dots;
  // of the parentheses behind the last OFFSET
  private int offsetDepth;
  private long tokens;

  private final StringConstants strings;
  private final WordPlaces places = new WordPlaces();

  public PostgresTokens(String text) {
    this(new TextStream(text));
  }

  private PostgresTokens(TextStream stream) {
    super(stream, DQID);
    strings = new StringConstants(stream);
  }

  /** Whether a word after the string of an interval literal is its field. */
  static boolean isIntervalField(String typeName, Token next) {
    return next.kind == IDENTIFIER
        && typeName.equals("interval")
        && INTERVAL_FIELDS.contains(next.image.toLowerCase(Locale.ROOT));
  }

  @Override
  public Token getNextToken() {
    Token token = ahead.isEmpty() ? read() : ahead.removeFirst();
    if (++tokens > MAX_TOKENS) {
      throw new UnsupportedSyntax(
          "statement is too large for the server's memory", "53200", place(token));
    }
    countDepth(token);
    if (token.kind == QUOTED_STRING && previous == QUOTED_STRING) {
      // beside one another in one line
      throw new UnsupportedSyntax("syntax error", "42601", place(token));
    }
    if (Keywords.WORDS.get(token.kind) || token.kind == IDENTIFIER) {
      word(token);
    }
    if (token.kind == TILDE || token.kind == NEGATE) {
      takeLikeOperator(token);
    }
    if (token.kind == OLD_ARGUMENT_ASSIGNMENT) {
      token.kind = NAMED_ARGUMENT_ASSIGNMENT;
    }
    previous = token.kind;
    places.passed(token.kind, depth);
    return token;
  }

  private Token read() {
    return strings.complete(super.getNextToken());
  }

  private void countDepth(Token token) {
    switch (token.kind) {
      case LPAREN, LBRACKET, CASE -> depth++;
      case RPAREN, RBRACKET, END -> depth = Math.max(0, depth - 1);
      case ROW, ROWS -> {}
      default -> offsetDepth = depth < offsetDepth ? 0 : offsetDepth;
    }
    if (token.kind == LPAREN && previous == OFFSET) {
      offsetDepth = depth;
    }
    if (depth > MAX_DEPTH) {
      throw new UnsupportedSyntax("expression is nested too deeply", "54001", place(token));
    }
    countOperators(token);
    countSetOperators(token);
    switch (token.kind) {
      case DOT -> {
        if (++dots > MAX_DOTS) {
          throw new UnsupportedSyntax(
              "improper qualified name (too many dotted names)", "42601", place(token));
        }
      }
      case UNSIGNED_INTEGER_LITERAL, DECIMAL_NUMERIC_LITERAL, APPROX_NUMERIC_LITERAL -> {
        if (token.image.length() > MAX_NUMBER) {
          throw new UnsupportedSyntax("value overflows numeric format", "22003", place(token));
        }
      }
      default -> dots = previous == DOT ? dots : 0;
    }
  }

  private void countSetOperators(Token token) {
    switch (token.kind) {
      case LPAREN, SEMICOLON -> setOperators[depth] = 0;
      case UNION, EXCEPT, INTERSECT -> setOperators[depth]++;
      default -> {}
    }
    if (setOperators[depth] > MAX_OPERATORS) {
      throw new UnsupportedSyntax("query has too many set operators", "54001", place(token));
    }
  }

  private void countOperators(Token token) {
    switch (token.kind) {
      case LPAREN, LBRACKET, CASE, COMMA, SEMICOLON, SELECT, FROM, WHERE -> operators[depth] = 0;
      default -> operators[depth] += Keywords.OPERATORS.get(token.kind) ? 1 : 0;
    }
    if (operators[depth] > MAX_OPERATORS) {
      throw new UnsupportedSyntax("expression has too many operators", "54001", place(token));
    }
  }

  private void word(Token token) {
    if (token.kind != IDENTIFIER
        && places.mayBeName(token.kind)
        && places.isName(token.kind, peek(1), depth)) {
      token.kind = IDENTIFIER;
      return;
    }
    if (mergeTypeName(token)) {
      return;
    }
    if (token.kind == AT && peek(1).kind == TIME && peek(2).kind == ZONE) {
      Token zone = drop(2);
      merge(token, zone, AT_TIME_ZONE, token.image);
      return;
    }
    if (token.kind == EXTRACT && peek(1).kind == LPAREN) {
      token.kind = EXTRACT_CALL;
      return;
    }
    if (token.kind == ROWS && peek(1).kind == FROM && peek(2).kind == LPAREN && startsTable()) {
      merge(token, drop(1), ROWS_FROM, "rows from");
      return;
    }
    if (takeQualifiedOperator(token)) {
      return;
    }
    if (token.image.equalsIgnoreCase("variadic") && (previous == LPAREN || previous == COMMA)) {
      token.kind = VARIADIC_ARGUMENT;
      return;
    }
    if (token.kind == AS) {
      dropMaterialized();
    }
    if (isQuantifierOfPatterns(token.kind) && Keywords.BEGINS_QUERY.get(peek(2).kind)) {
      // the binder tells from the text which of them it is
      token.kind = ARRAY;
      return;
    }
    boolean keyword = token.kind != IDENTIFIER && isKeyword(token.kind);
    if (!keyword) {
      if (places.mayBeAlias(depth) && places.isRefusedAlias(token, peek(1))) {
        throw new UnsupportedSyntax(
            "syntax error at or near \"" + token.image + "\"", "42601", place(token));
      }
      token.kind = nameKind();
      takeModifiers(token);
    }
  }

  /** {@code timestamp(0) '2024-02-29 12:30:00'}: makes the modifiers part of the type's name. */
  private void takeModifiers(Token token) {
    if (token.kind != IDENTIFIER
        || peek(1).kind != LPAREN
        || peek(2).kind != UNSIGNED_INTEGER_LITERAL) {
      return;
    }
    int end = peek(3).kind == COMMA && peek(4).kind == UNSIGNED_INTEGER_LITERAL ? 5 : 3;
    if (peek(end).kind == RPAREN && isTypeOfLiteral(end + 1)) {
      String second = end == 5 ? "," + peek(4).image : "";
      String image = token.image + "(" + peek(2).image + second + ")";
      merge(token, drop(end), TYPE_OF_LITERAL, image);
    }
  }

  /** {@code x OPERATOR(pg_catalog.~) y} is {@code x ~ y}: takes away all but the operator. */
  private boolean takeQualifiedOperator(Token token) {
    boolean isTable = previous == TABLE || previous == INTO;
    if (isTable || !token.image.equalsIgnoreCase("operator") || peek(1).kind != LPAREN) {
      return false;
    }
    int first = peek(3).kind == DOT ? 4 : 2;
    int end = first + 1;
    while (peek(end).kind != RPAREN && end < first + MAX_OPERATOR_TOKENS) {
      end++;
    }
    if (peek(end).kind != RPAREN) {
      return false;
    }
    Token operator = drop(first);
    List<Token> rest = new ArrayList<>();
    for (int i = first + 1; i < end; i++) {
      rest.add(drop(1));
    }
    drop(1);
    rest.reversed().forEach(ahead::addFirst);
    return merge(token, operator, operator.kind, operator.image);
  }

  /** {@code ~~}, {@code ~~*} and {@code !~~} are how PostgreSQL itself writes LIKE, ILIKE, NOT. */
  private void takeLikeOperator(Token token) {
    if (token.kind == NEGATE) {
      if (isBeside(token, peek(1), TILDE) && isBeside(peek(1), peek(2), TILDE)) {
        token.kind = NOT;
      }
    } else if (isBeside(token, peek(1), TILDE)) {
      Token second = drop(1);
      boolean ignoringCase = isBeside(second, peek(1), STAR);
      merge(token, ignoringCase ? drop(1) : second, ignoringCase ? ILIKE : LIKE, "~~");
    }
  }

  private static boolean isBeside(Token token, Token next, int kind) {
    return next.kind == kind
        && next.beginLine == token.endLine
        && next.beginColumn == token.endColumn + 1;
  }

  /** {@code WITH x AS [NOT] MATERIALIZED (...)}: how it is computed is not for the query to say. */
  private void dropMaterialized() {
    int word = peek(1).kind == NOT ? 2 : 1;
    if (peek(word).image.equalsIgnoreCase("materialized") && peek(word + 1).kind == LPAREN) {
      drop(word);
    }
  }

  private boolean isTypeOfLiteral() {
    return isTypeOfLiteral(1);
  }

  private boolean isTypeOfLiteral(int distance) {
    return peek(distance).kind == QUOTED_STRING
        && previous != AS
        && !Keywords.NEVER_BEFORE_STRING.get(previous);
  }

  private boolean isKeyword(int kind) {
    if (previous == DOT || previous == AS && isLabel(kind) || isQuantifierOfPatterns(kind)) {
      return false;
    }
    if (kind == LEFT || kind == RIGHT) {
      return peek(1).kind != LPAREN;
    }
    if (Keywords.RESERVED.get(kind)) {
      return true;
    }
    if (Keywords.SPECIAL_FUNCTIONS.get(kind) && peek(1).kind == LPAREN) {
      return true;
    }
    return switch (kind) {
      case ARRAY -> peek(1).kind == LBRACKET || (peek(1).kind == LPAREN && previous != DOT);
      case ESCAPE -> peek(1).kind == QUOTED_STRING || peek(1).kind == NUMBERED_PARAMETER;
      case OVER -> previous == RPAREN;
      case FILTER -> previous == RPAREN && peek(1).kind == LPAREN;
      case OVERLAPS -> previous == RPAREN && (peek(1).kind == LPAREN || peek(1).kind == ROW);
      case WITHIN -> previous == RPAREN && peek(1).kind == GROUP;
      case NULLS -> peek(1).kind == FIRST || peek(1).kind == LAST;
      case FIRST, LAST -> previous == NULLS || previous == FETCH;
      case NEXT -> previous == FETCH;
      case UNKNOWN -> previous == IS || previous == NOT;
      case RECURSIVE, ORDINALITY -> previous == WITH;
      case GROUPING -> peek(1).kind == SETS;
      case SETS -> previous == GROUPING;
      case ROW, ROWS ->
          peek(1).kind == ONLY
              || (peek(1).kind == WITH && peek(2).kind == TIES)
              || previous == UNSIGNED_INTEGER_LITERAL
              || previous == NUMBERED_PARAMETER
              || (previous == RPAREN && depth == offsetDepth - 1)
              || previous == CURRENT
              || startsFrame();
      case RANGE, GROUPS -> startsFrame();
      case EXCLUDE -> isExclusion();
      case NO -> previous == EXCLUDE;
      case TIES -> previous == EXCLUDE || previous == WITH;
      case OTHERS -> previous == NO;
      case PARTITION -> peek(1).kind == BY;
      case CURRENT -> peek(1).kind == ROW;
      case UNBOUNDED -> peek(1).kind == PRECEDING || peek(1).kind == FOLLOWING;
      case PRECEDING, FOLLOWING -> previous != DOT && previous != COMMA && previous != SELECT;
      default -> false;
    };
  }

  /**
   * {@code x LIKE ANY (array)}, {@code x ~* ALL (array)}: the parser takes it for a function's
   * call, and one of a query for an array of its rows.
   */
  private boolean isQuantifierOfPatterns(int kind) {
    return (kind == ANY || kind == SOME || kind == ALL)
        && (previous == LIKE || previous == ILIKE || previous == TILDE || previous == STAR)
        && peek(1).kind == LPAREN;
  }

  /** Behind AS any word is a label, unless it begins what AS introduces. */
  private boolean isLabel(int kind) {
    return switch (kind) {
      case SELECT, VALUES, WITH, TABLE, INSERT, UPDATE, DELETE ->
          switch (peek(1).kind) {
            case COMMA, RPAREN, SEMICOLON, EOF -> true;
            case FROM -> kind != DELETE;
            default -> false;
          };
      case ARRAY, ROW -> peek(1).kind != LBRACKET && peek(1).kind != LPAREN;
      case LEFT, RIGHT -> true;
      default -> Keywords.RESERVED.get(kind);
    };
  }

  private boolean isExclusion() {
    int next = peek(1).kind;
    int second = peek(2).kind;
    return (next == CURRENT && second == ROW)
        || next == GROUP
        || next == TIES
        || (next == NO && second == OTHERS);
  }

  private boolean startsTable() {
    return previous == FROM || previous == COMMA || previous == JOIN || previous == LATERAL;
  }

  private boolean startsFrame() {
    int next = peek(1).kind;
    return next == BETWEEN
        || next == UNSIGNED_INTEGER_LITERAL
        || next == DECIMAL_NUMERIC_LITERAL
        || next == NUMBERED_PARAMETER
        || (next == INTERVAL && peek(2).kind == QUOTED_STRING)
        || (next == QUOTED_STRING && peek(2).kind == PRECEDING)
        || (next == UNBOUNDED && peek(2).kind == PRECEDING)
        || (next == CURRENT && peek(2).kind == ROW);
  }

  /** Makes one identifier of a type name of several words; its modifiers stay behind it. */
  private boolean mergeTypeName(Token token) {
    switch (token.kind) {
      case DOUBLE -> {
        return peek(1).kind == PRECISION && merge(token, drop(1), nameKind(), "float8");
      }
      case CHARACTER, CHAR -> {
        return peek(1).kind == VARYING && merge(token, drop(1), nameKind(), "varchar");
      }
      case TIME, TIMESTAMP -> {
        return mergeTimeZone(token);
      }
      default -> {
        return false;
      }
    }
  }

  private boolean mergeTimeZone(Token token) {
    int at = peek(1).kind == LPAREN && peek(3).kind == RPAREN ? 4 : 1;
    int with = peek(at).kind;
    if ((with != WITH && with != WITHOUT)
        || peek(at + 1).kind != TIME
        || peek(at + 2).kind != ZONE) {
      return false;
    }
    List<Token> modifiers = new ArrayList<>();
    for (int i = 1; i < at; i++) {
      modifiers.add(ahead.removeFirst());
    }
    Token zone = drop(3);
    for (int i = modifiers.size() - 1; i >= 0; i--) {
      ahead.addFirst(modifiers.get(i));
    }
    String name = (token.kind == TIME ? "time" : "timestamp") + (with == WITH ? "tz" : "");
    merge(token, zone, nameKind(), name);
    takeModifiers(token);
    return true;
  }

  private int nameKind() {
    return isTypeOfLiteral() ? TYPE_OF_LITERAL : IDENTIFIER;
  }

  private static boolean merge(Token token, Token last, int kind, String image) {
    token.kind = kind;
    token.image = image;
    token.endLine = last.endLine;
    token.endColumn = last.endColumn;
    return true;
  }

  private Token peek(int distance) {
    while (ahead.size() < distance) {
      ahead.addLast(read());
    }
    int i = 1;
    for (Token token : ahead) {
      if (i++ == distance) {
        return token;
      }
    }
    throw new IllegalStateException("no token " + distance);
  }

  private Token drop(int count) {
    Token last = ahead.removeFirst();
    for (int i = 1; i < count; i++) {
      last = ahead.removeFirst();
    }
    return last;
  }

  private static SqlParserPos place(Token token) {
    return new SqlParserPos(token.beginLine, token.beginColumn, token.endLine, token.endColumn);
  }

  /** Whether a token begins another join of FROM. */
  static boolean startsJoin(Token token) {
    return switch (token.kind) {
      case JOIN, INNER, LEFT, RIGHT, FULL, CROSS, NATURAL -> true;
      default -> false;
    };
  }

  /** Whether a SELECT without items goes on, or ends, with a token. */
  static boolean endsSelectList(Token token) {
    return switch (token.kind) {
      case FROM,
          WHERE,
          GROUP,
          HAVING,
          WINDOW,
          UNION,
          INTERSECT,
          EXCEPT,
          ORDER,
          LIMIT,
          OFFSET,
          FETCH,
          FOR,
          RPAREN,
          SEMICOLON,
          EOF ->
          true;
      default -> false;
    };
  }

  /** The reserved word that a token is, in lower case, or null for everything else. */
  public static @Nullable String keyword(Token token) {
    return Keywords.WORDS.get(token.kind) ? token.image.toLowerCase(Locale.ROOT) : null;
  }
}
