package dev.headrace.ir;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.model.text.TypeOids;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Casts as calls of registered functions. Which casts there are, and where they happen by
 * themselves, is PostgreSQL's catalog {@code pg_cast}.
 */
public final class Casts {
  private Casts() {}

  /** Where a cast stands. */
  public enum Context {
    /** Anywhere, without being asked for. */
    IMPLICIT,
    /** A value that goes into a column. */
    ASSIGNMENT,
    /** CAST or {@code ::}. */
    EXPLICIT
  }

  /** Whether a value of a type becomes one of another in a context. */
  public static boolean isPossible(SqlType from, SqlType to, Context context) {
    return CastRules.isPossible(from, to, context);
  }

  /**
   * Lowers one explicit cast; casts within its operand stay.
   *
   * @throws SqlException 42846 if there is no such cast
   */
  public static Expr expand(Expr.Cast cast) {
    return convert(cast.operand(), cast.type(), false);
  }

  /** A text that names a date or time by when it is read, such as {@code 'tomorrow 10:00'}. */
  public static Expr relative(Expr text, SqlType target) {
    Expr value =
        call(
            ConversionFunctions.nameOf(target.kind()),
            new SqlType(target.kind(), SqlType.UNBOUNDED, 0, null),
            text,
            new Expr.Call(ScalarFunctions.NOW, List.of(), SqlType.TIMESTAMPTZ),
            new Expr.Call(ScalarFunctions.SESSION_TIME_ZONE, List.of(), SqlType.TEXT));
    return applyModifier(value, SqlType.TEXT, target, false);
  }

  /**
   * A value as a column of a type takes it: like a cast, but text that is too long is an error.
   *
   * @throws SqlException 42846 if there is no such cast
   */
  public static Expr assignment(Expr value, SqlType target) {
    return convert(value, target, true);
  }

  private static Expr convert(Expr value, SqlType target, boolean assigned) {
    SqlType source = value.type();
    if (source.equals(target)) {
      return value;
    }
    if (value instanceof Expr.Literal literal && literal.value() == null) {
      return new Expr.Literal(null, target);
    }
    return applyModifier(convertKind(value, target), source, target, assigned);
  }

  /** A value of the target's kind, without regard to the target's limits. */
  private static Expr convertKind(Expr value, SqlType target) {
    Kind from = value.type().kind();
    Kind to = target.kind();
    if (from.isText() && to.isText()) {
      return from == Kind.CHAR && to != Kind.CHAR ? call("cast_text", SqlType.TEXT, value) : value;
    }
    if (from == to && to != Kind.ARRAY && to != Kind.ENUM) {
      return value;
    }
    Expr converted = CastRules.conversion(value, target);
    if (converted == null) {
      throw new SqlException(
          ErrorCode.CANNOT_COERCE, "cannot cast type " + value.type() + " to " + target);
    }
    return converted;
  }

  private static Expr applyModifier(Expr value, SqlType source, SqlType target, boolean assigned) {
    boolean limited = target.precision() != SqlType.UNBOUNDED;
    boolean sameKind = source.kind() == target.kind();
    return switch (target.kind()) {
      case NUMERIC ->
          limited
              ? call(
                  "numeric_cast",
                  target,
                  value,
                  integer(target.precision()),
                  integer(target.scale()))
              : relabel(value, target);
      case VARCHAR ->
          limited && !(sameKind && isWithin(source, target))
              ? call(
                  assigned ? "varchar_assign" : "varchar_cast",
                  target,
                  value,
                  integer(target.precision()))
              : relabel(value, target);
      case CHAR ->
          limited
              ? call(
                  assigned ? "char_assign" : "char_cast",
                  target,
                  value,
                  integer(target.precision()))
              : relabel(value, target);
      case BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, TEXT, BYTEA, DATE, UUID, JSONB, ENUM ->
          relabel(value, target);
      case TIME, TIMESTAMP, TIMESTAMPTZ, INTERVAL ->
          limited
                  && target.precision() < SqlType.MAX_TIME_PRECISION
                  && !(sameKind && isWithin(source, target))
              ? call("$round_time", target, value, integer(target.precision()))
              : relabel(value, target);
      case ARRAY -> limitElements(value, target, assigned);
    };
  }

  private static Expr limitElements(Expr value, SqlType target, boolean assigned) {
    SqlType element = Objects.requireNonNull(target.element(), "an ARRAY has an element type");
    if (element.precision() == SqlType.UNBOUNDED) {
      return relabel(value, target);
    }
    return call(
        assigned ? "$limit_assigned" : "$limit_elements",
        target,
        value,
        integer(TypeOids.reference(element)),
        integer(TypeOids.typmod(element)));
  }

  private static boolean isWithin(SqlType source, SqlType target) {
    return source.precision() != SqlType.UNBOUNDED && source.precision() <= target.precision();
  }

  /** The same value under another type of the same storage. */
  private static Expr relabel(Expr value, SqlType type) {
    if (value.type().equals(type)) {
      return value;
    }
    return switch (value) {
      case Expr.Column column -> new Expr.Column(column.index(), type, column.nullable());
      case Expr.Literal literal -> new Expr.Literal(literal.value(), type);
      case Expr.Parameter parameter -> new Expr.Parameter(parameter.index(), type);
      case Expr.Call call -> new Expr.Call(call.function(), call.arguments(), type);
      case Expr.Arithmetic arithmetic ->
          new Expr.Arithmetic(arithmetic.operator(), arithmetic.left(), arithmetic.right(), type);
      case Expr.Case choice -> new Expr.Case(choice.branches(), choice.otherwise(), type);
      case Expr.Coalesce coalesce -> new Expr.Coalesce(coalesce.operands(), type);
      case Expr.Cast cast -> new Expr.Coalesce(List.of(cast), type);
      case Expr.Comparison _,
          Expr.DistinctFrom _,
          Expr.And _,
          Expr.Or _,
          Expr.Not _,
          Expr.IsNull _,
          Expr.In _ ->
          throw new IllegalArgumentException(value.type() + " relabelled as " + type);
    };
  }

  static Expr integer(int value) {
    return new Expr.Literal(value, SqlType.INTEGER);
  }

  static Expr sessionTimeZone() {
    return new Expr.Call(ScalarFunctions.SESSION_TIME_ZONE, List.of(), SqlType.TEXT);
  }

  static Expr call(String name, SqlType type, Expr... arguments) {
    Expr call = callIfExists(name, type, List.of(arguments));
    if (call == null) {
      throw new IllegalArgumentException("no function " + name + List.of(arguments));
    }
    return call;
  }

  static @Nullable Expr callIfExists(String name, SqlType type, List<Expr> arguments) {
    List<Kind> kinds = new ArrayList<>();
    arguments.forEach(a -> kinds.add(a.type().kind()));
    ScalarFunction function = ScalarFunctions.find(name, kinds.toArray(Kind[]::new));
    return function == null ? null : new Expr.Call(function, arguments, type);
  }
}
