package dev.headrace.sql;

import dev.headrace.ir.Casts;
import dev.headrace.ir.Casts.Context;
import dev.headrace.ir.ConstantFolding;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Interpreter;
import dev.headrace.ir.RowSource;
import dev.headrace.ir.ScalarFunctions;
import dev.headrace.model.CatalogTypes;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.model.text.DateTimeText;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Gives operands the types that their places ask for. */
final class Coercion {
  private final SourceText source;
  private final Parameters parameters;

  Coercion(SourceText source, Parameters parameters) {
    this.source = source;
    this.parameters = parameters;
  }

  /** The operand, a parameter that was fixed in the meantime with its type. */
  Operand current(Operand operand) {
    return operand instanceof Operand.Parameter(int index, SqlParserPos place)
        ? parameters.operand(index, place)
        : operand;
  }

  @Nullable SqlType type(Operand operand) {
    return current(operand).type();
  }

  /** Whether it becomes the type by itself. */
  boolean isImplicit(Operand operand, SqlType target) {
    SqlType type = type(operand);
    return type == null || Types.isImplicit(type, target);
  }

  /**
   * The operand as a type that it can become by itself; a target's precision, scale or length does
   * not count.
   */
  Expr implicit(Operand operand, SqlType target) {
    return switch (current(operand)) {
      case Operand.Typed(Expr expr, SqlParserPos _) -> convert(expr, target);
      case Operand.Text(String text, SqlParserPos place) ->
          literal(text, Types.unmodified(target), place);
      case Operand.Null _ -> new Literal(null, Types.unmodified(target));
      case Operand.Parameter(int index, SqlParserPos _) -> fixed(index, target);
    };
  }

  /** A parameter; one that names an object is the name. */
  private Expr fixed(int index, SqlType target) {
    return CatalogTypes.isObjectName(target)
        ? ObjectNames.cast(parameters.fix(index, SqlType.TEXT), target)
        : parameters.fix(index, target);
  }

  private static Expr convert(Expr expr, SqlType target) {
    SqlType type = expr.type();
    if (isSameStorage(type, target)) {
      return expr;
    }
    return cast(expr, Types.unmodified(target));
  }

  /** TEXT and VARCHAR are one; CHAR loses its padding on the way to them. */
  private static boolean isSameStorage(SqlType type, SqlType target) {
    if (type.kind() == Kind.ARRAY && target.kind() == Kind.ARRAY) {
      return isSameStorage(Types.element(type), Types.element(target));
    }
    if (type.kind() == Kind.ENUM) {
      return type.equals(target);
    }
    return type.kind() == target.kind()
        || (type.kind().isText() && target.kind().isText() && type.kind() != Kind.CHAR);
  }

  private static Expr cast(Expr expr, SqlType target) {
    Expr.Cast cast = new Expr.Cast(expr, target);
    boolean zoned = (expr.type().kind() == Kind.TIMESTAMPTZ) != (target.kind() == Kind.TIMESTAMPTZ);
    Expr result = zoned && !(expr instanceof Literal) ? Casts.expand(cast) : cast;
    return expr instanceof Literal ? ConstantFolding.fold(result) : result;
  }

  /** Text in quotes as a value of a type. */
  Expr literal(String text, SqlType type, SqlParserPos place) {
    Literal quoted = new Literal(Slice.of(text), SqlType.TEXT);
    if (ObjectNames.isLookup(SqlType.TEXT, type)) {
      return ObjectNames.cast(quoted, type);
    }
    if (type.kind() == Kind.TEXT || type.equals(SqlType.VARCHAR)) {
      return new Literal(quoted.value(), type);
    }
    boolean relative = isDateOrTime(type) && DateTimeText.isRelative(text);
    Expr expanded =
        relative ? Casts.relative(quoted, type) : Casts.expand(new Expr.Cast(quoted, type));
    // In any zone it must be well formed; in which it is read, the session decides later.
    Expr inSomeZone = ExprTransformer.transform(expanded, Coercion::withoutSession);
    try {
      Literal value = new Literal(new Interpreter().evaluate(inSomeZone, RowSource.EMPTY), type);
      return relative || isZoned(type) ? expanded : value;
    } catch (SqlException e) {
      throw e.position() == null ? e.withPosition(source.position(place)) : e;
    }
  }

  private static Expr withoutSession(Expr node) {
    if (!(node instanceof Expr.Call call)) {
      return node;
    }
    if (call.function().equals(ScalarFunctions.NOW)) {
      return new Literal(0L, SqlType.TIMESTAMPTZ);
    }
    return call.function().equals(ScalarFunctions.SESSION_TIME_ZONE)
        ? new Literal(Slice.of("UTC"), SqlType.TEXT)
        : node;
  }

  private static boolean isDateOrTime(SqlType type) {
    return switch (type.kind()) {
      case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> true;
      default -> false;
    };
  }

  private static boolean isZoned(SqlType type) {
    SqlType element = type.element();
    return type.kind() == Kind.TIMESTAMPTZ
        || (element != null && element.kind() == Kind.TIMESTAMPTZ);
  }

  /** CAST. */
  Expr explicit(Operand operand, SqlType target, SqlParserPos place) {
    switch (current(operand)) {
      case Operand.Text(String text, SqlParserPos at) -> {
        return literal(text, target, at);
      }
      case Operand.Null _ -> {
        return new Literal(null, target);
      }
      case Operand.Parameter(int index, SqlParserPos _) -> {
        Expr fixed = fixed(index, target);
        return fixed.type().equals(target) ? fixed : new Expr.Cast(fixed, target);
      }
      case Operand.Typed(Expr expr, SqlParserPos _) -> {
        if (expr.type().equals(target)) {
          return expr;
        }
        if (ObjectNames.isLookup(expr.type(), target)) {
          return ObjectNames.cast(expr, target);
        }
        if (!Casts.isPossible(expr.type(), target, Context.EXPLICIT)) {
          throw source.error(
              ErrorCode.CANNOT_COERCE,
              "cannot cast type " + Types.name(expr.type()) + " to " + Types.name(target),
              place);
        }
        return cast(expr, target);
      }
    }
  }

  /** A value that goes into a column: too much text is an error there, not cut. */
  Expr assignment(Operand operand, Field column, SqlParserPos place) {
    SqlType target = column.type();
    switch (current(operand)) {
      case Operand.Null _ -> {
        return new Literal(null, target);
      }
      case Operand.Parameter(int index, SqlParserPos _) -> {
        return Casts.assignment(parameters.fix(index, target), target);
      }
      case Operand.Text(String text, SqlParserPos at) -> {
        Expr value = literal(text, Types.unmodified(target), at);
        return folded(Casts.assignment(value, target), at);
      }
      case Operand.Typed(Expr expr, SqlParserPos _) -> {
        if (!Casts.isPossible(expr.type(), target, Context.ASSIGNMENT)) {
          throw source
              .error(
                  ErrorCode.DATATYPE_MISMATCH,
                  "column "
                      + SqlException.quote(column.name())
                      + " is of type "
                      + Types.name(target)
                      + " but expression is of type "
                      + Types.name(expr.type()),
                  place)
              .withHint("You will need to rewrite or cast the expression.");
        }
        Expr assigned = Casts.assignment(expr, target);
        return expr instanceof Literal ? ConstantFolding.fold(assigned) : assigned;
      }
    }
  }

  private Expr folded(Expr constant, SqlParserPos place) {
    if (constant instanceof Literal || !ExprProperties.isImmutable(constant)) {
      return constant;
    }
    try {
      return new Literal(new Interpreter().evaluate(constant, RowSource.EMPTY), constant.type());
    } catch (SqlException e) {
      throw e.withPosition(source.position(place));
    }
  }

  /** A condition; {@code clause} names it in the message, for example {@code WHERE}. */
  Expr condition(Operand operand, String clause) {
    SqlType type = type(operand);
    if (type != null && type.kind() != Kind.BOOLEAN) {
      throw source.error(
          ErrorCode.DATATYPE_MISMATCH,
          "argument of " + clause + " must be type boolean, not type " + Types.name(type),
          operand.place());
    }
    return implicit(operand, SqlType.BOOLEAN);
  }

  /** What an operand is when nothing around it has said so. */
  Expr standalone(Operand operand) {
    return operand instanceof Operand.Typed(Expr expr, SqlParserPos _)
        ? expr
        : implicit(operand, SqlType.TEXT);
  }
}
