package dev.headrace.sql;

import dev.headrace.ir.ConstantFolding;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Comparison;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.model.CatalogTypes;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlBetweenOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Expressions that are true or false: comparisons, IN, BETWEEN, LIKE, IS. */
final class Predicates {
  private final ExpressionBinder binder;
  private final Coercion coercion;
  private final Operators operators;

  Predicates(ExpressionBinder binder) {
    this.binder = binder;
    this.coercion = binder.coercion();
    this.operators = binder.operators();
  }

  Expr bind(SqlCall call) {
    return switch (call.getKind()) {
      case AND -> Conditions.and(conditions(call, "AND"));
      case OR -> Conditions.or(conditions(call, "OR"));
      case NOT -> not(coercion.condition(binder.bind(call.operand(0)), "NOT"));
      case IS_NULL -> isNull(call);
      case IS_NOT_NULL -> isNotNull(call);
      case IS_TRUE -> Conditions.isTrue(truth(call, "IS TRUE"));
      case IS_NOT_TRUE -> not(Conditions.isTrue(truth(call, "IS NOT TRUE")));
      case IS_FALSE -> Conditions.isTrue(not(truth(call, "IS FALSE")));
      case IS_NOT_FALSE -> not(Conditions.isTrue(not(truth(call, "IS NOT FALSE"))));
      case IS_UNKNOWN -> new Expr.IsNull(truth(call, "IS UNKNOWN"));
      case IS_DISTINCT_FROM -> distinctFrom(call);
      case IS_NOT_DISTINCT_FROM -> not(distinctFrom(call));
      case BETWEEN -> between(call);
      case LIKE, RLIKE -> new Patterns(binder).like(call);
      case SIMILAR -> new Patterns(binder).similar(call);
      case IN -> in(call);
      case NOT_IN -> not(in(call));
      case SOME -> quantified(call, false);
      case ALL -> quantified(call, true);
      case EXISTS -> binder.subqueries().exists(call.operand(0));
      case OVERLAPS -> new Overlaps(binder).bind(call);
      default -> compared(call);
    };
  }

  static Expr not(Expr condition) {
    return condition instanceof Expr.Not(Expr inner) ? inner : new Expr.Not(condition);
  }

  /** The operands of a chain of one operator, which the parser nests to the left. */
  private List<Expr> conditions(SqlCall call, String name) {
    List<SqlNode> nodes = new ArrayList<>();
    SqlNode node = call;
    while (node.getKind() == call.getKind() && !isGrouped(node)) {
      nodes.add(((SqlCall) node).operand(1));
      node = ((SqlCall) node).operand(0);
    }
    nodes.add(node);
    List<Expr> conditions = new ArrayList<>();
    for (SqlNode operand : nodes.reversed()) {
      Expr condition = coercion.condition(binder.bind(operand), name);
      boolean same =
          call.getKind() == SqlKind.AND
              ? condition instanceof Expr.And
              : condition instanceof Expr.Or;
      conditions.addAll(same ? condition.operands() : List.of(condition));
    }
    return conditions;
  }

  /** Whether the node is something that was grouped by. */
  private boolean isGrouped(SqlNode node) {
    Grouping grouping = binder.scope().grouping();
    return grouping != null && grouping.key(node) != null;
  }

  private Expr truth(SqlCall call, String name) {
    return coercion.condition(binder.bind(call.operand(0)), name);
  }

  private Expr isNull(SqlCall call) {
    return Conditions.and(nulls(call));
  }

  /** Of a row: that all of its values are there, which is not that it is not NULL. */
  private Expr isNotNull(SqlCall call) {
    return Conditions.and(nulls(call).stream().map(Predicates::not).toList());
  }

  /** For the operand, or each value of a row, whether it is NULL. */
  private List<Expr> nulls(SqlCall call) {
    SqlNode operand = call.operand(0);
    List<SqlNode> values =
        operand.getKind() == SqlKind.ROW ? ((SqlCall) operand).getOperandList() : List.of(operand);
    List<Expr> nulls = new ArrayList<>();
    for (SqlNode value : values) {
      nulls.add(new Expr.IsNull(coercion.standalone(coercion.current(binder.bind(value)))));
    }
    return nulls;
  }

  private Expr distinctFrom(SqlCall call) {
    return operators.distinctFrom(
        binder.bind(call.operand(0)), binder.bind(call.operand(1)), place(call, "is"));
  }

  private SqlParserPos place(SqlCall call, String name) {
    return binder.operatorPlace(call, name);
  }

  private Expr compared(SqlCall call) {
    String name = call.getOperator().getName();
    if (call.operand(0).getKind() == SqlKind.ROW && call.operand(1).getKind() == SqlKind.ROW) {
      return written(call.operand(0), call.operand(1), call);
    }
    if (call.operand(0).getKind() == SqlKind.ROW && Subqueries.isQuery(call.operand(1))) {
      SqlCall row = call.operand(0);
      List<Operand> left = row.getOperandList().stream().map(binder::bind).toList();
      return rows(left, binder.subqueries().rowOf(call.operand(1), left.size()), call);
    }
    return operators.comparison(
        ExpressionBinder.comparison(call.getKind()),
        name,
        binder.bind(call.operand(0)),
        binder.bind(call.operand(1)),
        place(call, name));
  }

  /** (a, b) = (c, d) column by column, (a, b) < (c, d) lexicographically. */
  private Expr written(SqlCall left, SqlCall right, SqlCall call) {
    if (left.operandCount() != right.operandCount()) {
      throw binder
          .analysis()
          .error(
              ErrorCode.SYNTAX_ERROR,
              "unequal number of entries in row expressions",
              place(call, call.getOperator().getName()));
    }
    List<Operand> l = left.getOperandList().stream().map(binder::bind).toList();
    List<Operand> r = right.getOperandList().stream().map(binder::bind).toList();
    return rows(l, r, call);
  }

  private Expr rows(List<Operand> l, List<Operand> r, SqlCall call) {
    SqlKind kind = call.getKind();
    SqlParserPos place = place(call, call.getOperator().getName());
    return switch (kind) {
      case EQUALS -> rowsEqual(l, r, place);
      case NOT_EQUALS -> not(rowsEqual(l, r, place));
      default -> lexicographic(ExpressionBinder.comparison(kind), l, r, 0, place);
    };
  }

  Expr rowsEqual(List<Operand> left, List<Operand> right, SqlParserPos place) {
    List<Expr> equalities = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      equalities.add(
          operators.comparison(Comparison.Operator.EQUAL, "=", left.get(i), right.get(i), place));
    }
    return Conditions.and(equalities);
  }

  private Expr lexicographic(
      Comparison.Operator operator,
      List<Operand> left,
      List<Operand> right,
      int at,
      SqlParserPos place) {
    boolean last = at == left.size() - 1;
    Comparison.Operator strict =
        switch (operator) {
          case LESS_OR_EQUAL -> last ? operator : Comparison.Operator.LESS;
          case GREATER_OR_EQUAL -> last ? operator : Comparison.Operator.GREATER;
          default -> operator;
        };
    Expr compared = operators.comparison(strict, "<", left.get(at), right.get(at), place);
    if (last) {
      return compared;
    }
    Expr equal =
        operators.comparison(Comparison.Operator.EQUAL, "=", left.get(at), right.get(at), place);
    return Conditions.or(
        List.of(
            compared,
            Conditions.and(List.of(equal, lexicographic(operator, left, right, at + 1, place)))));
  }

  private Expr between(SqlCall call) {
    SqlBetweenOperator operator = (SqlBetweenOperator) call.getOperator();
    Operand value = binder.bind(call.operand(0));
    Operand low = binder.bind(call.operand(1));
    Operand high = binder.bind(call.operand(2));
    SqlParserPos place = place(call, "between");
    Expr within = within(value, low, high, place);
    if (operator.flag == SqlBetweenOperator.Flag.SYMMETRIC) {
      within = Conditions.or(List.of(within, within(value, high, low, place)));
    }
    return operator.isNegated() ? not(within) : within;
  }

  private Expr within(Operand value, Operand low, Operand high, SqlParserPos place) {
    return Conditions.and(
        List.of(
            operators.comparison(Comparison.Operator.GREATER_OR_EQUAL, ">=", value, low, place),
            operators.comparison(Comparison.Operator.LESS_OR_EQUAL, "<=", value, high, place)));
  }

  private Expr in(SqlCall call) {
    SqlNode left = call.operand(0);
    if (!(call.operand(1) instanceof SqlNodeList items)) {
      return binder.subqueries().in(left, call.operand(1), call);
    }
    if (left.getKind() == SqlKind.ROW) {
      return rowIn((SqlCall) left, items, call);
    }
    Operand value = binder.bind(left);
    List<Operand> operands = items.getList().stream().map(binder::bind).toList();
    return inList(value, operands, place(call, "in"));
  }

  private Expr rowIn(SqlCall left, SqlNodeList items, SqlCall call) {
    List<Operand> values = left.getOperandList().stream().map(binder::bind).toList();
    List<Expr> alternatives = new ArrayList<>();
    for (SqlNode item : items) {
      if (!(item instanceof SqlCall row)
          || row.getKind() != SqlKind.ROW
          || row.operandCount() != values.size()) {
        throw binder
            .analysis()
            .error(ErrorCode.SYNTAX_ERROR, "unequal number of entries in row expressions", item);
      }
      List<Operand> operands = row.getOperandList().stream().map(binder::bind).toList();
      alternatives.add(rowsEqual(values, operands, place(call, "in")));
    }
    return Conditions.or(alternatives);
  }

  /** Equality with one of several: constants of the same type at once, the rest one by one. */
  Expr inList(Operand value, List<Operand> operands, SqlParserPos place) {
    @Nullable SqlType type = coercion.type(value);
    @Nullable SqlType common = type == null ? null : Types.unmodified(type);
    for (Operand operand : operands) {
      SqlType other = coercion.type(operand);
      if (CatalogTypes.JSON.equals(type) || CatalogTypes.JSON.equals(other)) {
        throw operators.undefined("=", java.util.Arrays.asList(type, other), place);
      }
      if (other != null) {
        common = common == null ? Types.unmodified(other) : Operators.comparable(common, other);
        if (common == null) {
          throw operators.undefined(
              "=", List.of(java.util.Objects.requireNonNull(type), other), place);
        }
      }
    }
    SqlType target = common == null ? SqlType.TEXT : common;
    Expr tested = coercion.implicit(value, target);
    List<Literal> constants = new ArrayList<>();
    List<Expr> alternatives = new ArrayList<>();
    boolean anyNull = false;
    for (Operand operand : operands) {
      Expr item = ConstantFolding.fold(coercion.implicit(operand, target));
      if (item instanceof Literal literal) {
        if (literal.value() == null) {
          anyNull = true;
        } else {
          constants.add(literal);
        }
      } else {
        alternatives.add(new Comparison(Comparison.Operator.EQUAL, tested, item));
      }
    }
    if (constants.size() == 1) {
      alternatives.addFirst(
          new Comparison(Comparison.Operator.EQUAL, tested, constants.getFirst()));
    } else if (!constants.isEmpty()) {
      alternatives.addFirst(new Expr.In(tested, constants));
    }
    if (anyNull) {
      alternatives.add(new Literal(null, SqlType.BOOLEAN));
    }
    return Conditions.or(alternatives);
  }

  private Expr quantified(SqlCall call, boolean all) {
    SqlNode right = call.operand(1);
    if (right instanceof SqlNodeList list && list.size() == 1) {
      return overArray(call, list.get(0), all);
    }
    return binder.subqueries().quantified(call, all);
  }

  /** x = ANY (array): of a constant array, its elements. */
  private Expr overArray(SqlCall call, SqlNode array, boolean all) {
    SqlKind comparison =
        ((org.apache.calcite.sql.fun.SqlQuantifyOperator) call.getOperator()).comparisonKind;
    Operand value = binder.bind(call.operand(0));
    SqlParserPos place = place(call, comparison.sql);
    if (array.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR) {
      List<Operand> items = ((SqlCall) array).getOperandList().stream().map(binder::bind).toList();
      return overItems(comparison, value, items, all, place);
    }
    Operand bound = binder.bind(array);
    SqlType type = coercion.type(bound);
    SqlType element = coercion.type(value);
    if (type == null) {
      type = SqlType.array(element == null ? SqlType.TEXT : Types.unmodified(element));
    }
    if (type.kind() != Kind.ARRAY) {
      throw binder
          .analysis()
          .error(
              ErrorCode.WRONG_OBJECT_TYPE,
              "op ANY/ALL (array) requires array on right side",
              place);
    }
    Expr expr = coercion.implicit(bound, type);
    if (expr instanceof Literal literal && literal.value() instanceof dev.headrace.model.Slice s) {
      List<Operand> items = new ArrayList<>();
      for (Object item : dev.headrace.model.ArrayValues.decode(type, s)) {
        items.add(
            new Operand.Typed(new Literal(item, Types.element(type)), array.getParserPosition()));
      }
      return overItems(comparison, value, items, all, place);
    }
    SqlType ofElements = Types.element(type);
    Operand item = new Operand.Typed(new Literal(null, ofElements), array.getParserPosition());
    SqlType common = operators.comparable(comparison.sql, value, item, place);
    if (common.kind() == ofElements.kind()) {
      common = ofElements;
    } else {
      expr =
          coercion.explicit(
              new Operand.Typed(expr, bound.place()), SqlType.array(common), bound.place());
    }
    Expr compared = coercion.implicit(value, common);
    if (comparison == (all ? SqlKind.NOT_EQUALS : SqlKind.EQUALS)) {
      Expr any = ArrayCalls.isAny(compared, expr);
      return all ? not(any) : any;
    }
    return ArrayCalls.quantified(ExpressionBinder.comparison(comparison), compared, expr, all);
  }

  private Expr overItems(
      SqlKind comparison, Operand value, List<Operand> items, boolean all, SqlParserPos place) {
    if (!all && comparison == SqlKind.EQUALS) {
      return inList(value, items, place);
    }
    if (all && comparison == SqlKind.NOT_EQUALS) {
      return not(inList(value, items, place));
    }
    List<Expr> comparisons = new ArrayList<>();
    for (Operand item : items) {
      comparisons.add(
          operators.comparison(
              ExpressionBinder.comparison(comparison), comparison.sql, value, item, place));
    }
    return all ? Conditions.and(comparisons) : Conditions.or(comparisons);
  }
}
