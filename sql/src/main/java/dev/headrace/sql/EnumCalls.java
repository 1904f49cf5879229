package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.ir.ScalarFunctions;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.model.text.TypeOids;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** ENUM_FIRST, ENUM_LAST and ENUM_RANGE: of arguments they need to know the type only, or ends. */
final class EnumCalls {
  private final ExpressionBinder binder;
  private final Coercion coercion;

  EnumCalls(ExpressionBinder binder) {
    this.binder = binder;
    this.coercion = binder.coercion();
  }

  Expr bind(String name, List<Operand> operands, SqlNode call) {
    List<@Nullable SqlType> types = new ArrayList<>();
    operands.forEach(operand -> types.add(coercion.type(operand)));
    SqlType type = type(types);
    boolean range = name.equals("enum_range");
    if (operands.isEmpty() || operands.size() > (range ? 2 : 1)) {
      throw undefined(name, types, call);
    }
    if (type == null || types.stream().anyMatch(t -> t != null && !t.equals(type))) {
      throw undefined(name, types, call);
    }
    Expr reference = new Literal(TypeOids.reference(type), SqlType.INTEGER);
    if (operands.size() == 1) {
      return ofType(name, reference, range ? SqlType.array(type) : type);
    }
    return new Expr.Call(
        ScalarFunctions.require("$enum_range", Kind.ENUM, Kind.ENUM, Kind.INTEGER),
        List.of(
            end(operands.getFirst(), type, "enum_first", reference),
            end(operands.getLast(), type, "enum_last", reference),
            reference),
        SqlType.array(type));
  }

  private static Expr ofType(String name, Expr reference, SqlType result) {
    return new Expr.Call(
        ScalarFunctions.require("$" + name, Kind.INTEGER), List.of(reference), result);
  }

  private static @Nullable SqlType type(List<@Nullable SqlType> types) {
    for (SqlType type : types) {
      if (type != null && type.kind() == Kind.ENUM) {
        return type;
      }
    }
    return null;
  }

  /** An end of a range; NULL is none. */
  private Expr end(Operand operand, SqlType type, String none, Expr reference) {
    Expr value = coercion.implicit(operand, type);
    return value.nullable()
        ? new Expr.Coalesce(List.of(value, ofType(none, reference, type)), type)
        : value;
  }

  private RuntimeException undefined(String name, List<@Nullable SqlType> types, SqlNode call) {
    String arguments = String.join(", ", types.stream().map(Types::name).toList());
    return binder
        .analysis()
        .error(
            ErrorCode.UNDEFINED_FUNCTION,
            "function " + name + "(" + arguments + ") does not exist",
            call)
        .withHint(
            "No function matches the given name and argument types. You might need to add explicit"
                + " type casts.");
  }
}
