package dev.headrace.sql.grammar;

import java.util.BitSet;

/** Sets of the grammar's words, by kinds of tokens. */
final class Keywords implements HeadraceParserConstants {
  private Keywords() {}

  /** Tokens that are words in the grammar. */
  static final BitSet WORDS = words();

  /** Keywords wherever they stand: what PostgreSQL reserves, and a few that only SQL uses. */
  static final BitSet RESERVED =
      set(
          ALL,
          AND,
          ANY,
          AS,
          ASC,
          ASYMMETRIC,
          BETWEEN,
          BOTH,
          BY,
          CASE,
          CAST,
          CHECK,
          COLLATE,
          COLUMN,
          CONSTRAINT,
          CREATE,
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
          END,
          EXCEPT,
          EXISTS,
          FALSE,
          FETCH,
          FOR,
          FOREIGN,
          FROM,
          FULL,
          GROUP,
          HAVING,
          ILIKE,
          IN,
          INNER,
          INSERT,
          INTERSECT,
          INTO,
          IS,
          JOIN,
          LATERAL,
          LEADING,
          LIKE,
          LIMIT,
          LOCALTIME,
          LOCALTIMESTAMP,
          NATURAL,
          NOT,
          NULL,
          OFFSET,
          ON,
          ONLY,
          OR,
          ORDER,
          OUTER,
          PLACING,
          PRIMARY,
          REFERENCES,
          RETURNING,
          SELECT,
          SESSION_USER,
          SET,
          SIMILAR,
          SOME,
          SYMMETRIC,
          TABLE,
          TABLESAMPLE,
          THEN,
          TO,
          TRAILING,
          TRUE,
          UNION,
          UNIQUE,
          UPDATE,
          USER,
          USING,
          VALUES,
          WHEN,
          WHERE,
          WINDOW,
          WITH);

  /** Functions with a syntax of their own: keywords before a parenthesis. */
  static final BitSet SPECIAL_FUNCTIONS =
      set(POSITION, SUBSTRING, OVERLAY, TRIM, ROW, ROLLUP, CUBE);

  /** Words of which a string after them makes no literal of a type. */
  static final BitSet NEVER_BEFORE_STRING =
      set(COLUMN, CURRENT_DATE, CURRENT_TIME, CURRENT_TIMESTAMP, LOCALTIME, LOCALTIMESTAMP);

  /** Operators, which an expression can have too many of. */
  static final BitSet OPERATORS =
      set(
          PLUS,
          MINUS,
          STAR,
          SLASH,
          PERCENT_REMAINDER,
          CONCAT,
          CARET,
          EQ,
          NE,
          NE2,
          LT,
          LE,
          GT,
          GE,
          AND,
          OR,
          NOT,
          IS,
          LIKE,
          ILIKE,
          INFIX_CAST,
          LAMBDA,
          JSON_TEXT,
          JSON_PATH,
          JSON_PATH_TEXT,
          JSON_WITHOUT_PATH,
          CONTAINS_OPERATOR,
          CONTAINED_OPERATOR,
          HOOK,
          ANY_KEY,
          ALL_KEYS,
          OVERLAPS_OPERATOR,
          STARTS_WITH_OPERATOR,
          TILDE);

  /** What a query begins with. */
  static final BitSet BEGINS_QUERY = set(SELECT, VALUES, WITH, TABLE);

  static BitSet set(int... kinds) {
    BitSet set = new BitSet();
    for (int kind : kinds) {
      set.set(kind);
    }
    return set;
  }

  private static BitSet words() {
    BitSet words = new BitSet();
    for (int kind = 0; kind < tokenImage.length; kind++) {
      String image = tokenImage[kind];
      if (image.length() > 2 && image.charAt(0) == '"' && Character.isLetter(image.charAt(1))) {
        words.set(kind);
      }
    }
    return words;
  }
}
