package dev.headrace.codegen.generate;

import dev.headrace.ir.Expr;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.lang.classfile.CodeBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Evaluates the columns of a row before anything of it is written, and makes its null bitmap.
 * Columns of the input are taken as they stand, without decoding.
 */
final class Cells {
  private final Frame frame;
  private final CodeBuilder code;
  private final Expressions expressions;

  Cells(Expressions expressions) {
    this.frame = expressions.frame();
    this.code = frame.code();
    this.expressions = expressions;
  }

  /**
   * Evaluates expressions.
   *
   * @param keys whether equal values must become equal bytes
   */
  List<Cell> evaluate(List<Expr> exprs, RowLayout layout, boolean keys) {
    exprs.forEach(expressions::preload);
    List<Cell> cells = new java.util.ArrayList<>(exprs.size());
    for (int i = 0; i < exprs.size(); i++) {
      cells.add(cell(exprs.get(i), layout.type(i), keys));
    }
    return cells;
  }

  private Cell cell(Expr expr, SqlType type, boolean key) {
    if (expr instanceof Expr.Literal literal && literal.value() == null) {
      return new Cell.Absent();
    }
    if (expr instanceof Expr.Column column && expressions.columns().isInput(column.index())) {
      boolean asItStands =
          switch (type.kind()) {
            case NUMERIC -> !key || type.precision() != SqlType.UNBOUNDED;
            case INTERVAL -> !key;
            case UUID -> true;
            default -> false;
          };
      if (asItStands && type.kind() == Kind.NUMERIC) {
        Value.Region region = (Value.Region) expressions.columns().raw(column.index());
        return new Cell.Bytes(region, expressions.nullness(column));
      }
      if (asItStands) {
        return new Cell.WideColumn(column.index(), expressions.nullness(column));
      }
    }
    Operand operand = expressions.operand(expr);
    return switch (type.storage()) {
      case BOOL, INT16, INT32, INT64, FLOAT32, FLOAT64 ->
          new Cell.Primitive(operand.value(), operand.nullness());
      case FIXED16 -> new Cell.Wide(keyForm(operand, type, key), operand.nullness());
      case BYTES ->
          type.kind() == Kind.NUMERIC
              ? decimal(operand, type, key)
              : new Cell.Bytes(region(operand), operand.nullness());
    };
  }

  private Value.Region region(Operand operand) {
    if (operand.value() instanceof Value.Region region) {
      return region;
    }
    Variable bytes = new Variable(frame, Kind.BYTEA);
    unlessNull(operand.nullness(), bytes::assignDefault, () -> bytes.assign(operand.value()));
    return (Value.Region) bytes.value();
  }

  private Cell decimal(Operand operand, SqlType type, boolean key) {
    Value value = keyForm(operand, type, key);
    int length = frame.newLocal(Types.INT);
    unlessNull(
        operand.nullness(),
        () -> code.iconst_0().istore(length),
        () -> {
          frame.push(value);
          Calls.DECIMAL_LENGTH.call(code);
          code.istore(length);
        });
    return new Cell.Decimal(value, length, operand.nullness());
  }

  private Value keyForm(Operand operand, SqlType type, boolean key) {
    boolean changes =
        key
            && (type.kind() == Kind.INTERVAL
                || (type.kind() == Kind.NUMERIC && type.precision() == SqlType.UNBOUNDED));
    if (!changes) {
      return operand.value();
    }
    Variable result = new Variable(frame, type.kind());
    unlessNull(
        operand.nullness(),
        result::assignDefault,
        () -> {
          frame.push(operand.value());
          (type.kind() == Kind.NUMERIC ? Calls.KEY_FORM_DECIMAL : Calls.KEY_FORM_INTERVAL)
              .call(code);
          result.assign(frame.store(type.kind()));
        });
    return result.value();
  }

  private void unlessNull(Nullness nullness, Runnable initial, Runnable otherwise) {
    Target isNull = frame.newTarget();
    if (!(nullness instanceof Nullness.Never)) {
      initial.run();
      frame.jumpIfNull(nullness, isNull);
    }
    otherwise.run();
    frame.bind(isNull);
  }

  /** A run of bits that one shift brings to their places. */
  private record Move(int word, int shift) {}

  /** Pushes a word of the null bitmap. */
  void pushNullWord(List<Cell> cells, int word) {
    Map<Move, Long> moves = new TreeMap<>(java.util.Comparator.comparing(Move::toString));
    long always = 0;
    for (int i = 64 * word; i < Math.min(cells.size(), 64 * (word + 1)); i++) {
      int bit = i & 63;
      switch (cells.get(i).nullness()) {
        case Nullness.Bit source ->
            moves.merge(
                new Move(source.word(), bit - source.bit()),
                1L << source.bit(),
                (left, right) -> left | right);
        case Nullness.Always _ -> always |= 1L << bit;
        case Nullness.Never _, Nullness.Flag _, Nullness.Field _ -> {}
      }
    }
    code.loadConstant(always);
    moves.forEach(this::addMove);
    for (int i = 64 * word; i < Math.min(cells.size(), 64 * (word + 1)); i++) {
      Nullness nullness = cells.get(i).nullness();
      if (nullness instanceof Nullness.Flag || nullness instanceof Nullness.Field) {
        frame.pushNullFlag(nullness);
        code.i2l().loadConstant(i & 63).lshl().lor();
      }
    }
  }

  private void addMove(Move move, long mask) {
    code.lload(move.word).loadConstant(mask).land();
    if (move.shift > 0) {
      code.loadConstant(move.shift).lshl();
    } else if (move.shift < 0) {
      code.loadConstant(-move.shift).lushr();
    }
    code.lor();
  }
}
