package dev.headrace.engine.statement;

import dev.headrace.ir.Casts;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Interpreter;
import dev.headrace.ir.RowSource;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.TextFormat;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gives the literals that were taken out of a statement the types that its plan has for them. */
final class LiteralValues {
  private LiteralValues() {}

  /**
   * The literals as carriers of the plan's last parameters.
   *
   * @throws dev.headrace.model.SqlException if a quoted string is not of its parameter's type
   */
  static List<@Nullable Object> of(CachedPlan plan, List<@Nullable Object> literals, ZoneId zone) {
    if (literals.isEmpty()) {
      return literals;
    }
    List<SqlType> types = plan.parameterTypes();
    int first = types.size() - literals.size();
    List<@Nullable Object> values = new ArrayList<>(literals.size());
    for (int i = 0; i < literals.size(); i++) {
      Object literal = literals.get(i);
      values.add(literal instanceof Slice text ? value(text, types.get(first + i), zone) : literal);
    }
    return values;
  }

  private static Object value(Slice text, SqlType type, ZoneId zone) {
    return switch (type.kind()) {
      case TEXT, VARCHAR -> text;
      case CHAR -> {
        Expr.Cast cast = new Expr.Cast(new Expr.Literal(text, SqlType.TEXT), type);
        yield Objects.requireNonNull(
            new Interpreter().evaluate(Casts.expand(cast), RowSource.EMPTY));
      }
      default -> TextFormat.parse(type, text.toString(), zone);
    };
  }
}
