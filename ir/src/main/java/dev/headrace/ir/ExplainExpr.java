package dev.headrace.ir;

import dev.headrace.model.text.TextFormat;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.IntFunction;

/** Prints expressions the way one would write them in SQL. */
final class ExplainExpr {
  /** Longer constants are cut: a plan is for reading. */
  private static final int MAX_LITERAL = 60;

  private final IntFunction<String> columnName;

  ExplainExpr(IntFunction<String> columnName) {
    this.columnName = columnName;
  }

  String print(Expr expr) {
    return switch (expr) {
      case Expr.Column column -> columnName.apply(column.index());
      case Expr.Literal literal -> literal(literal);
      case Expr.Parameter parameter -> "$" + (parameter.index() + 1);
      case Expr.Call call -> call.function().name() + "(" + list(call.arguments()) + ")";
      case Expr.Arithmetic node ->
          operand(node.left()) + symbol(node.operator()) + operand(node.right());
      case Expr.Comparison node ->
          operand(node.left()) + symbol(node.operator()) + operand(node.right());
      case Expr.DistinctFrom node ->
          operand(node.left()) + " IS DISTINCT FROM " + operand(node.right());
      case Expr.And and -> joined(" AND ", and.operands());
      case Expr.Or or -> joined(" OR ", or.operands());
      case Expr.Not(Expr.IsNull isNull) -> operand(isNull.operand()) + " IS NOT NULL";
      case Expr.Not not -> "NOT " + operand(not.operand());
      case Expr.IsNull isNull -> operand(isNull.operand()) + " IS NULL";
      case Expr.Cast cast -> operand(cast.operand()) + "::" + cast.type();
      case Expr.Case choice -> choice(choice);
      case Expr.Coalesce node -> "coalesce(" + list(node.operands()) + ")";
      case Expr.In in -> operand(in.operand()) + " IN (" + list(in.values()) + ")";
    };
  }

  private String operand(Expr expr) {
    return switch (expr) {
      case Expr.Column _, Expr.Literal _, Expr.Parameter _, Expr.Call _, Expr.Coalesce _ ->
          print(expr);
      case Expr.Cast _, Expr.Case _ -> print(expr);
      case Expr.And _,
          Expr.Arithmetic _,
          Expr.Comparison _,
          Expr.DistinctFrom _,
          Expr.In _,
          Expr.IsNull _,
          Expr.Not _,
          Expr.Or _ ->
          "(" + print(expr) + ")";
    };
  }

  private String joined(String separator, List<Expr> operands) {
    StringJoiner text = new StringJoiner(separator);
    for (Expr operand : operands) {
      boolean nested = operand instanceof Expr.And || operand instanceof Expr.Or;
      text.add(nested ? "(" + print(operand) + ")" : print(operand));
    }
    return text.toString();
  }

  String list(List<? extends Expr> exprs) {
    StringJoiner text = new StringJoiner(", ");
    exprs.forEach(expr -> text.add(print(expr)));
    return text.toString();
  }

  private String choice(Expr.Case node) {
    StringBuilder text = new StringBuilder("CASE");
    for (Expr.Case.Branch branch : node.branches()) {
      text.append(" WHEN ").append(print(branch.condition()));
      text.append(" THEN ").append(print(branch.result()));
    }
    return text.append(" ELSE ").append(print(node.otherwise())).append(" END").toString();
  }

  private static String symbol(Expr.Arithmetic.Operator operator) {
    return switch (operator) {
      case ADD -> " + ";
      case SUBTRACT -> " - ";
      case MULTIPLY -> " * ";
      case DIVIDE -> " / ";
      case REMAINDER -> " % ";
    };
  }

  private static String symbol(Expr.Comparison.Operator operator) {
    return switch (operator) {
      case EQUAL -> " = ";
      case NOT_EQUAL -> " <> ";
      case LESS -> " < ";
      case LESS_OR_EQUAL -> " <= ";
      case GREATER -> " > ";
      case GREATER_OR_EQUAL -> " >= ";
    };
  }

  private static String literal(Expr.Literal literal) {
    if (literal.value() == null) {
      return "NULL";
    }
    return switch (literal.type().kind()) {
      case BOOLEAN -> literal.equals(Expr.Literal.TRUE) ? "TRUE" : "FALSE";
      case SMALLINT, INTEGER, BIGINT, NUMERIC -> text(literal);
      case TEXT, VARCHAR, CHAR -> quoted(text(literal));
      case REAL,
          DOUBLE,
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
          quoted(text(literal)) + "::" + literal.type();
    };
  }

  private static String text(Expr.Literal literal) {
    Object value = Objects.requireNonNull(literal.value());
    return TextFormat.toString(literal.type(), value, ZoneOffset.UTC);
  }

  private static String quoted(String text) {
    String shown = text;
    if (text.codePointCount(0, text.length()) > MAX_LITERAL) {
      shown = text.substring(0, text.offsetByCodePoints(0, MAX_LITERAL)) + "...";
    }
    return "'" + shown.replace("'", "''").replace("\n", "\\n") + "'";
  }
}
