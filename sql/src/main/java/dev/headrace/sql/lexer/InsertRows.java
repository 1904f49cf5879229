package dev.headrace.sql.lexer;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads an INSERT of several rows as an INSERT of one and a list of values: rows that differ in
 * their literals only, as drivers send them by the thousand, share the plan of the single row.
 *
 * <pre>
 *   insert into t values (1, 'a'),      insert into t values (&lt;int4&gt;, &lt;unknown&gt;)
 *                        (2, NULL)   →   1, 'a'
 *                                       2, null
 * </pre>
 *
 * <p>Each item's literals may be numbers of different sizes, of which the largest gives the type,
 * and NULL. Not thread-safe.
 */
public final class InsertRows {
  private final Normalizer normalizer;
  private String text = "";
  private int at;

  private @Nullable RowShape shape;
  private List<List<@Nullable Object>> rows = List.of();

  public InsertRows(Normalizer normalizer) {
    this.normalizer = normalizer;
  }

  /**
   * Reads a statement.
   *
   * @return whether it is an INSERT of several such rows and of nothing else; if not, nothing else
   *     may be asked
   */
  public boolean read(String statement) {
    text = statement;
    at = 0;
    rows = new ArrayList<>();
    try {
      return isInsert() && findRows() && readRows();
    } finally {
      text = "";
    }
  }

  private boolean isInsert() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return text.regionMatches(true, at, "insert", 0, 6) && endsWord(at + 6);
  }

  /** Goes to the first row, if all before it are a table's name and a list of columns. */
  private boolean findRows() {
    at = behindSpace(at + 6);
    if (!text.regionMatches(true, at, "into", 0, 4) || !endsWord(at + 4)) {
      return false;
    }
    at = behindSpace(at + 4);
    if (!skipName()) {
      return false;
    }
    at = behindSpace(at);
    if (at < text.length() && text.charAt(at) == '(') {
      if (!skipRow()) {
        return false;
      }
      at = behindSpace(at);
    }
    if (!text.regionMatches(true, at, "values", 0, 6) || !endsWord(at + 6)) {
      return false;
    }
    at = behindSpace(at + 6);
    return at < text.length() && text.charAt(at) == '(';
  }

  /** Goes behind a name, which may be qualified. */
  private boolean skipName() {
    int from = at;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        if (!skipQuoted(c)) {
          return false;
        }
      } else if (c != '.' && c != '$' && !isOfWord(c)) {
        break;
      }
      at++;
    }
    return at > from;
  }

  private boolean readRows() {
    int head = at;
    while (true) {
      int from = at;
      if (!skipRow()) {
        return false;
      }
      int to = at;
      at = behindSpace(at);
      boolean more = at < text.length() && text.charAt(at) == ',';
      if (!more && (rows.isEmpty() || !restIsBlank())) {
        return false;
      }
      if (!normalizer.readRow(text, head, from, to)) {
        return false;
      }
      RowShape known = shape;
      if (rows.isEmpty() || known == null) {
        known = normalizer.shape();
        shape = known;
      } else if (!normalizer.fits(known)) {
        return false;
      }
      rows.add(normalizer.values());
      if (!more) {
        known.widen(rows);
        return true;
      }
      at = behindSpace(at + 1);
    }
  }

  /** Goes behind the row that begins here. */
  private boolean skipRow() {
    int depth = 0;
    while (at < text.length()) {
      switch (text.charAt(at)) {
        case '(' -> depth++;
        case ')' -> depth--;
        case '\'', '"' -> {
          if (!skipQuoted(text.charAt(at))) {
            return false;
          }
        }
        case '-', '/' -> {
          if (at + 1 < text.length() && "-*".indexOf(text.charAt(at + 1)) >= 0) {
            return false; // a comment, or as good as one
          }
        }
        case '$' -> {
          return false;
        }
        default -> {}
      }
      at++;
      if (depth == 0) {
        return at > 1 && text.charAt(at - 1) == ')';
      }
    }
    return false;
  }

  // to the closing quote; a doubled one closes and opens again
  private boolean skipQuoted(char quote) {
    int end = text.indexOf(quote, at + 1);
    if (end >= 0) {
      at = end;
    }
    return end >= 0;
  }

  private boolean restIsBlank() {
    for (int i = at; i < text.length(); i++) {
      if (text.charAt(i) != ';' && !isSpace(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private int behindSpace(int from) {
    int to = from;
    while (to < text.length() && isSpace(text.charAt(to))) {
      to++;
    }
    return to;
  }

  private boolean endsWord(int index) {
    if (index >= text.length()) {
      return true;
    }
    char c = text.charAt(index);
    return !isOfWord(c) && c != '$' && c != '.';
  }

  private static boolean isOfWord(char c) {
    byte kind = Characters.kind(c);
    return kind == Characters.LETTER || kind == Characters.DIGIT;
  }

  private static boolean isSpace(char c) {
    return Characters.kind(c) == Characters.SPACE;
  }

  // ---- what was read

  /** What the rows have in common. */
  public NormalForm form() {
    return Objects.requireNonNull(shape).form();
  }

  /** The literals of each row, at least two. */
  public List<List<@Nullable Object>> rows() {
    return rows;
  }

  /** The statement of one row with numbered parameters in the place of its literals. */
  public String parameterized() {
    return Objects.requireNonNull(shape).parameterized();
  }
}
