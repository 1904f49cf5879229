package dev.headrace.ir.testkit;

import dev.headrace.ir.Casts;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.ScalarFunction;
import dev.headrace.ir.ScalarFunction.Volatility;
import dev.headrace.ir.ScalarFunctions;
import dev.headrace.model.Field;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Random typed expressions over given columns and parameters: every kind of node, every IMMUTABLE
 * function of the registry, bounded depth.
 *
 * <p>Numbers that say how long a text should get ({@code repeat}, {@code lpad}) are kept small
 * where they are constants; elsewhere functions defend themselves.
 */
public final class RandomExpr {
  private static final List<ScalarFunction> FUNCTIONS =
      ScalarFunctions.all().stream().filter(f -> f.volatility() == Volatility.IMMUTABLE).toList();

  private final RandomGenerator random;
  private final RandomValues values;
  private final List<Field> columns;
  private final List<SqlType> parameters;

  /**
   * @param columns of the row the expressions read; may be empty
   * @param parameters types of the statement's parameters; may be empty
   */
  public RandomExpr(RandomGenerator random, List<Field> columns, List<SqlType> parameters) {
    this.random = random;
    this.values = new RandomValues(random);
    this.columns = List.copyOf(columns);
    this.parameters = List.copyOf(parameters);
  }

  /** An expression of any type, at most that many nodes deep. */
  public Expr next(int depth) {
    return next(values.type(), depth);
  }

  /** A condition, at most that many nodes deep. */
  public Expr condition(int depth) {
    return next(SqlType.BOOLEAN, depth);
  }

  /** An expression of a type, at most that many nodes deep. */
  public Expr next(SqlType type, int depth) {
    if (depth <= 1) {
      return leaf(type);
    }
    return switch (random.nextInt(10)) {
      case 0 -> leaf(type);
      case 1 -> choice(type, depth - 1);
      case 2 -> new Expr.Coalesce(list(type, random.nextInt(1, 4), depth - 1), type);
      case 3, 4 -> cast(type, depth - 1);
      case 5, 6 -> call(type, depth - 1);
      default -> operation(type, depth - 1);
    };
  }

  private List<Expr> list(SqlType type, int size, int depth) {
    List<Expr> result = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      result.add(next(type, depth));
    }
    return result;
  }

  private Expr leaf(SqlType type) {
    List<Expr> candidates = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Field field = columns.get(i);
      if (field.type().equals(type)) {
        candidates.add(new Expr.Column(i, type, field.nullable()));
      }
    }
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i).equals(type)) {
        candidates.add(new Expr.Parameter(i, type));
      }
    }
    return candidates.isEmpty() || random.nextInt(4) == 0 ? literal(type) : values.pick(candidates);
  }

  private Expr.Literal literal(SqlType type) {
    return new Expr.Literal(random.nextInt(12) == 0 ? null : values.value(type), type);
  }

  private Expr choice(SqlType type, int depth) {
    List<Expr.Case.Branch> branches = new ArrayList<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      branches.add(new Expr.Case.Branch(condition(depth), next(type, depth)));
    }
    return new Expr.Case(branches, next(type, depth), type);
  }

  private Expr cast(SqlType type, int depth) {
    SqlType source = values.type();
    return isPossible(source, type) ? new Expr.Cast(next(source, depth), type) : next(type, depth);
  }

  /** Whether there is such a cast, and it asks for no session. */
  private static boolean isPossible(SqlType from, SqlType to) {
    Expr cast = new Expr.Cast(new Expr.Column(0, from, true), to);
    return Casts.isPossible(from, to, Casts.Context.EXPLICIT) && ExprProperties.isImmutable(cast);
  }

  private Expr call(SqlType type, int depth) {
    List<ScalarFunction> fitting =
        FUNCTIONS.stream()
            .filter(f -> f.result() == type.kind() || (isText(f.result()) && isText(type.kind())))
            .filter(f -> type.kind() != Kind.ARRAY && !f.parameters().contains(Kind.ARRAY))
            .toList();
    return fitting.isEmpty() ? operation(type, depth) : call(values.pick(fitting), type, depth);
  }

  private static boolean isText(Kind kind) {
    return kind == Kind.TEXT || kind == Kind.VARCHAR || kind == Kind.CHAR;
  }

  private Expr call(ScalarFunction function, SqlType type, int depth) {
    if (function.name().endsWith("_cast") || function.name().endsWith("_assign")) {
      return limited(function, type, depth);
    }
    List<Expr> arguments = new ArrayList<>();
    for (Kind kind : function.parameters()) {
      arguments.add(argument(function, kind, depth));
    }
    for (int i = function.variadic() ? random.nextInt(3) : 0; i > 0; i--) {
      arguments.add(argument(function, function.parameters().getLast(), depth));
    }
    return new Expr.Call(function, arguments, type);
  }

  /** What only casts call, with limits that types have: precision and scale, or a length. */
  private Expr limited(ScalarFunction function, SqlType type, int depth) {
    List<Expr> arguments = new ArrayList<>();
    arguments.add(next(values.type(function.parameters().getFirst()), depth));
    int limit = random.nextInt(1, SqlType.MAX_NUMERIC_PRECISION + 1);
    for (int i = 1; i < function.parameters().size(); i++) {
      arguments.add(new Expr.Literal(limit, SqlType.INTEGER));
      limit = random.nextInt(limit + 1);
    }
    return new Expr.Call(function, arguments, type);
  }

  private Expr argument(ScalarFunction function, Kind kind, int depth) {
    if (kind == Kind.INTEGER && isText(function.result()) && random.nextInt(4) > 0) {
      return new Expr.Literal(random.nextInt(-2, 12), SqlType.INTEGER);
    }
    if (kind == Kind.TEXT && function.name().contains("escape")) {
      return new Expr.Literal(Slice.of("\\"), SqlType.TEXT);
    }
    return next(values.type(kind), depth);
  }

  private Expr operation(SqlType type, int depth) {
    if (type.kind() == Kind.BOOLEAN) {
      return test(depth);
    }
    if (!type.kind().isNumber()) {
      return leaf(type);
    }
    Expr.Arithmetic.Operator[] operators = Expr.Arithmetic.Operator.values();
    Expr.Arithmetic.Operator operator = operators[random.nextInt(operators.length)];
    if (operator == Expr.Arithmetic.Operator.REMAINDER && type.kind().isFloat()) {
      operator = Expr.Arithmetic.Operator.SUBTRACT;
    }
    return new Expr.Arithmetic(operator, next(type, depth), next(type, depth), type);
  }

  private Expr test(int depth) {
    SqlType compared = values.type();
    return switch (random.nextInt(9)) {
      case 0 -> new Expr.And(list(SqlType.BOOLEAN, random.nextInt(2, 5), depth));
      case 1 -> new Expr.Or(list(SqlType.BOOLEAN, random.nextInt(2, 5), depth));
      case 2 -> new Expr.Not(condition(depth));
      case 3 -> new Expr.IsNull(next(compared, depth));
      case 4 -> new Expr.DistinctFrom(next(compared, depth), next(compared, depth));
      case 5 -> new Expr.In(next(compared, depth), constants(compared));
      default -> {
        Expr.Comparison.Operator[] operators = Expr.Comparison.Operator.values();
        yield new Expr.Comparison(
            operators[random.nextInt(operators.length)],
            next(compared, depth),
            next(compared, depth));
      }
    };
  }

  private List<Expr.Literal> constants(SqlType type) {
    List<Expr.Literal> result = new ArrayList<>();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      result.add(new Expr.Literal(values.value(type), type));
    }
    return result;
  }
}
