package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** The types of a statement's parameters: declared by the client, or fixed by their first use. */
final class Parameters {
  private final List<@Nullable SqlType> types = new ArrayList<>();

  Parameters(List<? extends @Nullable SqlType> declared) {
    types.addAll(declared);
  }

  Operand operand(int index, SqlParserPos place) {
    SqlType type = type(index);
    return type == null
        ? new Operand.Parameter(index, place)
        : new Operand.Typed(new Expr.Parameter(index, type), place);
  }

  private @Nullable SqlType type(int index) {
    while (types.size() <= index) {
      types.add(null);
    }
    return types.get(index);
  }

  /** A parameter whose type is not known yet gets one. */
  Expr fix(int index, SqlType type) {
    SqlType fixed = Types.unmodified(type);
    types.set(index, fixed);
    return new Expr.Parameter(index, fixed);
  }

  /** All types; what nothing has fixed is text. */
  List<SqlType> resolved() {
    List<SqlType> resolved = new ArrayList<>();
    for (SqlType type : types) {
      resolved.add(type == null ? SqlType.TEXT : type);
    }
    return List.copyOf(resolved);
  }
}
