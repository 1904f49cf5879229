package dev.headrace.sql.lexer;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rows have in common: the key that the statement of any one of them has, with the literals'
 * types widened to suit all. NULL takes the type, and the cast, of the other rows' literals.
 */
final class RowShape {
  private char[] key;
  private int end;
  private char[] scratch;
  private final LiteralKind[] kinds;
  private boolean widened;

  RowShape(char[] key, List<LiteralKind> kinds) {
    this.key = key;
    this.end = key.length;
    this.scratch = new char[end];
    this.kinds = kinds.toArray(LiteralKind[]::new);
  }

  /** Takes another row in; false if it differs in more than values. */
  boolean take(char[] other, int otherEnd, LiteralList literals) {
    return takeKey(other, otherEnd) && takeKinds(literals);
  }

  private boolean takeKey(char[] other, int otherEnd) {
    if (scratch.length < end + otherEnd) {
      scratch = new char[end + otherEnd];
    }
    int at = 0;
    int i = 0;
    int j = 0;
    while (i < end && j < otherEnd) {
      char mine = key[i++];
      char its = other[j++];
      if (LiteralKind.isMark(mine) && LiteralKind.isMark(its)) {
        scratch[at++] = mine == LiteralKind.NULL.mark() ? its : mine;
        int myCast = castLength(key, i, end);
        int itsCast = castLength(other, j, otherEnd);
        if (myCast > 0 && itsCast == 0 && its == LiteralKind.NULL.mark()) {
          System.arraycopy(key, i, scratch, at, myCast);
          at += myCast;
          i += myCast;
        } else if (itsCast > 0 && myCast == 0 && mine == LiteralKind.NULL.mark()) {
          System.arraycopy(other, j, scratch, at, itsCast);
          at += itsCast;
          j += itsCast;
        }
      } else if (mine == its) {
        scratch[at++] = mine;
      } else {
        return false;
      }
    }
    if (i < end || j < otherEnd) {
      return false;
    }
    char[] before = key;
    key = scratch;
    scratch = before;
    end = at;
    return true;
  }

  // of a cast as CastTypes allows it, up to the comma or parenthesis behind it
  private static int castLength(char[] key, int from, int end) {
    int to = from;
    if (to + 1 < end && key[to] == ' ' && key[to + 1] == ':') {
      while (to < end && key[to] != ',' && key[to] != ')') {
        to++;
      }
    }
    return to - from;
  }

  private boolean takeKinds(LiteralList literals) {
    for (int i = 0; i < kinds.length; i++) {
      LiteralKind before = kinds[i];
      LiteralKind now = literals.kind(i);
      if (before == now || now == LiteralKind.NULL) {
        continue;
      }
      if (before == LiteralKind.NULL) {
        kinds[i] = now;
      } else if (before == LiteralKind.TEXT || now == LiteralKind.TEXT) {
        return false;
      } else {
        kinds[i] = now.compareTo(before) > 0 ? now : before;
        widened = true;
      }
    }
    return true;
  }

  /** Gives the rows' literals the types that they have together. */
  void widen(List<List<@Nullable Object>> rows) {
    int literal = 0;
    for (int i = 0; i < end; i++) {
      if (LiteralKind.isMark(key[i])) {
        key[i] = kinds[literal++].mark();
      }
    }
    if (widened) {
      for (List<@Nullable Object> row : rows) {
        for (int i = 0; i < kinds.length; i++) {
          if (row.get(i) instanceof Number number) {
            row.set(i, widened(number, kinds[i]));
          }
        }
      }
    }
  }

  private static Number widened(Number number, LiteralKind kind) {
    return switch (kind) {
      case BIGINT -> number.longValue();
      case NUMERIC ->
          number instanceof BigDecimal ? number : BigDecimal.valueOf(number.longValue());
      case INTEGER, TEXT, NULL -> number;
    };
  }

  NormalForm form() {
    return NormalForm.of(StatementKey.of(Arrays.copyOf(key, end)), 0, Arrays.asList(kinds));
  }

  String parameterized() {
    return Normalizer.parameterized(key, end, 0);
  }
}
