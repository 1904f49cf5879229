package dev.headrace.sql.grammar;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlPrefixOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Operators that Calcite lacks, or gives another precedence than PostgreSQL (section 4.1.6).
 *
 * <p>Calcite's scale: comparison 30, LIKE and BETWEEN 32, plus 40, times 60, unary minus 80. What
 * PostgreSQL calls "any other operator" stands between LIKE and plus.
 */
public final class PostgresOperators {
  private static final int OTHER = 36;

  public static final SqlBinaryOperator CONCATENATE = other("||");
  public static final SqlBinaryOperator JSON_GET = other("->");
  public static final SqlBinaryOperator JSON_GET_TEXT = other("->>");
  public static final SqlBinaryOperator CONTAINS = other("@>");
  public static final SqlBinaryOperator CONTAINED = other("<@");
  public static final SqlBinaryOperator JSON_PATH = other("#>");
  public static final SqlBinaryOperator JSON_PATH_TEXT = other("#>>");
  public static final SqlBinaryOperator JSON_WITHOUT_PATH = other("#-");
  public static final SqlBinaryOperator HAS_KEY = other("?");
  public static final SqlBinaryOperator HAS_ANY_KEY = other("?|");
  public static final SqlBinaryOperator HAS_ALL_KEYS = other("?&");
  public static final SqlBinaryOperator OVERLAPS = other("&&");
  public static final SqlBinaryOperator STARTS_WITH = other("^@");
  public static final SqlBinaryOperator BIT_OR = other("|");
  public static final SqlBinaryOperator BIT_AND = other("&");
  public static final SqlBinaryOperator BIT_XOR = other("#");
  public static final SqlBinaryOperator SHIFT_LEFT = other("<<");
  public static final SqlBinaryOperator SHIFT_RIGHT = other(">>");
  public static final SqlBinaryOperator MATCHES = other("~");
  public static final SqlBinaryOperator MATCHES_IGNORING_CASE = other("~*");
  public static final SqlBinaryOperator NOT_MATCHES = other("!~");
  public static final SqlBinaryOperator NOT_MATCHES_IGNORING_CASE = other("!~*");
  public static final SqlPrefixOperator BIT_NOT = prefix("~", OTHER);
  public static final SqlPrefixOperator SQUARE_ROOT = prefix("|/", OTHER);
  public static final SqlPrefixOperator CUBE_ROOT = prefix("||/", OTHER);
  public static final SqlPrefixOperator ABSOLUTE = prefix("@", OTHER);

  /** {@code f(VARIADIC array)}: of the whole argument. */
  public static final SqlPrefixOperator VARIADIC = prefix("VARIADIC", 2);

  public static final SqlBinaryOperator POWER = binary("^", 70);
  public static final SqlBinaryOperator AT_TIME_ZONE = binary("AT TIME ZONE", 74);
  public static final SqlBinaryOperator COLLATE = binary("COLLATE", 76);

  /** {@code type 'text' [unit]}: identifier, string, optional string. */
  public static final SqlOperator TYPED_LITERAL =
      new SqlSpecialOperator("TYPED LITERAL", SqlKind.OTHER);

  /** {@code EXTRACT(field FROM source)}: identifier or string, expression. */
  public static final SqlOperator EXTRACT = new SqlSpecialOperator("EXTRACT", SqlKind.EXTRACT);

  /** What rows of a SELECT DISTINCT ON differ in; stands as the first item of its list. */
  public static final SqlOperator DISTINCT_ON =
      new SqlSpecialOperator("DISTINCT ON", SqlKind.OTHER);

  /** The order of an aggregate's rows; stands as its last argument. */
  public static final SqlOperator ARGUMENT_ORDER =
      new SqlSpecialOperator("ORDER BY", SqlKind.OTHER);

  /** {@code FROM f(x) WITH ORDINALITY}. */
  public static final SqlOperator WITH_ORDINALITY =
      new SqlSpecialOperator("WITH ORDINALITY", SqlKind.OTHER);

  /** {@code FROM ROWS FROM (f(x), g(y))}. */
  public static final SqlOperator ROWS_FROM = new SqlSpecialOperator("ROWS FROM", SqlKind.OTHER);

  /** {@code JOIN b USING (x) AS c}: the name, behind the columns. */
  public static final SqlOperator JOIN_ALIAS = new SqlSpecialOperator("USING AS", SqlKind.OTHER);

  /** {@code FETCH FIRST n ROWS WITH TIES}: the count. */
  public static final SqlOperator WITH_TIES = new SqlSpecialOperator("WITH TIES", SqlKind.OTHER);

  /** {@code from:to} within brackets: both, then whether each was written. */
  public static final SqlOperator SLICE = new SqlSpecialOperator("SLICE", SqlKind.OTHER);

  /**
   * A query that locks its rows: the query, then {@link #LOCKING_CLAUSE}s. Of a kind that may stand
   * wherever a query may.
   */
  public static final SqlOperator LOCKING =
      new SqlSpecialOperator("LOCKING", SqlKind.EXPLICIT_TABLE);

  /** {@code FOR UPDATE OF t NOWAIT}: strength, tables, what to do about locked rows. */
  public static final SqlOperator LOCKING_CLAUSE = new SqlSpecialOperator("FOR", SqlKind.OTHER);

  /** A query with its locks, if it has any. */
  static SqlNode locking(SqlNode query, List<SqlNode> clauses, SqlParserPos pos) {
    if (clauses.isEmpty()) {
      return query;
    }
    List<SqlNode> operands = new ArrayList<>(clauses);
    operands.addFirst(query);
    return LOCKING.createCall(pos, operands);
  }

  private PostgresOperators() {}

  private static SqlBinaryOperator other(String name) {
    return binary(name, OTHER);
  }

  private static SqlPrefixOperator prefix(String name, int precedence) {
    return new SqlPrefixOperator(name, SqlKind.OTHER, precedence, null, null, null);
  }

  private static SqlBinaryOperator binary(String name, int precedence) {
    return new SqlBinaryOperator(name, SqlKind.OTHER, precedence, true, null, null, null);
  }
}
