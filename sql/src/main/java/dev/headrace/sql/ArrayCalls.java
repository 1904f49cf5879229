package dev.headrace.sql;

import dev.headrace.ir.ConstantFolding;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Comparison;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.ir.ScalarFunction;
import dev.headrace.ir.ScalarFunctions;
import dev.headrace.model.ArrayValues;
import dev.headrace.model.CatalogTypes;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.model.function.ArrayFunctions;
import dev.headrace.model.text.TypeOids;
import dev.headrace.sql.grammar.PostgresOperators;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Arrays: their construction, subscripts, and the functions that need the type of the elements. */
final class ArrayCalls {
  private final ExpressionBinder binder;
  private final Coercion coercion;
  private final Conditionals conditionals;

  ArrayCalls(ExpressionBinder binder, Conditionals conditionals) {
    this.binder = binder;
    this.coercion = binder.coercion();
    this.conditionals = conditionals;
  }

  private static Expr oid(SqlType element) {
    return new Literal(TypeOids.reference(element), SqlType.INTEGER);
  }

  private static ScalarFunction function(String name, Kind... kinds) {
    return ScalarFunctions.require(name, kinds);
  }

  /** {@code value = ANY (array)}. */
  static Expr isAny(Expr value, Expr array) {
    SqlType element = Types.element(array.type());
    return new Expr.Call(
        function("= any", element.kind(), Kind.ARRAY, Kind.INTEGER),
        List.of(value, array, oid(element)),
        SqlType.BOOLEAN);
  }

  /** {@code value > ALL (array)} and the like. */
  static Expr quantified(Comparison.Operator operator, Expr value, Expr array, boolean all) {
    SqlType element = Types.element(array.type());
    int how =
        switch (operator) {
          case EQUAL -> ArrayFunctions.EQUAL;
          case NOT_EQUAL -> ArrayFunctions.LESS | ArrayFunctions.GREATER;
          case LESS -> ArrayFunctions.LESS;
          case LESS_OR_EQUAL -> ArrayFunctions.LESS | ArrayFunctions.EQUAL;
          case GREATER -> ArrayFunctions.GREATER;
          case GREATER_OR_EQUAL -> ArrayFunctions.GREATER | ArrayFunctions.EQUAL;
        };
    Literal code = new Literal(all ? how | ArrayFunctions.TO_ALL : how, SqlType.INTEGER);
    return new Expr.Call(
        function("$quantified", element.kind(), Kind.ARRAY, Kind.INTEGER, Kind.INTEGER),
        List.of(value, array, oid(element), code),
        SqlType.BOOLEAN);
  }

  /** ARRAY[...]. */
  Expr constructor(SqlCall call, @Nullable SqlType wanted) {
    if (call.getKind() != SqlKind.ARRAY_VALUE_CONSTRUCTOR) {
      throw binder.analysis().unsupported("this array", call);
    }
    List<Operand> operands = call.getOperandList().stream().map(binder::bind).toList();
    if (operands.isEmpty() && wanted == null) {
      throw binder
          .analysis()
          .error(ErrorCode.INDETERMINATE_DATATYPE, "cannot determine type of empty array", call)
          .withHint("Explicitly cast to the desired type, for example ARRAY[]::integer[].");
    }
    SqlType element = wanted == null ? conditionals.common(operands, "ARRAY") : wanted;
    if (element.kind() == Kind.ARRAY) {
      throw binder.analysis().unsupported("an array of arrays", call);
    }
    SqlType type = SqlType.array(element);
    List<@Nullable Object> constants = new ArrayList<>();
    List<Expr> rest = new ArrayList<>();
    for (Operand operand : operands) {
      Expr value =
          wanted == null
              ? coercion.implicit(operand, element)
              : coercion.explicit(operand, element, operand.place());
      if (rest.isEmpty() && ConstantFolding.fold(value) instanceof Literal literal) {
        constants.add(literal.value());
      } else {
        rest.add(value);
      }
    }
    return appended(new Literal(ArrayValues.encode(type, constants), type), rest);
  }

  /** An array of some values. */
  static Expr of(List<Expr> values, SqlType element) {
    return appended(empty(SqlType.array(element)), values);
  }

  private static Expr empty(SqlType type) {
    return new Literal(ArrayValues.encode(type, List.of()), type);
  }

  private static Expr appended(Expr start, List<Expr> values) {
    Expr array = start;
    for (Expr value : values) {
      array = appended(array, value);
    }
    return ConstantFolding.fold(array);
  }

  private static Expr appended(Expr array, Expr value) {
    SqlType type = array.type();
    if (!value.nullable()) {
      return append(array, value);
    }
    List<@Nullable Object> none = new ArrayList<>();
    none.add(null);
    Expr nothing = new Literal(ArrayValues.encode(type, none), type);
    Expr one = new Expr.Coalesce(List.of(append(empty(type), value), nothing), type);
    return concatenated(array, one);
  }

  private static Expr append(Expr array, Expr value) {
    SqlType element = Types.element(array.type());
    return new Expr.Call(
        function("array_append", Kind.ARRAY, element.kind(), Kind.INTEGER),
        List.of(array, value, oid(element)),
        array.type());
  }

  Expr subscript(SqlCall call) {
    Operand array = binder.bind(call.operand(0));
    SqlType type = coercion.type(array);
    if (CatalogTypes.NAME.equals(type)) {
      return character(array, binder.bind(call.operand(1)));
    }
    if (SqlType.JSONB.equals(type)) {
      return member(coercion.implicit(array, SqlType.JSONB), call);
    }
    if (type == null || type.kind() != Kind.ARRAY) {
      throw binder
          .analysis()
          .error(
              ErrorCode.DATATYPE_MISMATCH,
              "cannot subscript type "
                  + Types.name(type)
                  + " because it does not support"
                  + " subscripting",
              call);
    }
    if (call.operand(1) instanceof SqlCall slice
        && slice.getOperator().equals(PostgresOperators.SLICE)) {
      return slice(coercion.implicit(array, type), slice);
    }
    Expr index = coercion.implicit(binder.bind(call.operand(1)), SqlType.INTEGER);
    if (CatalogTypes.contains(type)) {
      // unlike other arrays, vectors begin with 0
      index = next(index);
    }
    SqlType element = Types.element(type);
    return new Expr.Call(
        ScalarFunctions.subscript(element.kind()),
        List.of(coercion.implicit(array, type), index, oid(element)),
        element);
  }

  /** {@code json['key']} and {@code json[0]}: what the path of that one step leads to. */
  private Expr member(Expr json, SqlCall call) {
    SqlNode step = call.operand(1);
    if (step instanceof SqlCall slice && slice.getOperator().equals(PostgresOperators.SLICE)) {
      throw binder
          .analysis()
          .error(ErrorCode.DATATYPE_MISMATCH, "jsonb subscript does not support slices", step);
    }
    Operand bound = binder.bind(step);
    SqlType type = coercion.type(bound);
    Expr key;
    if (type == null || type.kind().isText()) {
      key = coercion.implicit(bound, SqlType.TEXT);
    } else if (Types.isImplicit(type, SqlType.INTEGER) || type.kind() == Kind.INTEGER) {
      key =
          coercion.explicit(
              new Operand.Typed(coercion.implicit(bound, SqlType.INTEGER), bound.place()),
              SqlType.TEXT,
              bound.place());
    } else {
      throw binder
          .analysis()
          .error(
              ErrorCode.DATATYPE_MISMATCH,
              "subscript type " + Types.name(type) + " is not supported",
              step)
          .withHint("jsonb subscript must be coercible to either integer or text.");
    }
    return new Expr.Call(
        function("#>", Kind.JSONB, Kind.ARRAY),
        List.of(json, of(List.of(key), SqlType.TEXT)),
        SqlType.JSONB);
  }

  private Expr slice(Expr array, SqlCall slice) {
    SqlType type = array.type();
    if (CatalogTypes.contains(type)) {
      throw binder.analysis().unsupported("a slice of " + Types.name(type), slice);
    }
    return new Expr.Call(
        function("$slice", Kind.ARRAY, Kind.INTEGER, Kind.INTEGER, Kind.INTEGER),
        List.of(
            array,
            bound(slice, 0, Integer.MIN_VALUE),
            bound(slice, 1, Integer.MAX_VALUE),
            oid(Types.element(type))),
        type);
  }

  /** A bound of a slice; where there is none the array's own. */
  private Expr bound(SqlCall slice, int index, int otherwise) {
    boolean written = ((SqlLiteral) slice.operand(2 + index)).booleanValue();
    return written
        ? coercion.implicit(binder.bind(slice.operand(index)), SqlType.INTEGER)
        : new Literal(otherwise, SqlType.INTEGER);
  }

  private static Expr next(Expr index) {
    return new Expr.Arithmetic(
        Expr.Arithmetic.Operator.ADD, index, new Literal(1, SqlType.INTEGER), SqlType.INTEGER);
  }

  /** A name is an array of characters, too. */
  private Expr character(Operand name, Operand index) {
    return new Expr.Call(
        function("substr", Kind.TEXT, Kind.INTEGER, Kind.INTEGER),
        List.of(
            coercion.implicit(name, SqlType.TEXT),
            next(coercion.implicit(index, SqlType.INTEGER)),
            new Literal(1, SqlType.INTEGER)),
        SqlType.TEXT);
  }

  /** array_position, array_append, array_remove, array_cat, trim_array and the like. */
  Expr named(String name, SqlCall call) {
    if (call.operandCount() != (name.equals("array_replace") ? 3 : 2)) {
      throw undefined(name, call);
    }
    boolean last = name.equals("array_prepend");
    Operand array = binder.bind(call.operand(last ? 1 : 0));
    Operand other = binder.bind(call.operand(last ? 0 : 1));
    SqlType type = coercion.type(array);
    if (type == null || type.kind() != Kind.ARRAY) {
      throw undefined(name, call);
    }
    Expr value = coercion.implicit(array, type);
    SqlType element = Types.element(type);
    return switch (name) {
      case "array_cat" -> concatenated(value, coercion.implicit(other, type));
      case "array_prepend" -> {
        Expr rest =
            new Expr.Coalesce(
                List.of(value, new Literal(ArrayValues.encode(type, List.of()), type)), type);
        yield concatenated(only(other, type), rest);
      }
      case "array_remove" -> compared(name, type, List.of(value, only(other, type)), element);
      case "array_replace" -> {
        Expr replacement = only(binder.bind(call.operand(2)), type);
        yield compared(name, type, List.of(value, only(other, type), replacement), element);
      }
      case "array_positions" ->
          compared(
              name, SqlType.array(SqlType.INTEGER), List.of(value, only(other, type)), element);
      case "trim_array" ->
          new Expr.Call(
              function(name, Kind.ARRAY, Kind.INTEGER, Kind.INTEGER),
              List.of(value, coercion.implicit(other, SqlType.INTEGER), oid(element)),
              type);
      case "array_append" -> appended(value, coercion.implicit(other, element));
      default -> {
        Expr wanted = coercion.implicit(other, element);
        yield wanted.nullable() ? firstPosition(value, only(other, type)) : position(value, wanted);
      }
    };
  }

  private static Expr position(Expr array, Expr wanted) {
    SqlType element = Types.element(array.type());
    return new Expr.Call(
        function("array_position", Kind.ARRAY, element.kind(), Kind.INTEGER),
        List.of(array, wanted, oid(element)),
        SqlType.INTEGER);
  }

  /** As ARRAY_POSITION, of what can be NULL and is found, too. */
  private static Expr firstPosition(Expr array, Expr only) {
    SqlType integers = SqlType.array(SqlType.INTEGER);
    Expr positions =
        compared("array_positions", integers, List.of(array, only), Types.element(array.type()));
    return part(positions, 1);
  }

  /** An array of one element, which may be NULL. */
  private Expr only(Operand element, SqlType type) {
    return appended(
        new Literal(ArrayValues.encode(type, List.of()), type),
        coercion.implicit(element, Types.element(type)));
  }

  /** ARRAY_FILL of one dimension. */
  Expr filled(SqlCall call) {
    if (call.operandCount() != 2) {
      throw undefined("array_fill", call);
    }
    Operand value = coercion.current(binder.bind(call.operand(0)));
    SqlType element = Types.unmodified(coercion.standalone(value).type());
    SqlType type = SqlType.array(element);
    Expr lengths = coercion.implicit(binder.bind(call.operand(1)), SqlType.array(SqlType.INTEGER));
    return compared("$fill", type, List.of(only(value, type), lengths), element);
  }

  /** WIDTH_BUCKET among the elements of an array. */
  Expr bucket(Operand value, Operand thresholds, SqlCall call) {
    SqlType given = coercion.type(value);
    SqlType type = coercion.type(thresholds);
    if (type == null) {
      type = SqlType.array(given == null ? SqlType.TEXT : Types.unmodified(given));
    }
    if (type.kind() != Kind.ARRAY) {
      throw undefined("width_bucket", call);
    }
    Operand item = new Operand.Typed(new Literal(null, Types.element(type)), thresholds.place());
    SqlType common = binder.operators().comparable("<", value, item, call.getParserPosition());
    SqlType array = SqlType.array(common);
    Expr limits = coercion.implicit(thresholds, type);
    if (!common.equals(Types.element(type))) {
      limits =
          coercion.explicit(
              new Operand.Typed(limits, thresholds.place()), array, thresholds.place());
    }
    return compared("$width_bucket", SqlType.INTEGER, List.of(only(value, array), limits), common);
  }

  /** A function of arrays that compares their elements. */
  private static Expr compared(String name, SqlType result, List<Expr> arrays, SqlType element) {
    Kind[] kinds = new Kind[arrays.size() + 1];
    Arrays.fill(kinds, Kind.ARRAY);
    kinds[arrays.size()] = Kind.INTEGER;
    List<Expr> arguments = new ArrayList<>(arrays);
    arguments.add(oid(element));
    return new Expr.Call(function(name, kinds), arguments, result);
  }

  /** {@code (pair).x} and {@code (pair).n} of a numbered element. */
  Expr field(SqlCall call) {
    Operand pair = binder.bind(call.operand(0));
    String name = ((SqlIdentifier) call.operand(1)).getSimple();
    int at = List.of("x", "n").indexOf(name) + 1;
    if (!CatalogTypes.NUMBERED.equals(coercion.type(pair)) || at == 0) {
      throw binder
          .analysis()
          .error(
              ErrorCode.WRONG_OBJECT_TYPE,
              "column notation ."
                  + name
                  + " applied to type "
                  + Types.name(coercion.type(pair))
                  + ", which is not a composite type",
              call);
    }
    return part(coercion.implicit(pair, CatalogTypes.NUMBERED), at);
  }

  /** A numbered element's value, 1, or number, 2. */
  static Expr part(Expr pair, int at) {
    return new Expr.Call(
        ScalarFunctions.subscript(Kind.INTEGER),
        List.of(pair, new Literal(at, SqlType.INTEGER), oid(SqlType.INTEGER)),
        SqlType.INTEGER);
  }

  /** ARRAY(SELECT ...). */
  Expr ofSubquery(SqlCall call) {
    Expr array =
        binder.subqueries().scalar(ArraySubqueries.aggregate(call.operand(0), binder.analysis()));
    SqlType type = array.type();
    return new Expr.Coalesce(
        List.of(array, new Literal(ArrayValues.encode(type, List.of()), type)), type);
  }

  /** array_to_string; without a text for NULLs, or with NULL for it, they are left out. */
  Expr toText(List<Operand> operands, SqlNode call) {
    SqlType type = operands.isEmpty() ? null : coercion.type(operands.getFirst());
    if (type == null || type.kind() != Kind.ARRAY || operands.size() < 2 || operands.size() > 3) {
      throw undefined("array_to_string", call);
    }
    List<Expr> arguments = new ArrayList<>();
    List<Kind> kinds = new ArrayList<>(List.of(Kind.ARRAY, Kind.TEXT));
    arguments.add(coercion.implicit(operands.getFirst(), type));
    arguments.add(coercion.implicit(operands.get(1), SqlType.TEXT));
    if (operands.size() == 3 && !(operands.get(2) instanceof Operand.Null)) {
      kinds.add(Kind.TEXT);
      arguments.add(coercion.implicit(operands.get(2), SqlType.TEXT));
    }
    kinds.add(Kind.INTEGER);
    kinds.add(Kind.TEXT);
    arguments.add(oid(Types.element(type)));
    arguments.add(new Expr.Call(ScalarFunctions.SESSION_TIME_ZONE, List.of(), SqlType.TEXT));
    return new Expr.Call(
        function("array_to_string", kinds.toArray(Kind[]::new)), arguments, SqlType.TEXT);
  }

  private RuntimeException undefined(String name, SqlNode place) {
    return binder
        .analysis()
        .error(
            ErrorCode.UNDEFINED_FUNCTION,
            "function " + name + " with these arguments does not exist",
            place);
  }

  private static Expr concatenated(Expr left, Expr right) {
    SqlType element = Types.element(left.type());
    return new Expr.Call(
        function("array_cat", Kind.ARRAY, Kind.ARRAY, Kind.INTEGER),
        List.of(left, right, oid(element)),
        left.type());
  }

  /** array || array, array || element. */
  static Expr concatenate(
      Operand left, Operand right, Coercion coercion, Operators operators, SqlParserPos place) {
    SqlType l = coercion.type(left);
    SqlType r = coercion.type(right);
    if (l != null && l.kind() == Kind.ARRAY && (r == null || r.kind() == Kind.ARRAY)) {
      if (r == null || Types.unmodified(l).equals(Types.unmodified(r))) {
        return concatenated(coercion.implicit(left, l), coercion.implicit(right, l));
      }
    } else if (l != null
        && r != null
        && l.kind() == Kind.ARRAY
        && Types.isImplicit(r, Types.element(l))) {
      return appended(coercion.implicit(left, l), coercion.implicit(right, Types.element(l)));
    } else if (l == null && r != null) {
      return concatenated(coercion.implicit(left, r), coercion.implicit(right, r));
    }
    List<@Nullable SqlType> types = new ArrayList<>();
    types.add(l);
    types.add(r);
    throw operators.undefined("||", types, place);
  }

  /** array @> array, array <@ array, array && array. */
  static Expr compared(
      String name,
      Operand left,
      Operand right,
      Coercion coercion,
      Operators operators,
      SqlParserPos place) {
    SqlType l = coercion.type(left);
    SqlType r = coercion.type(right);
    SqlType type = l == null ? Objects.requireNonNull(r, "one of them is an array") : l;
    if (l != null && r != null && !Types.unmodified(l).equals(Types.unmodified(r))) {
      throw operators.undefined(name, List.of(l, r), place);
    }
    return new Expr.Call(
        function(name, Kind.ARRAY, Kind.ARRAY, Kind.INTEGER),
        List.of(
            coercion.implicit(left, type),
            coercion.implicit(right, type),
            oid(Types.element(type))),
        SqlType.BOOLEAN);
  }
}
