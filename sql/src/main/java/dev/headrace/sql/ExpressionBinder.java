package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Comparison;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Interval;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.sql.grammar.PostgresOperators;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** Resolves and types scalar expressions. */
final class ExpressionBinder {
  private final Scope scope;
  private final Clause clause;
  private final Analysis analysis;
  private final Coercion coercion;
  private final Operators operators;
  private final Predicates predicates;
  private final Conditionals conditionals;
  private final FunctionCalls functions;
  private final Subqueries subqueries;

  ExpressionBinder(Scope scope, Clause clause) {
    this.scope = scope;
    this.clause = clause;
    this.analysis = scope.analysis();
    this.coercion = analysis.coercion();
    this.operators = new Operators(analysis);
    this.subqueries = new Subqueries(this);
    this.predicates = new Predicates(this);
    this.conditionals = new Conditionals(this);
    this.functions = new FunctionCalls(this);
  }

  Scope scope() {
    return scope;
  }

  Clause clause() {
    return clause;
  }

  Analysis analysis() {
    return analysis;
  }

  Coercion coercion() {
    return coercion;
  }

  Operators operators() {
    return operators;
  }

  Predicates predicates() {
    return predicates;
  }

  Subqueries subqueries() {
    return subqueries;
  }

  /** A condition, as a list of conjuncts; EXISTS and IN among them become joins of the frame. */
  void filter(SqlNode condition) {
    List<Expr> conjuncts = new ArrayList<>();
    List<SqlNode> withSubqueries = new ArrayList<>();
    addConjuncts(condition, conjuncts, withSubqueries);
    Frame frame = scope.frame();
    frame.replace(Joins.filter(frame.rel(), conjuncts));
    for (SqlNode node : withSubqueries) {
      if (!subqueries.filter(node)) {
        Expr bound = condition(node);
        frame.replace(Joins.filter(frame.rel(), Conditions.conjuncts(bound)));
      }
    }
  }

  private void addConjuncts(SqlNode node, List<Expr> conjuncts, List<SqlNode> withSubqueries) {
    if (node.getKind() == SqlKind.AND) {
      ((SqlCall) node)
          .getOperandList()
          .forEach(operand -> addConjuncts(operand, conjuncts, withSubqueries));
    } else if (Subqueries.any(node)) {
      withSubqueries.add(node);
    } else {
      conjuncts.addAll(Conditions.conjuncts(condition(node)));
    }
  }

  Expr condition(SqlNode node) {
    return coercion.condition(bind(node), clause == Clause.JOIN ? "JOIN/ON" : clause.toString());
  }

  Operand.Typed typed(Expr expr, SqlNode node) {
    return new Operand.Typed(expr, node.getParserPosition());
  }

  /** The operand of an expression. */
  Operand bind(SqlNode node) {
    Expr.Column made = scope.made(node);
    if (made != null) {
      return typed(made, node);
    }
    Grouping grouping = scope.grouping();
    if (grouping != null) {
      Expr.Column column = grouping.aggregate(node);
      column = column == null && node instanceof SqlCall ? grouping.key(node) : column;
      if (column != null) {
        return typed(column, node);
      }
    }
    return switch (node) {
      case SqlLiteral literal -> literal(literal);
      case SqlDynamicParam parameter ->
          analysis.parameters().operand(parameter.getIndex(), parameter.getParserPosition());
      case SqlIdentifier identifier -> identifier(identifier);
      case SqlCase choice -> typed(conditionals.caseOf(choice), choice);
      case SqlCall call -> call(call);
      default -> throw analysis.unsupported("this expression", node);
    };
  }

  private Operand literal(SqlLiteral literal) {
    SqlParserPos place = literal.getParserPosition();
    return switch (literal.getTypeName()) {
      case NULL -> new Operand.Null(place);
      case CHAR -> new Operand.Text(literal.getValueAs(String.class), place);
      case BOOLEAN ->
          literal.getValue() == null
              ? new Operand.Null(place)
              : typed(literal.booleanValue() ? Literal.TRUE : Literal.FALSE, literal);
      case DECIMAL, DOUBLE -> typed(number((SqlNumericLiteral) literal), literal);
      default -> throw analysis.unsupported("this kind of literal", literal);
    };
  }

  /** An integer if written without a point and exponent and it fits, else NUMERIC. */
  static Literal number(SqlNumericLiteral literal) {
    BigDecimal value = Objects.requireNonNull((BigDecimal) literal.getValue());
    boolean integer = literal.getTypeName() == SqlTypeName.DECIMAL && literal.getScale() == 0;
    return integer && !isPointed(literal) ? integer(value) : numeric(value);
  }

  private static boolean isPointed(SqlNumericLiteral literal) {
    return literal.toString().indexOf('.') >= 0;
  }

  private static Literal integer(BigDecimal value) {
    if (value.toBigInteger().bitLength() < Integer.SIZE) {
      return new Literal(value.intValueExact(), SqlType.INTEGER);
    }
    return value.toBigInteger().bitLength() < Long.SIZE
        ? new Literal(value.longValueExact(), SqlType.BIGINT)
        : numeric(value);
  }

  private static Literal numeric(BigDecimal value) {
    return new Literal(value.scale() < 0 ? value.setScale(0) : value, SqlType.NUMERIC);
  }

  private Operand identifier(SqlIdentifier identifier) {
    if (identifier.isStar()) {
      throw analysis.error(ErrorCode.SYNTAX_ERROR, "syntax error at or near \"*\"", identifier);
    }
    if (identifier.isSimple() && !identifier.isComponentQuoted(0)) {
      Operand session = functions.sessionValue(identifier);
      if (session != null) {
        return session;
      }
    }
    return typed(scope.resolve(identifier), identifier);
  }

  private Operand call(SqlCall call) {
    return switch (call.getKind()) {
      case AND,
          OR,
          NOT,
          IS_NULL,
          IS_NOT_NULL,
          IS_TRUE,
          IS_NOT_TRUE,
          IS_FALSE,
          IS_NOT_FALSE,
          IS_UNKNOWN,
          IS_DISTINCT_FROM,
          IS_NOT_DISTINCT_FROM,
          EQUALS,
          NOT_EQUALS,
          LESS_THAN,
          LESS_THAN_OR_EQUAL,
          GREATER_THAN,
          GREATER_THAN_OR_EQUAL,
          BETWEEN,
          LIKE,
          RLIKE,
          SIMILAR,
          IN,
          NOT_IN,
          SOME,
          ALL,
          EXISTS,
          OVERLAPS ->
          typed(predicates.bind(call), call);
      case PLUS, MINUS, TIMES, DIVIDE, MOD -> binary(call.getOperator().getName(), call);
      case MINUS_PREFIX -> negated(call);
      case PLUS_PREFIX -> positive(call);
      case CAST, SAFE_CAST -> cast(call);
      case SELECT, ORDER_BY, WITH, UNION, INTERSECT, EXCEPT, VALUES, EXPLICIT_TABLE ->
          typed(subqueries.scalar(call), call);
      case LITERAL_CHAIN -> chain(call);
      case DOT -> typed(new ArrayCalls(this, conditionals).field(call), call);
      case ROW -> throw analysis.unsupported("a row value here", call);
      case OVER -> over(call);
      case DEFAULT ->
          throw analysis.error(
              ErrorCode.SYNTAX_ERROR, "DEFAULT is not allowed in this context", call);
      case OTHER -> other(call);
      default -> functions.bind(call);
    };
  }

  private Operand over(SqlCall call) {
    throw analysis.error(
        ErrorCode.WINDOWING_ERROR,
        switch (clause) {
          case WINDOW -> "window function calls cannot be nested";
          case AGGREGATE -> "aggregate function calls cannot contain window function calls";
          default -> "window functions are not allowed in " + clause;
        },
        call);
  }

  private Operand other(SqlCall call) {
    if (call.getOperator().equals(PostgresOperators.COLLATE)) {
      return collated(call);
    }
    if (call.getOperator().equals(PostgresOperators.TYPED_LITERAL)) {
      return typedLiteral(call);
    }
    String name = call.getOperator().getName();
    if (call.getOperator().equals(PostgresOperators.AT_TIME_ZONE)) {
      return typed(
          functions.named("timezone", List.of(bind(call.operand(1)), bind(call.operand(0))), call),
          call);
    }
    if (call.getOperator().equals(PostgresOperators.VARIADIC)) {
      throw analysis.error(ErrorCode.SYNTAX_ERROR, "syntax error at or near \"VARIADIC\"", call);
    }
    if (call.operandCount() == 1) {
      List<Operand> operand = List.of(bind(call.operand(0)));
      return typed(operators.function(name, operand, call.getParserPosition()), call);
    }
    return switch (name) {
      case "~", "~*", "!~", "!~*" -> typed(new Patterns(this).matches(call), call);
      default -> binary(name, call);
    };
  }

  private Operand collated(SqlCall call) {
    Collations.require(call.operand(1), analysis.source());
    Operand operand = bind(call.operand(0));
    SqlType type = coercion.type(operand);
    if (type != null) {
      Collations.requireText(type, analysis.source(), call.getParserPosition());
    }
    return operand;
  }

  private Operand binary(String name, SqlCall call) {
    Operand left = bind(call.operand(0));
    Operand right = bind(call.operand(1));
    return typed(operators.binary(name, left, right, operatorPlace(call, name)), call);
  }

  /** Where an infix operator stands: between its operands. */
  SqlParserPos operatorPlace(SqlCall call, String name) {
    SourceText source = analysis.source();
    int from = source.end(call.operand(0).getParserPosition());
    String text = source.text();
    String lower = name.toLowerCase(Locale.ROOT);
    int limit = Math.min(text.length(), from + 200);
    int at = text.substring(from, limit).toLowerCase(Locale.ROOT).indexOf(lower);
    return at < 0 ? call.getParserPosition() : source.place(from + at);
  }

  private Operand negated(SqlCall call) {
    SqlNode operand = call.operand(0);
    if (operand instanceof SqlNumericLiteral literal) {
      BigDecimal value = Objects.requireNonNull((BigDecimal) literal.getValue()).negate();
      boolean integer = number(literal).type().kind() != Kind.NUMERIC || isLong(literal, value);
      return typed(integer ? integer(value) : numeric(value), call);
    }
    return typed(operators.negated(bind(operand), call.getParserPosition()), call);
  }

  private static boolean isLong(SqlNumericLiteral literal, BigDecimal value) {
    return literal.getTypeName() == SqlTypeName.DECIMAL
        && !isPointed(literal)
        && value.scale() == 0
        && value.toBigInteger().bitLength() < Long.SIZE;
  }

  private Operand positive(SqlCall call) {
    Operand operand = bind(call.operand(0));
    SqlType type = coercion.type(operand);
    if (type == null || !type.kind().isNumber()) {
      List<@org.jspecify.annotations.Nullable SqlType> types = new ArrayList<>();
      types.add(type);
      throw operators.undefined("+", types, call.getParserPosition());
    }
    return operand;
  }

  private Operand cast(SqlCall call) {
    SqlType type = TypeNames.resolve((SqlDataTypeSpec) call.operand(1), analysis);
    SqlNode operand = call.operand(0);
    if (type.kind() == Kind.ARRAY && operand.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR) {
      return array((SqlCall) operand, Types.element(type)).at(call.getParserPosition());
    }
    SqlParserPos place =
        call.getOperator().getName().equals("::")
            ? operatorPlace(call, "::")
            : call.getParserPosition();
    return typed(coercion.explicit(bind(operand), type, place), call);
  }

  /** ARRAY[...] of elements of a type. */
  Operand array(SqlCall constructor, SqlType element) {
    return typed(functions.array(constructor, element), constructor);
  }

  private Operand typedLiteral(SqlCall call) {
    SqlType type = TypeNames.ofLiteral(call.operand(0), analysis);
    Operand text = bind(call.operand(1));
    if (call.operandCount() > 2 && text instanceof Operand.Text literal) {
      Interval value = RestrictedIntervals.read(literal, call, analysis);
      text = typed(new Expr.Literal(value, SqlType.INTERVAL), call);
    }
    return typed(coercion.explicit(text, type, call.getParserPosition()), call);
  }

  private static Operand chain(SqlCall call) {
    StringBuilder text = new StringBuilder();
    for (SqlNode part : call.getOperandList()) {
      text.append(((SqlLiteral) part).getValueAs(String.class));
    }
    return new Operand.Text(text.toString(), call.getParserPosition());
  }

  /** Comparison operators by kind. */
  static Comparison.Operator comparison(SqlKind kind) {
    return switch (kind) {
      case EQUALS -> Comparison.Operator.EQUAL;
      case NOT_EQUALS -> Comparison.Operator.NOT_EQUAL;
      case LESS_THAN -> Comparison.Operator.LESS;
      case LESS_THAN_OR_EQUAL -> Comparison.Operator.LESS_OR_EQUAL;
      case GREATER_THAN -> Comparison.Operator.GREATER;
      case GREATER_THAN_OR_EQUAL -> Comparison.Operator.GREATER_OR_EQUAL;
      default -> throw new IllegalArgumentException(kind.toString());
    };
  }
}
