package dev.headrace.engine.system;

import dev.headrace.engine.database.UserTypes;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ScalarFunction;
import dev.headrace.ir.ScalarFunctions;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import dev.headrace.model.function.ArrayFunctions;
import dev.headrace.model.text.Identifiers;
import dev.headrace.model.text.TextFormat;
import dev.headrace.model.text.TypeOids;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Expressions over columns as PostgreSQL prints them (ruleutils.c). For machines every operator is
 * in parentheses, for people only those that need them.
 */
final class ExpressionText {
  /** Where an expression stands. */
  private enum Place {
    ALONE,
    /** An argument of a function, or something else that is set apart anyway. */
    APART,
    /** An operand of AND, of OR. */
    CONJUNCT,
    DISJUNCT,
    /** The left and right operand of + and -, of * and /. */
    SUM,
    ADDED,
    PRODUCT,
    MULTIPLIED,
    /** An operand of any other operator. */
    OPERAND
  }

  /** The functions that casts to these types are. */
  private static final String CAST = "cast_";

  private static final String ROUND_TIME = "$round_time";

  private static final String ELEMENT = "array_element_";
  private static final String SLICE = "$slice";
  private static final String QUANTIFIED = "$quantified";

  private static final Set<ScalarFunction> SESSION =
      Set.of(
          ScalarFunctions.SESSION_TIME_ZONE,
          ScalarFunctions.SESSION_CATALOG,
          ScalarFunctions.SESSION_SEQUENCES);

  private static final Set<String> TAKE_ELEMENT_TYPE =
      Set.of("array_position", "array_append", "array_cat", "array_remove", "@>", "<@", "&&");

  private static final Set<String> SPELLED_LIKE_COLUMNS =
      Set.of(
          "current_date",
          "current_timestamp",
          "current_user",
          "localtime",
          "localtimestamp",
          "session_user");

  private final List<Field> columns;
  private final boolean pretty;

  private ExpressionText(List<Field> columns, boolean pretty) {
    this.columns = columns;
    this.pretty = pretty;
  }

  static String of(Expr expr, List<Field> columns, boolean pretty) {
    return new ExpressionText(columns, pretty).print(expr, Place.ALONE);
  }

  /**
   * A column's default, or what generates it.
   *
   * @param value without the cast to the column's type, which is not shown
   */
  static String ofValue(Expr value, String written, List<Field> columns) {
    if (!(value instanceof Expr.Call call) || !call.arguments().isEmpty()) {
      return of(value, columns, false);
    }
    // several names for one function: CURRENT_TIMESTAMP, now()
    String name = written.strip().replaceFirst("^(?i)pg_catalog\\.", "");
    return name.endsWith(")") ? name.toLowerCase(Locale.ROOT) : name.toUpperCase(Locale.ROOT);
  }

  /** An expression as a column of an index: in parentheses, unless it is a call of a function. */
  static String ofKey(Expr expr, List<Field> columns, boolean pretty) {
    String text = of(expr, columns, pretty);
    return expr instanceof Expr.Call call && isNamed(call) ? text : "(" + text + ")";
  }

  private static boolean isNamed(Expr.Call call) {
    String name = call.function().name();
    return Character.isLetter(name.charAt(0))
        && !name.equals("like")
        && !name.equals("ilike")
        && !name.startsWith(CAST)
        && !name.startsWith(ELEMENT);
  }

  private String print(Expr expr, Place place) {
    return switch (expr) {
      case Expr.Column column -> column(column, place);
      case Expr.Literal literal -> constant(literal, place != Place.ALONE);
      case Expr.Parameter parameter -> "$" + (parameter.index() + 1);
      case Expr.Call call -> call(call, place);
      case Expr.Arithmetic node -> arithmetic(node, place);
      case Expr.Comparison node -> infix(node.left(), symbol(node.operator()), node.right(), place);
      case Expr.DistinctFrom node -> infix(node.left(), "IS DISTINCT FROM", node.right(), place);
      case Expr.And node -> joined(node.operands(), " AND ", Place.CONJUNCT, place);
      case Expr.Or node -> joined(node.operands(), " OR ", Place.DISJUNCT, place);
      case Expr.Not(Expr.In in) -> in(in, "<> ALL", place);
      case Expr.Not(Expr.DistinctFrom same) ->
          parenthesized(
              "NOT " + print(same, Place.OPERAND), pretty && isApart(place, Place.CONJUNCT));
      case Expr.Not(Expr.IsNull isNull) ->
          parenthesized(
              print(isNull.operand(), Place.OPERAND) + " IS NOT NULL", isApartFromTest(place));
      case Expr.Not node ->
          parenthesized(
              "NOT " + print(node.operand(), Place.CONJUNCT),
              pretty && isApart(place, Place.CONJUNCT));
      case Expr.IsNull node ->
          parenthesized(print(node.operand(), Place.OPERAND) + " IS NULL", isApartFromTest(place));
      case Expr.Cast node -> cast(node, place);
      case Expr.Case node -> choice(node);
      case Expr.Coalesce node -> "COALESCE(" + list(node.operands()) + ")";
      case Expr.In node -> in(node, "= ANY", place);
    };
  }

  /** Whether parentheses can be left out. */
  private boolean isApart(Place place, Place own) {
    return switch (place) {
      case ALONE, APART -> true;
      case CONJUNCT, DISJUNCT -> own != Place.DISJUNCT || place == Place.DISJUNCT;
      case SUM, ADDED, PRODUCT, MULTIPLIED, OPERAND -> false;
    };
  }

  private boolean isApartFromTest(Place place) {
    return pretty && isApart(place, Place.CONJUNCT);
  }

  private static String parenthesized(String text, boolean bare) {
    return bare ? text : "(" + text + ")";
  }

  private String column(Expr.Column column, Place place) {
    String name = Identifiers.quoted(columns.get(column.index()).name());
    // operators and functions of text take a varchar as text
    return place == Place.OPERAND && column.type().kind() == SqlType.Kind.VARCHAR
        ? casted(name, "text")
        : name;
  }

  private String casted(String operand, String type) {
    return (pretty ? operand : "(" + operand + ")") + "::" + type;
  }

  private String list(List<? extends Expr> operands) {
    return operands.stream().map(o -> print(o, Place.APART)).collect(Collectors.joining(", "));
  }

  private String infix(Expr left, String operator, Expr right, Place place) {
    return parenthesized(
        print(left, Place.OPERAND) + " " + operator + " " + print(right, Place.OPERAND),
        pretty && isApart(place, Place.CONJUNCT));
  }

  private String joined(List<Expr> operands, String word, Place own, Place place) {
    return parenthesized(
        operands.stream().map(o -> print(o, own)).collect(Collectors.joining(word)),
        pretty && isApart(place, own));
  }

  private static String symbol(Expr.Comparison.Operator operator) {
    return switch (operator) {
      case EQUAL -> "=";
      case NOT_EQUAL -> "<>";
      case LESS -> "<";
      case LESS_OR_EQUAL -> "<=";
      case GREATER -> ">";
      case GREATER_OR_EQUAL -> ">=";
    };
  }

  private String arithmetic(Expr.Arithmetic node, Place place) {
    boolean sum =
        switch (node.operator()) {
          case ADD, SUBTRACT -> true;
          case MULTIPLY, DIVIDE, REMAINDER -> false;
        };
    String symbol =
        switch (node.operator()) {
          case ADD -> "+";
          case SUBTRACT -> "-";
          case MULTIPLY -> "*";
          case DIVIDE -> "/";
          case REMAINDER -> "%";
        };
    String text =
        print(node.left(), sum ? Place.SUM : Place.PRODUCT)
            + " "
            + symbol
            + " "
            + print(node.right(), sum ? Place.ADDED : Place.MULTIPLIED);
    boolean bare =
        switch (place) {
          case ALONE, APART, CONJUNCT, DISJUNCT, SUM -> true;
          case ADDED, PRODUCT -> !sum;
          case MULTIPLIED, OPERAND -> false;
        };
    return parenthesized(text, pretty && bare);
  }

  /** The operator that a function of the registry stands for; empty for any other. */
  private static String operator(String name) {
    return switch (name) {
      case "like" -> "~~";
      case "ilike" -> "~~*";
      default -> Character.isLetter(name.charAt(0)) || name.charAt(0) == '_' ? "" : name;
    };
  }

  private static String comparison(int how) {
    return ((how & ArrayFunctions.LESS) == 0 ? "" : "<")
        + ((how & ArrayFunctions.GREATER) == 0 ? "" : ">")
        + ((how & ArrayFunctions.EQUAL) == 0 ? "" : "=");
  }

  /** {@code = ANY} for {@code = any}, {@code ~~ ALL} for {@code like all}; null for others. */
  private static @Nullable String quantified(String name, List<Expr> arguments) {
    if (name.equals(QUANTIFIED) && arguments.getLast() instanceof Expr.Literal code) {
      int how = Objects.requireNonNull((Integer) code.value());
      return comparison(how & ~ArrayFunctions.TO_ALL)
          + ((how & ArrayFunctions.TO_ALL) == 0 ? " ANY" : " ALL");
    }
    int space = name.lastIndexOf(' ');
    return switch (name.substring(space + 1)) {
      case "any", "all" ->
          operator(name.substring(0, space)) + name.substring(space).toUpperCase(Locale.ROOT);
      default -> null;
    };
  }

  /** The arguments without those that the binder adds: what the session is, types of elements. */
  private static List<Expr> written(Expr.Call call) {
    List<Expr> arguments = call.arguments();
    boolean added =
        !arguments.isEmpty()
            && (arguments.getLast() instanceof Expr.Call last && SESSION.contains(last.function())
                || TAKE_ELEMENT_TYPE.contains(call.function().name()) && arguments.size() > 2);
    return added ? arguments.subList(0, arguments.size() - 1) : arguments;
  }

  private String call(Expr.Call call, Place place) {
    String name = call.function().name();
    List<Expr> arguments = written(call);
    String operator = operator(name);
    if (SPELLED_LIKE_COLUMNS.contains(name)) {
      return name.toUpperCase(Locale.ROOT);
    }
    if (name.equals("extract") && arguments.getFirst() instanceof Expr.Literal field) {
      return "EXTRACT(" + plain(field) + " FROM " + print(arguments.get(1), Place.ALONE) + ")";
    }
    if (name.startsWith(CAST)) {
      return casted(print(arguments.getFirst(), Place.OPERAND), call.type().toString());
    }
    if (name.equals(ROUND_TIME)) {
      Expr value = arguments.getFirst();
      boolean converted =
          value instanceof Expr.Call inner && inner.function().name().startsWith(CAST);
      Expr operand = converted ? ((Expr.Call) value).arguments().getFirst() : value;
      return casted(print(operand, Place.OPERAND), call.type().toString());
    }
    if (name.startsWith(ELEMENT)) {
      return subscripted(arguments.getFirst(), print(arguments.get(1), Place.ALONE));
    }
    if (name.equals(SLICE)) {
      return subscripted(
          arguments.getFirst(), bound(arguments.get(1)) + ":" + bound(arguments.get(2)));
    }
    String quantified = quantified(name, arguments);
    if (quantified != null) {
      return parenthesized(
          print(arguments.getFirst(), Place.OPERAND)
              + (" " + quantified + " (")
              + print(arguments.get(1), Place.OPERAND)
              + ")",
          pretty && isApart(place, Place.CONJUNCT));
    }
    if (operator.isEmpty() || arguments.size() > 2) {
      return name.equals("nextval") && arguments.getFirst() instanceof Expr.Literal sequence
          ? "nextval(" + quoted(String.valueOf(sequence.value())) + "::regclass)"
          : Identifiers.quoted(name) + "(" + list(arguments) + ")";
    }
    return arguments.size() == 1
        ? parenthesized(
            operator + " " + print(arguments.getFirst(), Place.OPERAND),
            pretty && isApart(place, Place.CONJUNCT))
        : infix(arguments.get(0), operator, arguments.get(1), place);
  }

  private String subscripted(Expr array, String subscript) {
    String text = print(array, Place.OPERAND);
    return (array instanceof Expr.Column ? text : "(" + text + ")") + "[" + subscript + "]";
  }

  // a bound that was not written is the outermost one
  private String bound(Expr expr) {
    boolean open =
        expr instanceof Expr.Literal literal
            && literal.value() instanceof Integer value
            && (value == Integer.MIN_VALUE || value == Integer.MAX_VALUE);
    return open ? "" : print(expr, Place.ALONE);
  }

  private String cast(Expr.Cast cast, Place place) {
    Expr operand = cast.operand();
    boolean widening = isInteger(cast.type()) && isInteger(operand.type()) && place != Place.ALONE;
    // operators of integers of different widths need no cast
    return widening
        ? print(operand, place)
        : casted(print(operand, Place.OPERAND), cast.type().toString());
  }

  private static boolean isInteger(SqlType type) {
    return switch (type.kind()) {
      case SMALLINT, INTEGER, BIGINT -> true;
      default -> false;
    };
  }

  private String choice(Expr.Case node) {
    StringBuilder text = new StringBuilder("CASE");
    for (Expr.Case.Branch branch : node.branches()) {
      text.append(" WHEN ")
          .append(print(branch.condition(), Place.APART))
          .append(" THEN ")
          .append(print(branch.result(), Place.APART));
    }
    return text.append(" ELSE ")
        .append(print(node.otherwise(), Place.APART))
        .append(" END")
        .toString();
  }

  private String in(Expr.In node, String operator, Place place) {
    boolean varchar = node.operand().type().kind() == SqlType.Kind.VARCHAR;
    String values =
        node.values().stream()
            .map(v -> varchar ? quoted(plain(v)) + "::character varying" : constant(v, true))
            .collect(Collectors.joining(", ", "ARRAY[", "]"));
    return parenthesized(
        print(node.operand(), Place.OPERAND)
            + " "
            + operator
            + " ("
            + (varchar ? casted(values, "text[]") : values)
            + ")",
        pretty && isApart(place, Place.CONJUNCT));
  }

  // ---- constants

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String plain(Expr.Literal literal) {
    Object value = literal.value();
    return value == null ? "" : TextFormat.toString(literal.type(), value, ZoneOffset.UTC);
  }

  /**
   * A constant.
   *
   * @param inside whether it is part of an expression, where a number's cast is shown
   */
  private String constant(Expr.Literal literal, boolean inside) {
    SqlType type = literal.type();
    if (literal.value() == null) {
      return "NULL::"
          + (UserTypes.isOne(type)
              ? type.toString()
              : SystemTypes.format(TypeOids.oid(type), TypeOids.NO_TYPMOD));
    }
    String text = plain(literal);
    return switch (type.kind()) {
      case BOOLEAN -> text.startsWith("t") ? "true" : "false";
      case SMALLINT, INTEGER, BIGINT -> text.startsWith("-") ? quoted(text) + "::integer" : text;
      case NUMERIC -> {
        boolean whole = literal.value() instanceof BigDecimal number && number.scale() <= 0;
        yield text.startsWith("-")
            ? quoted(text) + (whole ? "::integer" : "::numeric")
            : whole && inside ? casted(text, "numeric") : text;
      }
      case REAL, DOUBLE ->
          inside
              ? casted(text, type.toString())
              : text.startsWith("-") ? quoted(text) + "::integer" : text;
      case VARCHAR -> quoted(text) + (inside ? "::text" : "::character varying");
      case CHAR -> quoted(text) + "::bpchar";
      case TEXT, BYTEA, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, INTERVAL, UUID, JSONB, ENUM, ARRAY ->
          quoted(text) + "::" + type;
    };
  }
}
