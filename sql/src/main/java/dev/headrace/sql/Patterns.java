package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.ir.ScalarFunctions;
import dev.headrace.model.ArrayValues;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * LIKE, ILIKE, SIMILAR TO and the operators of regular expressions. On their right may stand {@code
 * ANY (array)} or {@code ALL (array)}, which the lexer makes a function's call, or an array's if
 * there is a query in the place of the array.
 */
final class Patterns {
  private final ExpressionBinder binder;
  private final Coercion coercion;
  private final Operators operators;

  Patterns(ExpressionBinder binder) {
    this.binder = binder;
    this.coercion = binder.coercion();
    this.operators = binder.operators();
  }

  Expr similar(SqlCall call) {
    List<Operand> operands = call.getOperandList().stream().map(binder::bind).toList();
    SqlParserPos place = binder.operatorPlace(call, "similar");
    Expr similar = operators.function("similar to", operands, place);
    return ((SqlLikeOperator) call.getOperator()).isNegated() ? Predicates.not(similar) : similar;
  }

  Expr like(SqlCall call) {
    SqlLikeOperator operator = (SqlLikeOperator) call.getOperator();
    boolean ignoringCase = operator.getName().contains("ILIKE");
    if (operator.getName().contains("RLIKE")) {
      throw binder.analysis().unsupported("RLIKE", call);
    }
    return bind(call, ignoringCase ? "ilike" : "like", operator.isNegated());
  }

  /** {@code ~}, {@code !~*} and the like. */
  Expr matches(SqlCall call) {
    String name = call.getOperator().getName();
    boolean negated = name.startsWith("!");
    return bind(call, negated ? name.substring(1) : name, negated);
  }

  private Expr bind(SqlCall call, String function, boolean negated) {
    SqlParserPos place = binder.operatorPlace(call, function);
    SqlCall quantified = quantified(call);
    if (quantified != null) {
      boolean all = quantifier(quantified).equals("all");
      // some do not match unless all do
      Expr matched =
          quantified(function, binder.bind(call.operand(0)), quantified, all != negated, place);
      return negated ? Predicates.not(matched) : matched;
    }
    List<Operand> operands = call.getOperandList().stream().map(binder::bind).toList();
    Expr matched = matched(function, operands, negated, place);
    return negated ? Predicates.not(matched) : matched;
  }

  private Expr matched(String function, List<Operand> operands, boolean negated, SqlParserPos at) {
    requireTexts(function, operands, negated, at);
    return Character.isLetter(function.charAt(0))
        ? operators.function(function, operands, at)
        : operators.binary(function, operands.get(0), operands.get(1), at);
  }

  private void requireTexts(
      String function, List<Operand> operands, boolean negated, SqlParserPos place) {
    for (Operand operand : operands) {
      SqlType type = coercion.type(operand);
      if (type != null && !type.kind().isText()) {
        List<@Nullable SqlType> types =
            Arrays.asList(coercion.type(operands.get(0)), coercion.type(operands.get(1)));
        throw operators.undefined(symbol(function, negated), types, place);
      }
    }
  }

  private static String symbol(String function, boolean negated) {
    String plain =
        switch (function) {
          case "like" -> "~~";
          case "ilike" -> "~~*";
          default -> function;
        };
    return negated ? "!" + plain : plain;
  }

  /** The call that stands for ANY, SOME or ALL on the right; null without one. */
  private @Nullable SqlCall quantified(SqlCall call) {
    if (call.operandCount() != 2
        || !(call.operand(1) instanceof SqlCall right)
        || right.operandCount() != 1) {
      return null;
    }
    boolean isArray = right.getKind() == SqlKind.ARRAY_QUERY_CONSTRUCTOR;
    if (!isArray && right.getKind() != SqlKind.OTHER_FUNCTION) {
      return null;
    }
    return switch (quantifier(right)) {
      case "any", "some", "all" -> right;
      default -> null;
    };
  }

  private String quantifier(SqlCall quantified) {
    if (quantified.getKind() == SqlKind.ARRAY_QUERY_CONSTRUCTOR) {
      return binder.analysis().source().word(quantified.getParserPosition());
    }
    return quantified.getOperator().getName().toLowerCase(Locale.ROOT);
  }

  private Expr quantified(
      String function, Operand value, SqlCall quantified, boolean all, SqlParserPos place) {
    boolean ofRows = Subqueries.isQuery(quantified.operand(0));
    SqlNode array =
        ofRows
            ? SqlStdOperatorTable.ARRAY_QUERY.createCall(
                quantified.getParserPosition(), quantified.<SqlNode>operand(0))
            : quantified.operand(0);
    if (array.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR) {
      List<Operand> items = ((SqlCall) array).getOperandList().stream().map(this::element).toList();
      return ofItems(function, value, items, all, place);
    }
    Operand bound = binder.bind(array);
    SqlType type = coercion.type(bound);
    if (type != null && type.kind() != Kind.ARRAY) {
      throw binder
          .analysis()
          .error(
              ErrorCode.WRONG_OBJECT_TYPE,
              "op ANY/ALL (array) requires array on right side",
              place);
    }
    SqlType element = type == null ? SqlType.TEXT : Types.element(type);
    Operand item = new Operand.Typed(new Literal(null, element), array.getParserPosition());
    requireTexts(function, List.of(value, item), false, place);
    SqlType patterns = SqlType.array(SqlType.TEXT);
    Expr expr = coercion.implicit(bound, patterns);
    if (expr instanceof Literal literal && literal.value() instanceof Slice constant) {
      List<Operand> items = new ArrayList<>();
      for (Object each : ArrayValues.decode(patterns, constant)) {
        items.add(new Operand.Typed(new Literal(each, SqlType.TEXT), array.getParserPosition()));
      }
      return ofItems(function, value, items, all, place);
    }
    return new Expr.Call(
        ScalarFunctions.require(function + (all ? " all" : " any"), Kind.TEXT, Kind.ARRAY),
        List.of(coercion.implicit(value, SqlType.TEXT), expr),
        SqlType.BOOLEAN);
  }

  /** An element of a constructed array: its type is text, if nothing else is known. */
  private Operand element(SqlNode node) {
    Operand item = binder.bind(node);
    return coercion.type(item) == null
        ? new Operand.Typed(coercion.implicit(item, SqlType.TEXT), node.getParserPosition())
        : item;
  }

  private Expr ofItems(
      String function, Operand value, List<Operand> items, boolean all, SqlParserPos place) {
    List<Expr> conditions =
        items.stream().map(item -> matched(function, List.of(value, item), false, place)).toList();
    return all ? Conditions.and(conditions) : Conditions.or(conditions);
  }
}
