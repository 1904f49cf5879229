package dev.headrace.codegen.generate;

import dev.headrace.ir.Casts;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType.Kind;
import java.lang.classfile.CodeBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes code that evaluates expressions.
 *
 * <p>Protocol of NULL: {@link #evaluate} leaves the way straight on for a value and jumps to a
 * target for NULL, so strict operators need no flags. Where NULL must not end the way, because
 * operands to the right can raise errors and are evaluated all the same, or because the value is
 * used again, {@link #operand} puts value and flag into locals.
 */
final class Expressions {
  private record NotNull(int column) {}

  private final Frame frame;
  private final CodeBuilder code;
  private final Columns columns;
  private final Sharing sharing;
  private final Conditions conditions;
  private final FunctionCalls calls;
  private final Map<Integer, Operand> computed = new HashMap<>();

  Expressions(Frame frame, Columns columns, Sharing sharing) {
    this.frame = frame;
    this.code = frame.code();
    this.columns = columns;
    this.sharing = sharing;
    this.conditions = new Conditions(frame, this);
    this.calls = new FunctionCalls(frame, this);
  }

  Frame frame() {
    return frame;
  }

  Columns columns() {
    return columns;
  }

  Conditions conditions() {
    return conditions;
  }

  /** Makes a computed column known. */
  void define(int column, Operand operand) {
    computed.put(column, operand);
  }

  /** Goes straight on with the value of an expression, or jumps if it is NULL. */
  Value evaluate(Expr expr, Target ifNull) {
    if (sharing.isShared(expr)) {
      Operand operand = operand(expr);
      frame.jumpIfNull(operand.nullness(), ifNull);
      return operand.value();
    }
    return compute(expr, ifNull);
  }

  private Value compute(Expr expr, Target ifNull) {
    return switch (expr) {
      case Expr.Column column -> column(column, ifNull);
      case Expr.Literal literal -> literal(literal, ifNull);
      case Expr.Parameter parameter -> {
        Operand operand = parameter(parameter);
        frame.jumpIfNull(operand.nullness(), ifNull);
        yield operand.value();
      }
      case Expr.Arithmetic node -> {
        strict(node.operands(), ifNull).forEach(frame::push);
        Calls.arithmetic(node.operator(), node.type().kind()).call(code);
        yield frame.store(node.type().kind());
      }
      case Expr.Call call -> calls.call(call, ifNull);
      case Expr.Cast cast -> evaluate(Casts.expand(cast), ifNull);
      case Expr.Case choice -> choice(choice, ifNull);
      case Expr.Coalesce coalesce -> coalesce(coalesce, ifNull);
      case Expr.Comparison _,
          Expr.DistinctFrom _,
          Expr.And _,
          Expr.Or _,
          Expr.Not _,
          Expr.IsNull _,
          Expr.In _ ->
          truthValue(expr, ifNull);
    };
  }

  private Value column(Expr.Column column, Target ifNull) {
    int index = column.index();
    Operand known = computed.get(index);
    if (known != null) {
      if (column.nullable()) {
        frame.jumpIfNull(known.nullness(), ifNull);
      }
      return known.value();
    }
    NotNull notNull = new NotNull(index);
    if (column.nullable() && frame.scope().find(notNull) == null) {
      Nullness nullness = columns.nullness(index);
      frame.jumpIfNull(nullness, ifNull);
    }
    Value value = columns.value(index);
    frame.scope().add(notNull, new Operand(value, Nullness.NEVER));
    return value;
  }

  private Value literal(Expr.Literal literal, Target ifNull) {
    if (literal.value() == null) {
      frame.jump(ifNull);
      frame.pushDefault(literal.type().kind());
      return frame.store(literal.type().kind());
    }
    return new Value.Constant(literal.type().kind(), literal.value());
  }

  private Operand parameter(Expr.Parameter parameter) {
    String field = frame.unit().parameterField(parameter.index());
    return new Operand(
        new Value.Field(parameter.type().kind(), field),
        new Nullness.Field(UnitClass.parameterNullField(parameter.index())));
  }

  /**
   * The values of a strict operator's operands; jumps if one is NULL, but not before all were
   * evaluated that can raise an error.
   */
  List<Value> strict(List<Expr> operands, Target ifNull) {
    List<Value> values = new ArrayList<>(operands.size());
    List<Nullness> deferred = new ArrayList<>();
    int lastFailing = lastFailing(operands);
    for (int i = 0; i < operands.size(); i++) {
      if (i >= lastFailing && deferred.isEmpty()) {
        values.add(evaluate(operands.get(i), ifNull));
      } else {
        Operand operand = operand(operands.get(i));
        values.add(operand.value());
        deferred.add(operand.nullness());
      }
    }
    deferred.forEach(nullness -> frame.jumpIfNull(nullness, ifNull));
    return values;
  }

  /** Index of the last expression that can fail, or -1. */
  static int lastFailing(List<Expr> operands) {
    for (int i = operands.size() - 1; i >= 0; i--) {
      if (ExprProperties.canFail(operands.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private Value choice(Expr.Case choice, Target ifNull) {
    Kind kind = choice.type().kind();
    Variable result = new Variable(frame, kind);
    Target done = frame.newTarget();
    for (Expr.Case.Branch branch : choice.branches()) {
      Target next = frame.newTarget();
      Target body = frame.newTarget();
      conditions.branch(branch.condition(), body, next, next, body);
      frame.bind(body);
      result.assign(evaluate(branch.result(), ifNull));
      frame.jump(done);
      frame.bind(next);
    }
    result.assign(evaluate(choice.otherwise(), ifNull));
    frame.bind(done);
    return result.value();
  }

  private Value coalesce(Expr.Coalesce coalesce, Target ifNull) {
    Variable result = new Variable(frame, coalesce.type().kind());
    Target done = frame.newTarget();
    List<Expr> operands = coalesce.operands();
    for (int i = 0; i < operands.size(); i++) {
      boolean last = i == operands.size() - 1 || !operands.get(i).nullable();
      Target next = frame.newTarget();
      result.assign(evaluate(operands.get(i), last ? ifNull : next));
      if (last) {
        break;
      }
      frame.jump(done);
      frame.bind(next);
    }
    frame.bind(done);
    return result.value();
  }

  private Value truthValue(Expr condition, Target ifNull) {
    Variable result = new Variable(frame, Kind.BOOLEAN);
    Target done = frame.newTarget();
    Target isFalse = frame.newTarget();
    Target isTrue = frame.newTarget();
    conditions.branchAnew(condition, isTrue, isFalse, ifNull, isTrue);
    frame.bind(isTrue);
    result.assign(new Value.Constant(Kind.BOOLEAN, true));
    frame.jump(done);
    frame.bind(isFalse);
    result.assign(new Value.Constant(Kind.BOOLEAN, false));
    frame.bind(done);
    return result.value();
  }

  /** The value and nullness of an expression. */
  Operand operand(Expr expr) {
    return switch (expr) {
      case Expr.Column column when isReadableAsNull(column) -> columnOperand(column);
      case Expr.Parameter parameter -> parameter(parameter);
      case Expr.Literal literal when literal.value() != null ->
          new Operand(new Value.Constant(literal.type().kind(), literal.value()), Nullness.NEVER);
      default -> {
        Operand known = frame.scope().find(expr);
        if (known == null) {
          known = flagged(expr);
          if (sharing.isShared(expr)) {
            frame.scope().add(expr, known);
          }
        }
        yield known;
      }
    };
  }

  private boolean isReadableAsNull(Expr.Column column) {
    return computed.containsKey(column.index())
        || switch (column.type().kind()) {
          case NUMERIC, INTERVAL, UUID -> false;
          default -> true;
        };
  }

  boolean isShared(Expr expr) {
    return sharing.isShared(expr);
  }

  /** Whether a column, constant or parameter is NULL, without loading it. */
  Nullness nullness(Expr trivial) {
    return switch (trivial) {
      case Expr.Literal literal -> literal.value() == null ? Nullness.ALWAYS : Nullness.NEVER;
      case Expr.Parameter parameter -> parameter(parameter).nullness();
      case Expr.Column column when !column.nullable() -> Nullness.NEVER;
      case Expr.Column column -> {
        Operand known = computed.get(column.index());
        yield known == null ? columns.nullness(column.index()) : known.nullness();
      }
      default -> throw new IllegalArgumentException("not trivial: " + trivial);
    };
  }

  private Operand columnOperand(Expr.Column column) {
    int index = column.index();
    Operand operand = computed.get(index);
    if (operand == null) {
      boolean never = !column.nullable() || frame.scope().find(new NotNull(index)) != null;
      operand = new Operand(columns.raw(index), never ? Nullness.NEVER : columns.nullness(index));
    }
    return column.nullable() ? operand : new Operand(operand.value(), Nullness.NEVER);
  }

  private Operand flagged(Expr expr) {
    Variable result = new Variable(frame, expr.type().kind());
    Target done = frame.newTarget();
    Target isNull = frame.newTarget();
    Value value = compute(expr, isNull);
    if (!isNull.isUsed()) {
      return new Operand(value, Nullness.NEVER);
    }
    result.assign(value);
    int flag = frame.newLocal(Types.INT);
    code.iconst_0().istore(flag);
    frame.jump(done);
    frame.bind(isNull);
    result.assignDefault();
    code.iconst_1().istore(flag);
    frame.bind(done);
    return new Operand(result.value(), new Nullness.Flag(flag));
  }

  /** Loads the columns an expression reads that others read too, before any branch of its code. */
  void preload(Expr expr) {
    if (expr instanceof Expr.Column column) {
      int index = column.index();
      if (columns.isInput(index)
          && sharing.isSharedColumn(index)
          && columns.type(index).storage().width() < 16) {
        columns.raw(index);
      }
    } else {
      expr.operands().forEach(this::preload);
    }
  }

  /** Pushes a slice for a function to fill. */
  void pushOwnSlice() {
    String field = frame.unit().newObjectField(Slice.class);
    code.aload(0).getfield(UnitClass.SELF, field, Types.of(Slice.class));
  }
}
