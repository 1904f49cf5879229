package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.model.SqlType;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * A bound expression, and where it stands. What PostgreSQL calls {@code unknown} (a quoted string,
 * NULL, a parameter nobody declared) has no type until its context gives it one.
 */
sealed interface Operand {
  SqlParserPos place();

  /** An expression with a type. */
  record Typed(Expr expr, SqlParserPos place) implements Operand {}

  /** A quoted string. */
  record Text(String text, SqlParserPos place) implements Operand {}

  /** NULL. */
  record Null(SqlParserPos place) implements Operand {}

  /** A parameter without a type, from 0. */
  record Parameter(int index, SqlParserPos place) implements Operand {}

  /** Its type, or null while it is unknown. */
  default @Nullable SqlType type() {
    return this instanceof Typed typed ? typed.expr.type() : null;
  }

  default Operand at(SqlParserPos other) {
    return switch (this) {
      case Typed typed -> new Typed(typed.expr, other);
      case Text text -> new Text(text.text, other);
      case Null _ -> new Null(other);
      case Parameter parameter -> new Parameter(parameter.index, other);
    };
  }
}
