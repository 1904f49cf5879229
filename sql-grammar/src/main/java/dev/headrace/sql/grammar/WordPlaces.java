package dev.headrace.sql.grammar;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import java.util.Set;

/**
 * Tells by the place of a word whether it is a name, for words that PostgreSQL does not reserve
 * everywhere but the grammar does: {@code SELECT 1 user}, {@code FROM t update}, {@code WITH values
 * AS (...)}. And the other way round: which words PostgreSQL keeps from being an alias in FROM.
 */
final class WordPlaces implements HeadraceParserConstants {
  /** What a token is part of, at its depth of parentheses. */
  private enum Part {
    /** Expressions between commas, each with a label perhaps. */
    LIST,
    /** What stands in FROM. */
    ITEMS,
    OTHER
  }

  /** Words that PostgreSQL accepts neither as a table's name nor as its alias. */
  private static final Set<String> NO_ALIAS =
      Set.of(
          """
          all analyse analyze and any array as asc asymmetric authorization binary both case
          cast check collate collation column concurrently constraint create cross
          current_catalog current_date current_role current_schema current_time
          current_timestamp current_user default deferrable desc distinct do else end except
          false fetch for foreign freeze from full grant group having ilike in initially
          inner intersect into is isnull join lateral leading left like limit localtime
          localtimestamp natural not notnull null offset on only or order outer overlaps
          placing primary references returning right select session_user similar some
          symmetric table tablesample then to trailing true union unique user using variadic
          verbose when where window with
          """
              .strip()
              .split("\\s+"));

  /**
   * Behind the value of an item of a list they are its label, without AS, if the item ends. CASE
   * and END stay what they are: they nest, and END always ends an item too.
   */
  private static final BitSet BARE_LABELS =
      Keywords.set(
          ALL,
          AND,
          ANY,
          ASC,
          ASYMMETRIC,
          BETWEEN,
          BOTH,
          BY,
          CAST,
          CHECK,
          COLLATE,
          COLUMN,
          CONSTRAINT,
          CROSS,
          CURRENT_CATALOG,
          CURRENT_DATE,
          CURRENT_ROLE,
          CURRENT_TIME,
          CURRENT_TIMESTAMP,
          CURRENT_USER,
          DEFAULT_,
          DELETE,
          DESC,
          DISTINCT,
          ELSE,
          EXISTS,
          FALSE,
          FOREIGN,
          FULL,
          ILIKE,
          IN,
          INNER,
          INSERT,
          IS,
          JOIN,
          LATERAL,
          LEADING,
          LEFT,
          LIKE,
          LOCALTIME,
          LOCALTIMESTAMP,
          NATURAL,
          NOT,
          NULL,
          ONLY,
          OR,
          OUTER,
          PLACING,
          PRIMARY,
          REFERENCES,
          RIGHT,
          ROW,
          ROWS,
          SELECT,
          SESSION_USER,
          SET,
          SIMILAR,
          SOME,
          SYMMETRIC,
          TABLE,
          TABLESAMPLE,
          THEN,
          TRAILING,
          TRUE,
          UNIQUE,
          UPDATE,
          USER,
          USING,
          VALUES,
          WHEN);

  /** Keywords where a statement or a clause needs them, otherwise names. */
  private static final BitSet BY_PLACE =
      Keywords.set(BETWEEN, BY, DELETE, EXISTS, FOLLOWING, INSERT, PRECEDING, SET, UPDATE, VALUES);

  /** What a value can end with. */
  private static final BitSet ENDS_VALUE =
      Keywords.set(
          IDENTIFIER,
          QUOTED_IDENTIFIER,
          RPAREN,
          RBRACKET,
          QUOTED_STRING,
          UNSIGNED_INTEGER_LITERAL,
          DECIMAL_NUMERIC_LITERAL,
          APPROX_NUMERIC_LITERAL,
          NUMBERED_PARAMETER,
          TRUE,
          FALSE,
          NULL,
          END,
          CURRENT_DATE,
          CURRENT_TIME,
          CURRENT_TIMESTAMP,
          CURRENT_USER,
          SESSION_USER);

  /** What an item of a list ends before. */
  private static final BitSet ENDS_ITEM =
      Keywords.set(
          COMMA, EOF, SEMICOLON, RPAREN, FROM, WHERE, GROUP, HAVING, WINDOW, UNION, EXCEPT,
          INTERSECT, ORDER, LIMIT, OFFSET, FETCH, FOR, INTO);

  /** What a name or a value follows, never a statement or an operator. */
  private static final BitSet BEFORE_NAME =
      Keywords.set(
          SELECT, COMMA, FROM, JOIN, WHERE, SET, AND, OR, BY, HAVING, WITH, RECURSIVE, TABLE, INTO,
          ONLY, WHEN, ELSE, CASE, RETURNING, DISTINCT, LATERAL, EQ, NE, NE2, LT, LE, GT, GE, PLUS,
          MINUS, STAR, SLASH, CONCAT, LPAREN);

  /** Words that need a look at what is behind them, wherever they stand. */
  private static final BitSet CANDIDATES = Keywords.set(RECURSIVE);

  static {
    CANDIDATES.or(BARE_LABELS);
    CANDIDATES.or(BY_PLACE);
  }

  // by depth of parentheses
  private Part[] parts = {Part.OTHER, Part.OTHER, Part.OTHER, Part.OTHER};
  private final BitSet inFrom = new BitSet();
  private final BitSet selects = new BitSet();
  private int previous = EOF;
  private int beforePrevious = EOF;

  /** Notes a token that has its final kind, read at a depth. */
  void passed(int kind, int depth) {
    if (depth >= parts.length) {
      int known = parts.length;
      parts = Arrays.copyOf(parts, 2 * depth);
      Arrays.fill(parts, known, parts.length, Part.OTHER);
    }
    switch (kind) {
      case LPAREN, LBRACKET, CASE -> begin(depth, Part.OTHER, false);
      case SELECT -> begin(depth, Part.LIST, true);
      case RETURNING -> parts[depth] = Part.LIST;
      case FROM -> {
        if (selects.get(depth) && previous != DISTINCT) {
          parts[depth] = Part.ITEMS;
          inFrom.set(depth);
        }
      }
      case JOIN -> parts[depth] = inFrom.get(depth) ? Part.ITEMS : parts[depth];
      case COMMA -> {
        if (inFrom.get(depth)) {
          parts[depth] = Part.ITEMS;
        }
      }
      case ON -> parts[depth] = parts[depth] == Part.ITEMS ? Part.OTHER : parts[depth];
      case UNION, EXCEPT, INTERSECT, SEMICOLON -> begin(depth, Part.OTHER, false);
      case WHERE, GROUP, HAVING, WINDOW, ORDER, LIMIT, OFFSET, FETCH, FOR, SET, VALUES -> {
        parts[depth] = Part.OTHER;
        inFrom.clear(depth);
      }
      default -> {}
    }
    beforePrevious = previous;
    previous = kind;
  }

  private void begin(int depth, Part part, boolean select) {
    parts[depth] = part;
    selects.set(depth, select);
    inFrom.clear(depth);
  }

  /** Whether a word may be a name where it stands, if what is behind it allows for that. */
  boolean mayBeName(int kind) {
    return previous != DOT
        && previous != AS
        && (CANDIDATES.get(kind) || previous == TABLE || previous == SET);
  }

  /** Whether a word that may be a name is one, though the grammar has a use for it. */
  boolean isName(int kind, Token next, int depth) {
    if (isBareLabel(kind, next.kind, depth)) {
      return true;
    }
    if (previous == TABLE || (previous == SET && next.kind == EQ)) {
      return Keywords.WORDS.get(kind) && !isReserved(kind);
    }
    if (kind == RECURSIVE) {
      return previous == WITH && next.kind == AS;
    }
    return BY_PLACE.get(kind) && isNameByPlace(kind, next.kind, depth);
  }

  private static boolean isReserved(int kind) {
    String image = HeadraceParserConstants.tokenImage[kind];
    return NO_ALIAS.contains(image.substring(1, image.length() - 1).toLowerCase(Locale.ROOT));
  }

  private boolean isBareLabel(int kind, int next, int depth) {
    return part(depth) == Part.LIST
        && BARE_LABELS.get(kind)
        && ENDS_VALUE.get(previous)
        && ENDS_ITEM.get(next);
  }

  private boolean isNameByPlace(int kind, int next, int depth) {
    boolean alias = part(depth) == Part.ITEMS && ENDS_VALUE.get(previous);
    return switch (kind) {
      case BY -> previous != GROUP && previous != ORDER && previous != PARTITION;
      case EXISTS -> next != LPAREN || previous == INTO || previous == WITH;
      case VALUES ->
          previous != DEFAULT_
              && previous != FOR
              && (next != LPAREN || previous == INTO)
              && !(ENDS_VALUE.get(previous) && (next == EOF || next == SEMICOLON));
      case FOLLOWING, PRECEDING -> BEFORE_NAME.get(previous) || previous == UPDATE;
      case BETWEEN, SET -> alias || BEFORE_NAME.get(previous);
      case DELETE -> alias || (BEFORE_NAME.get(previous) && !(next == FROM && previous == LPAREN));
      case INSERT -> alias || (BEFORE_NAME.get(previous) && !(next == INTO && previous == LPAREN));
      case UPDATE ->
          alias || (BEFORE_NAME.get(previous) && !(previous == LPAREN && beforePrevious == AS));
      default -> throw new IllegalStateException("word " + tokenImage[kind]);
    };
  }

  private Part part(int depth) {
    return depth < parts.length ? parts[depth] : Part.OTHER;
  }

  /** Whether a word may be the alias of what stands in FROM. */
  boolean mayBeAlias(int depth) {
    return part(depth) == Part.ITEMS && (previous == AS || ENDS_VALUE.get(previous));
  }

  /** Whether a word that may be an alias would be one that PostgreSQL reserves. */
  boolean isRefusedAlias(Token word, Token next) {
    boolean alias = previous == AS || next.kind != LPAREN;
    return alias && NO_ALIAS.contains(word.image.toLowerCase(Locale.ROOT));
  }
}
