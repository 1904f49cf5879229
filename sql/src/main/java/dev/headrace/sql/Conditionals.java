package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Case.Branch;
import dev.headrace.ir.Expr.Comparison;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.parser.SqlParserPos;

/** CASE, COALESCE, NULLIF, GREATEST, LEAST. */
final class Conditionals {
  private final ExpressionBinder binder;
  private final Coercion coercion;

  Conditionals(ExpressionBinder binder) {
    this.binder = binder;
    this.coercion = binder.coercion();
  }

  Expr caseOf(SqlCase choice) {
    List<Expr> conditions = new ArrayList<>();
    SqlNode value = choice.getValueOperand();
    Operand tested = value == null ? null : binder.bind(value);
    for (SqlNode when : choice.getWhenOperands()) {
      conditions.add(
          tested == null
              ? coercion.condition(binder.bind(when), "CASE/WHEN")
              : binder
                  .operators()
                  .comparison(
                      Comparison.Operator.EQUAL,
                      "=",
                      tested,
                      binder.bind(when),
                      when.getParserPosition()));
    }
    List<Operand> results = new ArrayList<>();
    // PostgreSQL lets ELSE speak first.
    SqlNode otherwise = choice.getElseOperand();
    results.add(
        otherwise == null ? new Operand.Null(choice.getParserPosition()) : binder.bind(otherwise));
    choice.getThenOperands().forEach(then -> results.add(binder.bind(then)));
    SqlType type = common(results, "CASE");
    List<Branch> branches = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      branches.add(new Branch(conditions.get(i), coercion.implicit(results.get(i + 1), type)));
    }
    return new Expr.Case(branches, coercion.implicit(results.getFirst(), type), type);
  }

  SqlType common(List<Operand> operands, String clause) {
    List<@org.jspecify.annotations.Nullable SqlType> types = new ArrayList<>();
    List<SqlParserPos> places = new ArrayList<>();
    for (Operand operand : operands) {
      types.add(coercion.type(operand));
      places.add(operand.place());
    }
    return CommonType.of(types, clause, binder.analysis().source(), places);
  }

  Expr coalesce(SqlCall call) {
    List<Operand> operands = call.getOperandList().stream().map(binder::bind).toList();
    SqlType type = common(operands, "COALESCE");
    List<Expr> values = operands.stream().map(o -> coercion.implicit(o, type)).toList();
    return values.size() == 1 ? values.getFirst() : new Expr.Coalesce(values, type);
  }

  Expr nullIf(SqlCall call) {
    Operand left = binder.bind(call.operand(0));
    Operand right = binder.bind(call.operand(1));
    Expr equal =
        binder
            .operators()
            .comparison(Comparison.Operator.EQUAL, "=", left, right, call.getParserPosition());
    Expr own = coercion.standalone(coercion.current(left));
    Operand typed = new Operand.Typed(own, left.place());
    SqlType type = nullIfType(own.type(), equal);
    return new Expr.Case(
        List.of(new Branch(equal, new Literal(null, type))), coercion.implicit(typed, type), type);
  }

  // that of the left operand of the = which PostgreSQL chooses: there is one for all integers, but
  // none for integers and other numbers, nor for varchar (manual, section 9.18.3)
  private static SqlType nullIfType(SqlType own, Expr equal) {
    if (own.kind() == SqlType.Kind.VARCHAR) {
      return SqlType.TEXT;
    }
    SqlType compared = equal instanceof Comparison c ? c.left().type() : own;
    return isInteger(own) && !isInteger(compared) ? compared : own;
  }

  private static boolean isInteger(SqlType type) {
    return switch (type.kind()) {
      case SMALLINT, INTEGER, BIGINT -> true;
      case BOOLEAN,
          REAL,
          DOUBLE,
          NUMERIC,
          TEXT,
          VARCHAR,
          CHAR,
          BYTEA,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMPTZ,
          INTERVAL,
          UUID,
          JSONB,
          ENUM,
          ARRAY ->
          false;
    };
  }

  /** The greatest or least value that is not NULL: the first that no other one beats. */
  Expr extreme(SqlCall call, String name) {
    List<Operand> operands = call.getOperandList().stream().map(binder::bind).toList();
    SqlType type = common(operands, name.toUpperCase(Locale.ROOT));
    Comparison.Operator operator =
        name.equals("greatest")
            ? Comparison.Operator.GREATER_OR_EQUAL
            : Comparison.Operator.LESS_OR_EQUAL;
    List<Expr> values = operands.stream().map(o -> coercion.implicit(o, type)).toList();
    if (values.size() == 1) {
      return values.getFirst();
    }
    List<Branch> branches = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      List<Expr> beaten = new ArrayList<>();
      if (values.get(i).nullable()) {
        beaten.add(Conditions.isNotNull(values.get(i)));
      }
      // Earlier values lost already if they are not NULL and this one is reached.
      for (int j = 0; j < values.size(); j++) {
        if (j != i) {
          Expr wins = new Comparison(operator, values.get(i), values.get(j));
          beaten.add(
              values.get(j).nullable()
                  ? Conditions.or(List.of(new Expr.IsNull(values.get(j)), wins))
                  : wins);
        }
      }
      branches.add(new Branch(Conditions.and(beaten), values.get(i)));
    }
    return new Expr.Case(branches, new Literal(null, type), type);
  }
}
