package dev.headrace.codegen.circuit;

import dev.headrace.codegen.support.Numbers;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ScalarFunction;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Expressions that give equal values equal bytes: 1.50 and 1.5, 0.0 and -0.0, 1 day and 24:00. */
final class KeyForms {
  private static final Map<Kind, ScalarFunction> FUNCTIONS = new EnumMap<>(Kind.class);

  static {
    for (Kind kind : List.of(Kind.NUMERIC, Kind.REAL, Kind.DOUBLE, Kind.INTERVAL)) {
      FUNCTIONS.put(
          kind,
          new ScalarFunction(
              "$key_form",
              List.of(kind),
              kind,
              false,
              false,
              ScalarFunction.Volatility.IMMUTABLE,
              Numbers.class,
              "keyForm"));
    }
  }

  private KeyForms() {}

  /**
   * The columns of a row in the form for keys.
   *
   * @param layout of the keys: of numerics with a precision the bytes are equal as they are
   */
  static List<Expr> of(List<Field> fields, RowLayout layout) {
    List<Expr> forms = new ArrayList<>();
    for (Field field : fields) {
      int column = forms.size();
      SqlType type = layout.type(column);
      Expr value = new Expr.Column(column, field.type(), field.nullable());
      ScalarFunction function = FUNCTIONS.get(type.kind());
      boolean fixed = type.kind() == Kind.NUMERIC && type.precision() != SqlType.UNBOUNDED;
      forms.add(function == null || fixed ? value : new Expr.Call(function, List.of(value), type));
    }
    return forms;
  }
}
