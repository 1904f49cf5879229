package dev.headrace.sql.lexer;

import static dev.headrace.sql.lexer.Characters.DIGIT;
import static dev.headrace.sql.lexer.Characters.LETTER;
import static dev.headrace.sql.lexer.Characters.OPERATOR;
import static dev.headrace.sql.lexer.Characters.PUNCTUATION;
import static dev.headrace.sql.lexer.Characters.SPACE;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings statements into their normal form, one after the other, in memory of its own. As a key of
 * a hash table it finds the {@link StatementKey} of the statement it has read last. Not
 * thread-safe.
 *
 * <p>It is a lexer with a little memory: what the last two tokens were, and for each open
 * parenthesis whether it stands in a WHERE clause or SET list. A literal is written into the key as
 * it stands and replaced when the token after it shows that it was a whole operand. What it does
 * not know (unusual quotes, several statements, control characters) it leaves to the parser by
 * saying no.
 */
public final class Normalizer {
  /** Longer texts are parsed: they are not likely to come twice. */
  public static final int MAX_LENGTH = 16 << 10;

  /** Parameters a statement may have. */
  private static final int MAX_PARAMETERS = 1 << 15;

  private enum Last {
    START,
    OPERAND,
    COMPARISON,
    MINUS,
    ARITHMETIC,
    OPERATOR,
    COMMA,
    OPEN,
    BETWEEN,
    BETWEEN_AND,
    COUNT,
    OTHER
  }

  private char[] text = new char[256];
  private int length;
  private int at;
  private char[] key = new char[256];
  private int end;
  private int hash;

  private boolean replacing;
  private boolean takingNulls;
  private Words first = Words.NAME;
  private Last last = Last.START;
  private Last beforeLast = Last.START;
  private final Clauses clauses = new Clauses();
  private boolean values;
  private boolean settled;
  // behind ON of an INSERT, and behind its DO UPDATE
  private boolean conflict;
  private boolean updatesConflict;
  private int ownParameters;

  // the literal that was read last and may be taken out
  private int pendingKey = -1;
  private int pendingFrom;
  private int pendingTo;
  private boolean pendingNegative;
  private LiteralKind pendingKind = LiteralKind.TEXT;

  private final LiteralList literals = new LiteralList();

  /**
   * Reads a statement.
   *
   * @param takeLiterals whether literals are taken out
   * @return whether it has a normal form; if not, nothing else may be asked
   */
  public boolean read(String statement, boolean takeLiterals) {
    return read(statement, 0, 0, statement.length(), takeLiterals);
  }

  /**
   * Reads an INSERT as if one of its rows were the only one. NULL as an item of the row is taken
   * out like a literal.
   *
   * @param head length of what stands before the rows
   * @param from where the row begins
   * @param to where the row ends
   */
  boolean readRow(String statement, int head, int from, int to) {
    takingNulls = true;
    try {
      return read(statement, head, from, to, true);
    } finally {
      takingNulls = false;
    }
  }

  private boolean read(String statement, int head, int from, int to, boolean takeLiterals) {
    length = head + to - from;
    if (length > MAX_LENGTH) {
      return false;
    }
    if (text.length < length) {
      text = new char[Math.max(length, text.length * 2)];
      key = new char[2 * text.length + 16];
    }
    statement.getChars(0, head, text, 0);
    statement.getChars(from, to, text, head);
    replacing = takeLiterals;
    begin();
    while (at < length) {
      if (!token(text[at])) {
        return false;
      }
    }
    settle(true);
    if (end > 0 && key[end - 1] == ' ') {
      end--;
    }
    hash = StatementKey.hash(key, end);
    return first != Words.NAME && clauses.depth() == 0;
  }

  private void begin() {
    at = 0;
    end = 0;
    first = Words.NAME;
    last = Last.START;
    beforeLast = Last.START;
    clauses.clear();
    values = false;
    settled = false;
    conflict = false;
    updatesConflict = false;
    ownParameters = 0;
    pendingKey = -1;
    literals.clear();
  }

  private boolean token(char c) {
    byte kind = Characters.kind(c);
    return switch (kind) {
      case SPACE -> {
        at++;
        yield true;
      }
      case LETTER -> word();
      case DIGIT -> number(at, false);
      case OPERATOR -> operator(c);
      case PUNCTUATION -> punctuation(c);
      default ->
          switch (c) {
            case '\'' -> string();
            case '"' -> quotedName();
            case '$' -> parameter();
            default -> false;
          };
    };
  }

  private void next(Last kind) {
    beforeLast = last;
    last = kind;
  }

  // ---- white space and comments

  /** Skips a comment that begins here; false if it is one that the parser should look at. */
  private boolean comment() {
    if (text[at] == '-') {
      while (at < length && text[at] != '\n' && text[at] != '\r') {
        at++;
      }
      return true;
    }
    at += 2;
    if (at < length && text[at] == '+') {
      return false;
    }
    while (at + 1 < length) {
      if (text[at] == '*' && text[at + 1] == '/') {
        at += 2;
        return true;
      }
      if (text[at] == '/' && text[at + 1] == '*') {
        return false;
      }
      at++;
    }
    return false;
  }

  private boolean startsComment(char c) {
    return at + 1 < length
        && ((c == '-' && text[at + 1] == '-') || (c == '/' && text[at + 1] == '*'));
  }

  // ---- words

  private boolean word() {
    int from = at;
    int target = room(length - from + 1);
    long code = 0;
    boolean letters = true;
    while (at < length) {
      char c = text[at];
      byte kind = Characters.kind(c);
      if (kind == LETTER && c < 128) {
        char lower = c == '_' ? c : (char) (c | 32);
        letters &= c != '_';
        code = code << 5 | (lower & 31);
        key[target++] = lower;
      } else if (kind == LETTER || kind == DIGIT || c == '$') {
        letters = false;
        key[target++] = c;
      } else {
        break;
      }
      at++;
    }
    // a quote right behind it makes it a prefix of another kind of string
    if (at < length && (text[at] == '\'' || (text[at] == '&' && at - from == 1))) {
      return false;
    }
    Words word = letters && at - from <= 12 ? Words.of(code) : Words.NAME;
    settle(word.endsOperand());
    // settling may have shortened the key
    int keyBefore = end;
    end = shift(target, at - from);
    key[end++] = ' ';
    boolean item = isItem(last);
    boolean read = wordRead(word);
    if (takingNulls && word == Words.NULL && item) {
      pend(keyBefore, from, at, LiteralKind.NULL, false);
    }
    return read;
  }

  private boolean isItem(Last before) {
    return (before == Last.OPEN || before == Last.COMMA) && values && clauses.depth() == 1;
  }

  // moves a token that was written ahead to where the key ends now
  private int shift(int target, int count) {
    int from = target - count;
    if (from != end) {
      System.arraycopy(key, from, key, end, count);
    }
    return end + count;
  }

  private boolean wordRead(Words word) {
    if (last == Last.START) {
      first = word;
    }
    if (word == Words.NAME) {
      next(Last.OPERAND);
      return true;
    }
    if (word.endsConditions()) {
      clauses.end();
    }
    switch (word) {
      case WHERE -> clauses.where();
      case SET -> {
        if (clauses.depth() == 0 && (first == Words.UPDATE || updatesConflict)) {
          clauses.set();
        }
      }
      case UPDATE -> {
        // DO UPDATE: what matches an index ends here
        updatesConflict = clauses.depth() == 0 && conflict;
        conflict &= !updatesConflict;
        values &= !updatesConflict;
      }
      case VALUES -> values = clauses.depth() == 0 && first == Words.INSERT;
      case ON -> {
        // what follows ON CONFLICT may have to match an index
        conflict |= first == Words.INSERT;
      }
      default -> {}
    }
    next(kindOf(word));
    return true;
  }

  private Last kindOf(Words word) {
    return switch (word) {
      case BETWEEN -> {
        clauses.between();
        yield Last.BETWEEN;
      }
      case AND -> clauses.endBetween() ? Last.BETWEEN_AND : Last.OTHER;
      case LIMIT, OFFSET -> Last.COUNT;
      default -> Last.OTHER;
    };
  }

  private boolean quotedName() {
    int from = at++;
    while (true) {
      if (at >= length) {
        return false;
      }
      char c = text[at++];
      if (c == '"') {
        if (at < length && text[at] == '"') {
          at++;
        } else {
          break;
        }
      } else if (c < ' ') {
        return false;
      }
    }
    if (at < length && text[at] == '\'') {
      return false;
    }
    settle(false);
    copy(from, at);
    next(Last.OPERAND);
    return true;
  }

  private boolean parameter() {
    int from = at++;
    int number = 0;
    while (at < length && text[at] >= '0' && text[at] <= '9' && number < MAX_PARAMETERS) {
      number = number * 10 + text[at++] - '0';
    }
    boolean ends = at == length || (Characters.kind(text[at]) != LETTER && text[at] != '$');
    if (number == 0 || number >= MAX_PARAMETERS || !ends) {
      return false;
    }
    ownParameters = Math.max(ownParameters, number);
    settle(false);
    copy(from, at);
    next(isRightOfOperand() ? Last.OPERAND : Last.OTHER);
    return true;
  }

  // ---- literals

  private boolean string() {
    if (end > 1 && key[end - 2] == '\'') {
      // whether two strings become one is for the parser to say
      return false;
    }
    int from = at++;
    while (true) {
      if (at >= length) {
        return false;
      }
      char c = text[at++];
      if (c == '\'') {
        if (at < length && text[at] == '\'') {
          at++;
        } else {
          break;
        }
      } else if (c < ' ' && Characters.kind(c) != SPACE) {
        return false;
      }
    }
    literal(from, at, LiteralKind.TEXT, false);
    return true;
  }

  private boolean number(int from, boolean point) {
    boolean pointed = point;
    boolean exponent = false;
    while (at < length) {
      char c = text[at];
      if (c == '.' && !pointed && !exponent) {
        pointed = true;
      } else if ((c == 'e' || c == 'E') && !exponent) {
        exponent = true;
        if (at + 1 < length && (text[at + 1] == '-' || text[at + 1] == '+')) {
          at++;
        }
      } else if (c < '0' || c > '9') {
        break;
      }
      at++;
    }
    char behind = at < length ? text[at] : ' ';
    if (Characters.kind(behind) == LETTER || behind == '.' || behind == '$') {
      return false;
    }
    // behind an operand it subtracts
    boolean minus = last == Last.MINUS && beforeLast != Last.OPERAND;
    @Nullable LiteralKind kind = exponent ? null : kindOf(from, at, pointed, minus);
    if (kind == null) {
      settle(false);
      copy(from, at);
      next(Last.OTHER);
    } else {
      literal(from, at, kind, minus);
    }
    return true;
  }

  // PostgreSQL's rule: the first type that the number fits, sign included
  private LiteralKind kindOf(int from, int to, boolean pointed, boolean minus) {
    if (pointed || to - from > 19) {
      return LiteralKind.NUMERIC;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      value = value * 10 + (text[i] - '0');
      if (value < 0 && !(minus && value == Long.MIN_VALUE && i == to - 1)) {
        return LiteralKind.NUMERIC;
      }
    }
    long signed = minus ? -value : value;
    return (int) signed == signed ? LiteralKind.INTEGER : LiteralKind.BIGINT;
  }

  private void literal(int from, int to, LiteralKind kind, boolean minus) {
    // with a sign, what counts is what stands before that
    Last before = minus ? beforeLast : last;
    boolean operand =
        switch (before) {
          case COMPARISON, BETWEEN, BETWEEN_AND -> clauses.inConditions();
          case OPEN, COMMA -> isItem(before);
          case COUNT -> kind == LiteralKind.INTEGER && !minus;
          // in a condition such an expression may be that of an index
          case MINUS, ARITHMETIC -> clauses.inAssignments() && kind != LiteralKind.TEXT;
          default -> false;
        };
    settle(false);
    boolean open = replacing && operand && !settled && !conflict;
    int keyBefore = minus ? end - 2 : end;
    copy(from, to);
    if (open) {
      pend(keyBefore, from, to, kind, minus);
    }
    boolean term = !open && !minus && kind != LiteralKind.TEXT && isRightOfOperand();
    next(term ? Last.OPERAND : Last.OTHER);
  }

  // what is computed of an operand is one, to the comparison that follows
  private boolean isRightOfOperand() {
    return (last == Last.ARITHMETIC || last == Last.MINUS) && beforeLast == Last.OPERAND;
  }

  private void pend(int keyBefore, int from, int to, LiteralKind kind, boolean minus) {
    pendingKey = keyBefore;
    pendingFrom = from;
    pendingTo = to;
    pendingKind = kind;
    pendingNegative = minus;
  }

  /** The token after a literal decides whether it is taken out. */
  private void settle(boolean endsOperand) {
    if (pendingKey < 0) {
      return;
    }
    if (endsOperand) {
      end = pendingKey;
      key[end++] = pendingKind.mark();
      key[end++] = ' ';
      literals.add(pendingKind, pendingFrom, pendingTo, pendingNegative);
    }
    pendingKey = -1;
  }

  // ---- operators and punctuation

  private boolean operator(char c) {
    if (startsComment(c)) {
      return comment();
    }
    settle(c == ':' && pendingKind == LiteralKind.TEXT && CastTypes.follow(text, at, length));
    int from = at;
    while (at < length && Characters.kind(text[at]) == OPERATOR && !startsComment(text[at])) {
      at++;
    }
    copy(from, at);
    next(operatorKind(from, at - from));
    return true;
  }

  private Last operatorKind(int from, int count) {
    char c = text[from];
    if (count == 1) {
      return switch (c) {
        case '=', '<', '>' -> last == Last.OPERAND ? Last.COMPARISON : Last.OPERATOR;
        case '-' -> Last.MINUS;
        case '+', '*', '/', '%' -> Last.ARITHMETIC;
        default -> Last.OPERATOR;
      };
    }
    boolean comparison =
        count == 2
            && ((c == '<' && (text[from + 1] == '=' || text[from + 1] == '>'))
                || (c == '>' && text[from + 1] == '=')
                || (c == '!' && text[from + 1] == '='));
    return comparison && last == Last.OPERAND ? Last.COMPARISON : Last.OPERATOR;
  }

  private boolean punctuation(char c) {
    if (c == '.' && at + 1 < length && text[at + 1] >= '0' && text[at + 1] <= '9') {
      int from = at++;
      return last != Last.OPERAND && number(from, true);
    }
    at++;
    settle(c == ')' || c == ',' || c == ';');
    switch (c) {
      case ';' -> {
        return restIsBlank();
      }
      case '(', '[' -> open();
      case ')', ']' -> {
        if (!clauses.close()) {
          return false;
        }
        next(Last.OPERAND);
      }
      case ',' -> next(Last.COMMA);
      default -> next(Last.OTHER);
    }
    // no blank before it: what is written together or apart there is the same
    if (c != '(' && c != '[' && end > 0 && key[end - 1] == ' ') {
      end--;
    }
    room(2);
    key[end++] = c;
    if (c == ')' || c == ']' || c == ',') {
      key[end++] = ' ';
    }
    return true;
  }

  private void open() {
    settled |= !clauses.open();
    next(Last.OPEN);
  }

  // one statement, not several
  private boolean restIsBlank() {
    while (at < length) {
      char c = text[at];
      if (startsComment(c)) {
        if (!comment()) {
          return false;
        }
      } else if (c != ';' && Characters.kind(c) != SPACE) {
        return false;
      } else {
        at++;
      }
    }
    return true;
  }

  private void copy(int from, int to) {
    int count = to - from;
    room(count + 1);
    System.arraycopy(text, from, key, end, count);
    end += count;
    key[end++] = ' ';
  }

  private int room(int count) {
    if (key.length - end < count + 2) {
      key = Arrays.copyOf(key, Math.max(key.length * 2, end + count + 2));
    }
    return end;
  }

  // ---- what was read

  /** Whether it is a query or changes rows: what has a plan. */
  public boolean isPlannable() {
    return switch (first) {
      case SELECT, INSERT, UPDATE, DELETE, WITH, VALUES, TABLE -> true;
      default -> false;
    };
  }

  /** Whether it begins or ends a transaction. */
  public boolean isTransactionControl() {
    return switch (first) {
      case BEGIN, START, COMMIT, END, ROLLBACK, ABORT -> true;
      default -> false;
    };
  }

  /** The highest number of a parameter that is in the text already. */
  public int ownParameters() {
    return ownParameters;
  }

  /** How many literals were taken out. */
  public int literals() {
    return literals.size();
  }

  /** The literals' values: Integer, Long, BigDecimal, a slice of a quoted string, or null. */
  public List<@Nullable Object> values() {
    return literals.values(text);
  }

  /** What the statement that was read last has in common with others. */
  public NormalForm form() {
    return NormalForm.of(key(), ownParameters, literals.kinds());
  }

  /** The key of the statement that was read last. */
  public StatementKey key() {
    return new StatementKey(Arrays.copyOf(key, end), hash);
  }

  RowShape shape() {
    return new RowShape(Arrays.copyOf(key, end), literals.kinds());
  }

  /** Whether its key belongs to that shape, or can be made to. */
  boolean fits(RowShape shape) {
    return shape.take(key, end, literals);
  }

  /** The statement with numbered parameters in the place of the literals that were taken out. */
  public String parameterized() {
    return parameterized(key, end, ownParameters);
  }

  static String parameterized(char[] key, int end, int ownParameters) {
    StringBuilder result = new StringBuilder(end + 64);
    int parameter = ownParameters;
    for (int i = 0; i < end; i++) {
      if (LiteralKind.isMark(key[i])) {
        result.append('$').append(++parameter);
      } else {
        result.append(key[i]);
      }
    }
    return result.toString();
  }

  /** Of the statement's key, so that it can be looked up. */
  @Override
  public int hashCode() {
    return hash;
  }

  /** Whether that is the key of the statement that was read last. */
  @Override
  @SuppressWarnings("EqualsUnsafeCast") // a probe for hash tables of keys, never a key itself
  public boolean equals(Object other) {
    return other instanceof StatementKey found ? found.holds(key, end) : this == other;
  }
}
