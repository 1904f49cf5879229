package dev.headrace.codegen.generate;

import dev.headrace.codegen.support.BytesSet;
import dev.headrace.codegen.support.LongSet;
import dev.headrace.codegen.support.Numbers;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Comparison.Operator;
import dev.headrace.model.Interval;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes comparisons and IN lists as jumps. */
final class Predicates {
  private final Frame frame;
  private final CodeBuilder code;
  private final Expressions expressions;
  private final Conditions conditions;

  Predicates(Frame frame, Expressions expressions, Conditions conditions) {
    this.frame = frame;
    this.code = frame.code();
    this.expressions = expressions;
    this.conditions = conditions;
  }

  void branch(
      Expr.Comparison comparison, Target isTrue, Target isFalse, Target isNull, Target next) {
    List<Value> values = expressions.strict(comparison.operands(), isNull);
    SqlType type = Expr.comparedAs(comparison.left().type(), comparison.right().type());
    compare(comparison.operator(), type, values.get(0), values.get(1), isTrue, isFalse, next);
  }

  void branch(Expr.DistinctFrom distinct, Target isTrue, Target isFalse, Target next) {
    Operand left = expressions.operand(distinct.left());
    Operand right = expressions.operand(distinct.right());
    if (!(left.nullness() instanceof Nullness.Never)
        || !(right.nullness() instanceof Nullness.Never)) {
      // both NULL: equal; one NULL: distinct
      Target leftPresent = frame.newTarget();
      frame.pushNullFlag(left.nullness());
      frame.jump(Opcode.IFEQ, leftPresent);
      frame.pushNullFlag(right.nullness());
      frame.jump(Opcode.IFEQ, isTrue);
      frame.jump(isFalse);
      frame.bind(leftPresent);
      frame.jumpIfNull(right.nullness(), isTrue);
    }
    SqlType type = Expr.comparedAs(distinct.left().type(), distinct.right().type());
    compare(Operator.NOT_EQUAL, type, left.value(), right.value(), isTrue, isFalse, next);
  }

  private void compare(
      Operator operator,
      SqlType type,
      Value left,
      Value right,
      Target isTrue,
      Target isFalse,
      Target next) {
    boolean equality = operator == Operator.EQUAL || operator == Operator.NOT_EQUAL;
    switch (type.kind()) {
      case BOOLEAN, SMALLINT, INTEGER, DATE -> {
        frame.push(left);
        frame.push(right);
        conditions.jump(ofInts(operator), ofInts(negated(operator)), isTrue, isFalse, next);
        return;
      }
      case TEXT, VARCHAR, BYTEA -> {
        frame.pushRegion(left);
        frame.pushRegion(right);
        if (equality) {
          Calls.BYTES_EQUAL.call(code);
          boolean wanted = operator == Operator.EQUAL;
          conditions.jump(
              wanted ? Opcode.IFNE : Opcode.IFEQ,
              wanted ? Opcode.IFEQ : Opcode.IFNE,
              isTrue,
              isFalse,
              next);
          return;
        }
        Calls.BYTES_COMPARE.call(code);
      }
      case CHAR -> {
        frame.pushRegion(left);
        frame.pushRegion(right);
        Calls.BYTES_COMPARE_PADDED.call(code);
      }
      case REAL, DOUBLE -> compareFloats(type.kind(), left, right);
      case BIGINT, TIME, TIMESTAMP, TIMESTAMPTZ, ENUM, NUMERIC, INTERVAL, UUID, JSONB, ARRAY -> {
        if (type.kind() == Kind.ARRAY) {
          frame.pushObject(type.stored(), SqlType.class);
        }
        frame.push(left);
        frame.push(right);
        switch (type.kind()) {
          case NUMERIC -> Calls.COMPARE_DECIMALS.call(code);
          case INTERVAL -> Calls.COMPARE_INTERVALS.call(code);
          case UUID -> Calls.COMPARE_UUIDS.call(code);
          case JSONB -> Calls.COMPARE_JSON.call(code);
          case ARRAY -> Calls.COMPARE_ARRAYS.call(code);
          default -> code.lcmp();
        }
      }
    }
    conditions.jump(ofComparison(operator), ofComparison(negated(operator)), isTrue, isFalse, next);
  }

  // NaN is greater than every number. A comparison with a number can leave that to the instruction:
  // fcmpg and dcmpg say 1, fcmpl and dcmpl -1, if one operand is NaN.
  private void compareFloats(Kind kind, Value left, Value right) {
    frame.push(left);
    frame.push(right);
    boolean real = kind == Kind.REAL;
    if (isNumber(right)) {
      var _ = real ? code.fcmpg() : code.dcmpg();
    } else if (isNumber(left)) {
      var _ = real ? code.fcmpl() : code.dcmpl();
    } else {
      (real ? Calls.COMPARE_FLOATS : Calls.COMPARE_DOUBLES).call(code);
    }
  }

  private static boolean isNumber(Value value) {
    return value instanceof Value.Constant constant
        && !Double.isNaN(((Number) constant.carrier()).doubleValue());
  }

  private static Operator negated(Operator operator) {
    return switch (operator) {
      case EQUAL -> Operator.NOT_EQUAL;
      case NOT_EQUAL -> Operator.EQUAL;
      case LESS -> Operator.GREATER_OR_EQUAL;
      case LESS_OR_EQUAL -> Operator.GREATER;
      case GREATER -> Operator.LESS_OR_EQUAL;
      case GREATER_OR_EQUAL -> Operator.LESS;
    };
  }

  private static Opcode ofInts(Operator operator) {
    return switch (operator) {
      case EQUAL -> Opcode.IF_ICMPEQ;
      case NOT_EQUAL -> Opcode.IF_ICMPNE;
      case LESS -> Opcode.IF_ICMPLT;
      case LESS_OR_EQUAL -> Opcode.IF_ICMPLE;
      case GREATER -> Opcode.IF_ICMPGT;
      case GREATER_OR_EQUAL -> Opcode.IF_ICMPGE;
    };
  }

  private static Opcode ofComparison(Operator operator) {
    return switch (operator) {
      case EQUAL -> Opcode.IFEQ;
      case NOT_EQUAL -> Opcode.IFNE;
      case LESS -> Opcode.IFLT;
      case LESS_OR_EQUAL -> Opcode.IFLE;
      case GREATER -> Opcode.IFGT;
      case GREATER_OR_EQUAL -> Opcode.IFGE;
    };
  }

  /** IN: a lookup in a constant set, or comparisons where equality has no hash here. */
  void branch(Expr.In in, Target isTrue, Target isFalse, Target isNull, Target next) {
    Value value = expressions.evaluate(in.operand(), isNull);
    SqlType type = in.operand().type();
    List<Object> plain = new ArrayList<>();
    List<Object> padded = new ArrayList<>();
    for (Expr.Literal literal : in.values()) {
      Object carrier = Objects.requireNonNull(literal.value());
      boolean isPadded = Expr.comparedAs(type, literal.type()).kind() == Kind.CHAR;
      (isPadded ? padded : plain).add(carrier);
    }
    switch (type.kind()) {
      case JSONB, ARRAY -> {
        for (Object carrier : plain) {
          Target further = frame.newTarget();
          Value constant = new Value.Constant(type.kind(), carrier);
          compare(Operator.EQUAL, type, value, constant, isTrue, further, further);
          frame.bind(further);
        }
        conditions.jumpUnlessNext(isFalse, next);
        return;
      }
      case TEXT, VARCHAR, CHAR, BYTEA -> {
        if (!plain.isEmpty() && !padded.isEmpty()) {
          pushContains(value, plain, false);
          frame.jump(Opcode.IFNE, isTrue);
          plain.clear();
        }
        pushContains(value, plain.isEmpty() ? padded : plain, plain.isEmpty());
      }
      case BOOLEAN,
          SMALLINT,
          INTEGER,
          BIGINT,
          REAL,
          DOUBLE,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMPTZ,
          ENUM ->
          pushContainsNumber(type.kind(), value, plain);
      case NUMERIC, INTERVAL, UUID -> pushContainsObject(type.kind(), value, plain);
    }
    conditions.jump(Opcode.IFNE, Opcode.IFEQ, isTrue, isFalse, next);
  }

  private void pushContains(Value value, List<Object> members, boolean blankPadded) {
    List<Slice> slices = members.stream().map(Slice.class::cast).toList();
    frame.pushObject(new BytesSet(slices, blankPadded), BytesSet.class);
    frame.pushRegion(value);
    Calls.BYTES_SET_CONTAINS.call(code);
  }

  private void pushContainsNumber(Kind kind, Value value, List<Object> members) {
    long[] longs = members.stream().mapToLong(Predicates::asLong).toArray();
    frame.pushObject(new LongSet(longs), LongSet.class);
    frame.push(value);
    switch (Types.typeKind(kind)) {
      case INT -> code.i2l();
      case FLOAT -> {
        code.f2d();
        Calls.KEY_BITS_DOUBLE.call(code);
      }
      case DOUBLE -> Calls.KEY_BITS_DOUBLE.call(code);
      default -> {}
    }
    Calls.LONG_SET_CONTAINS.call(code);
  }

  private static long asLong(Object carrier) {
    return switch (carrier) {
      case Boolean value -> value ? 1 : 0;
      case Integer value -> value;
      case Long value -> value;
      case Float value -> Numbers.keyBits((double) value);
      case Double value -> Numbers.keyBits((double) value);
      default -> throw new IllegalArgumentException("no number: " + carrier);
    };
  }

  private void pushContainsObject(Kind kind, Value value, List<Object> members) {
    Set<Object> set =
        members.stream().map(Predicates::keyForm).collect(Collectors.toUnmodifiableSet());
    frame.pushObject(set, Set.class);
    frame.push(value);
    if (kind == Kind.NUMERIC) {
      Calls.KEY_FORM_DECIMAL.call(code);
    } else if (kind == Kind.INTERVAL) {
      Calls.KEY_FORM_INTERVAL.call(code);
    }
    Calls.SET_CONTAINS.call(code);
  }

  private static Object keyForm(Object carrier) {
    return switch (carrier) {
      case BigDecimal decimal -> Numbers.keyForm(decimal);
      case Interval interval -> Numbers.keyForm(interval);
      default -> carrier;
    };
  }
}
