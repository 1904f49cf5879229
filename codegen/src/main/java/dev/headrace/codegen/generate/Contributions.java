package dev.headrace.codegen.generate;

import dev.headrace.codegen.spec.Accumulator;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ScalarFunction;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.model.function.DecimalSum;
import dev.headrace.model.function.ExactSum;
import java.lang.classfile.CodeBuilder;
import java.util.ArrayList;
import java.util.List;

/** What a record adds to the accumulators of its group. */
final class Contributions {
  /**
   * What it adds to one.
   *
   * @param value the number added; for objects the argument
   * @param absent for objects whether it takes no part
   */
  private record Contribution(Accumulator.Kind kind, Value value, Nullness absent) {}

  private final Frame frame;
  private final CodeBuilder code;
  private final Expressions expressions;
  private final List<Expr> columns;
  private final int weight;
  private final List<Contribution> contributions = new ArrayList<>();

  /**
   * Contributions of a record.
   *
   * @param weight local with its weight
   */
  Contributions(Expressions expressions, List<Expr> columns, int weight) {
    this.expressions = expressions;
    this.frame = expressions.frame();
    this.code = frame.code();
    this.columns = columns;
    this.weight = weight;
  }

  /** Jumps unless a column, if there is one, is TRUE. */
  void skipUnlessTrue(int filter, Target skip) {
    if (filter >= 0) {
      Target pass = frame.newTarget();
      expressions.conditions().branch(columns.get(filter), pass, skip, skip, pass);
      frame.bind(pass);
    }
  }

  /** Computes what is added. Afterwards nothing but an overflow of a sum can fail. */
  void evaluate(List<Accumulator> accumulators) {
    for (Accumulator accumulator : accumulators) {
      if (accumulator.argument() >= 0) {
        expressions.preload(columns.get(accumulator.argument()));
      }
    }
    accumulators.forEach(accumulator -> contributions.add(contribution(accumulator)));
  }

  private Contribution contribution(Accumulator accumulator) {
    return switch (accumulator.kind()) {
      case ROWS, COUNT, SUM_LONG, SUM_WIDE, GREATEST, LEAST -> number(accumulator);
      case SUM_DOUBLE, SUM_DECIMAL -> object(accumulator);
    };
  }

  private Contribution number(Accumulator accumulator) {
    Variable result = new Variable(frame, Kind.BIGINT);
    result.assignDefault();
    Target skip = frame.newTarget();
    skipUnlessTrue(accumulator.filter(), skip);
    if (accumulator.kind() == Accumulator.Kind.COUNT && accumulator.argument() >= 0) {
      Operand argument = expressions.operand(columns.get(accumulator.argument()));
      frame.jumpIfNull(argument.nullness(), skip);
    }
    switch (accumulator.kind()) {
      case SUM_LONG -> {
        pushLong(accumulator, skip);
        code.iload(weight).i2l();
        Calls.arithmetic(Expr.Arithmetic.Operator.MULTIPLY, Kind.BIGINT).call(code);
      }
      case SUM_WIDE -> pushLong(accumulator, skip);
      case GREATEST, LEAST -> {
        pushOrdered(accumulator, skip);
        boolean greatest = accumulator.kind() == Accumulator.Kind.GREATEST;
        (greatest ? Calls.ENCODE_GREATEST : Calls.ENCODE_LEAST).call(code);
      }
      default -> code.iload(weight).i2l();
    }
    result.assign(frame.store(Kind.BIGINT));
    frame.bind(skip);
    return new Contribution(accumulator.kind(), result.value(), Nullness.NEVER);
  }

  private void pushLong(Accumulator accumulator, Target skip) {
    Expr argument = columns.get(accumulator.argument());
    frame.push(expressions.evaluate(argument, skip));
    if (ScalarFunction.unboxed(argument.type().kind()) == int.class) {
      code.i2l();
    }
  }

  private void pushOrdered(Accumulator accumulator, Target skip) {
    Kind kind = columns.get(accumulator.argument()).type().kind();
    if (kind != Kind.REAL && kind != Kind.DOUBLE) {
      pushLong(accumulator, skip);
      return;
    }
    frame.push(expressions.evaluate(columns.get(accumulator.argument()), skip));
    if (kind == Kind.REAL) {
      code.f2d();
    }
    Calls.ORDERED.call(code);
  }

  private Contribution object(Accumulator accumulator) {
    Kind kind = accumulator.kind() == Accumulator.Kind.SUM_DOUBLE ? Kind.DOUBLE : Kind.NUMERIC;
    Variable value = new Variable(frame, kind);
    int absent = frame.newLocal(Types.INT);
    value.assignDefault();
    code.iconst_1().istore(absent);
    Target skip = frame.newTarget();
    skipUnlessTrue(accumulator.filter(), skip);
    Expr argument = columns.get(accumulator.argument());
    frame.push(expressions.evaluate(argument, skip));
    if (argument.type().kind() == Kind.REAL) {
      code.f2d();
    }
    value.assign(frame.store(kind));
    code.iconst_0().istore(absent);
    frame.bind(skip);
    return new Contribution(accumulator.kind(), value.value(), new Nullness.Flag(absent));
  }

  /**
   * Adds them.
   *
   * @param layout of the accumulator row
   * @param groups local with the table
   * @param page local with the slab of the accumulator row
   * @param at local with its start
   */
  void add(RowLayout layout, int groups, int page, int at) {
    List<Value> sums = new ArrayList<>();
    int column = 0;
    for (Contribution contribution : contributions) {
      if (contribution.kind == Accumulator.Kind.SUM_LONG) {
        pushLongAt(page, at, layout.offset(column));
        frame.push(contribution.value);
        Calls.arithmetic(Expr.Arithmetic.Operator.ADD, Kind.BIGINT).call(code);
        sums.add(frame.store(Kind.BIGINT));
      }
      column += contribution.kind.columns();
    }
    column = 0;
    int object = 0;
    for (Contribution contribution : contributions) {
      switch (contribution.kind) {
        case ROWS, COUNT -> {
          int offset = layout.offset(column);
          pushAddress(page, at, offset);
          pushLongAt(page, at, offset);
          frame.push(contribution.value);
          code.ladd();
          Calls.PUT_LONG.call(code);
        }
        case SUM_LONG -> {
          pushAddress(page, at, layout.offset(column));
          frame.push(sums.removeFirst());
          Calls.PUT_LONG.call(code);
        }
        case GREATEST, LEAST -> {
          int offset = layout.offset(column);
          pushAddress(page, at, offset);
          pushLongAt(page, at, offset);
          frame.push(contribution.value);
          Calls.FURTHER.call(code);
          Calls.PUT_LONG.call(code);
        }
        case SUM_WIDE -> {
          code.aload(page).iload(at).loadConstant(layout.offset(column)).iadd();
          code.iload(at).loadConstant(layout.offset(column + 1)).iadd();
          frame.push(contribution.value);
          code.iload(weight);
          Calls.WIDE_SUM_ADD.call(code);
        }
        case SUM_DOUBLE, SUM_DECIMAL -> addToObject(contribution, groups, page, at, object++);
      }
      column += contribution.kind.columns();
    }
  }

  private void addToObject(Contribution contribution, int groups, int page, int at, int index) {
    boolean isDouble = contribution.kind == Accumulator.Kind.SUM_DOUBLE;
    Target skip = frame.newTarget();
    frame.jumpIfNull(contribution.absent, skip);
    code.aload(groups).aload(page).iload(at).loadConstant(index);
    Calls.GROUP_OBJECT.call(code);
    code.checkcast(Types.of(isDouble ? ExactSum.class : DecimalSum.class));
    frame.push(contribution.value);
    code.iload(weight);
    (isDouble ? Calls.EXACT_SUM_ADD : Calls.DECIMAL_SUM_ADD).call(code);
    frame.bind(skip);
  }

  private void pushAddress(int page, int at, int offset) {
    code.aload(page).iload(at).loadConstant(offset).iadd();
  }

  private void pushLongAt(int page, int at, int offset) {
    pushAddress(page, at, offset);
    Calls.GET_LONG.call(code);
  }
}
