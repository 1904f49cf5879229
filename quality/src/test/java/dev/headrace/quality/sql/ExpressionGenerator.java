package dev.headrace.quality.sql;

import dev.headrace.quality.sql.Tables.Kind;
import java.util.List;
import java.util.Random;

/** Random expressions of a kind over the columns of a scope. */
final class ExpressionGenerator {
  private static final List<String> COMPARISONS = List.of("=", "<>", "<", "<=", ">", ">=");

  /** Makes a subquery of one column for a predicate; the scope is that of the outer query. */
  interface Subqueries {
    String scalar(Kind kind, Scope outer);

    String column(Kind kind, Scope outer);

    String exists(Scope outer);
  }

  private final Random random;
  private final Subqueries subqueries;

  ExpressionGenerator(Random random, Subqueries subqueries) {
    this.random = random;
    this.subqueries = subqueries;
  }

  static String sqlName(Kind kind) {
    return switch (kind) {
      case SMALLINT,
          INTEGER,
          BIGINT,
          NUMERIC,
          TEXT,
          BOOLEAN,
          DATE,
          TIMESTAMP,
          TIMESTAMPTZ,
          INTERVAL,
          UUID ->
          kind.name().toLowerCase(java.util.Locale.ROOT);
      case DOUBLE -> "double precision";
    };
  }

  Kind kind() {
    // some kinds have more operators than others
    return Tables.any(
        List.of(
            Kind.INTEGER,
            Kind.INTEGER,
            Kind.BIGINT,
            Kind.SMALLINT,
            Kind.NUMERIC,
            Kind.DOUBLE,
            Kind.TEXT,
            Kind.TEXT,
            Kind.BOOLEAN,
            Kind.DATE,
            Kind.TIMESTAMP,
            Kind.TIMESTAMPTZ,
            Kind.INTERVAL,
            Kind.UUID),
        random);
  }

  String expression(Kind kind, Scope scope, int depth) {
    if (depth <= 0 || random.nextInt(5) == 0) {
      return leaf(kind, scope);
    }
    return switch (random.nextInt(12)) {
      case 0 -> conditional(kind, scope, depth - 1);
      case 1 -> call("coalesce", kind, scope, depth - 1);
      case 2 -> call("nullif", kind, scope, depth - 1);
      case 3 -> call(random.nextBoolean() ? "greatest" : "least", kind, scope, depth - 1);
      default -> special(kind, scope, depth - 1);
    };
  }

  private String leaf(Kind kind, Scope scope) {
    List<Scope.Name> names = scope.of(kind);
    if (!names.isEmpty() && random.nextInt(4) != 0) {
      return Tables.any(names, random).sql();
    }
    return literal(kind);
  }

  String literal(Kind kind) {
    String literal = Tables.literal(kind, random);
    return switch (kind) {
      case INTEGER -> literal.equals("NULL") ? "CAST(NULL AS integer)" : bracketed(literal);
      case TEXT -> literal.equals("NULL") ? "CAST(NULL AS text)" : literal;
      case BOOLEAN -> literal.equals("NULL") ? "CAST(NULL AS boolean)" : literal;
      case SMALLINT, BIGINT, NUMERIC, DOUBLE, DATE, TIMESTAMP, TIMESTAMPTZ, INTERVAL, UUID ->
          "CAST(" + literal + " AS " + sqlName(kind) + ")";
    };
  }

  private static String bracketed(String number) {
    return number.startsWith("-") ? "(" + number + ")" : number;
  }

  private String call(String name, Kind kind, Scope scope, int depth) {
    return name
        + "("
        + expression(kind, scope, depth)
        + ", "
        + expression(kind, scope, depth)
        + ")";
  }

  private String conditional(Kind kind, Scope scope, int depth) {
    if (random.nextInt(3) == 0) {
      return "CASE "
          + expression(Kind.INTEGER, scope, depth)
          + " WHEN 1 THEN "
          + expression(kind, scope, depth)
          + " WHEN 2 THEN "
          + expression(kind, scope, depth)
          + " END";
    }
    return "CASE WHEN "
        + expression(Kind.BOOLEAN, scope, depth)
        + " THEN "
        + expression(kind, scope, depth)
        + " ELSE "
        + expression(kind, scope, depth)
        + " END";
  }

  /** Fills a pattern: a letter in braces stands for an expression of that kind. */
  private String fill(String pattern, Scope scope, int depth) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) == '{') {
        text.append(expression(kindOf(pattern.charAt(i + 1)), scope, depth));
        i += 2;
      } else {
        text.append(pattern.charAt(i));
      }
    }
    return text.toString();
  }

  private static Kind kindOf(char letter) {
    return switch (letter) {
      case 's' -> Kind.SMALLINT;
      case 'i' -> Kind.INTEGER;
      case 'b' -> Kind.BIGINT;
      case 'n' -> Kind.NUMERIC;
      case 'f' -> Kind.DOUBLE;
      case 't' -> Kind.TEXT;
      case 'o' -> Kind.BOOLEAN;
      case 'd' -> Kind.DATE;
      case 'T' -> Kind.TIMESTAMP;
      case 'Z' -> Kind.TIMESTAMPTZ;
      case 'I' -> Kind.INTERVAL;
      case 'u' -> Kind.UUID;
      default -> throw new IllegalArgumentException("no kind " + letter);
    };
  }

  private String special(Kind kind, Scope scope, int depth) {
    if (kind == Kind.BOOLEAN) {
      return predicate(scope, depth);
    }
    if (random.nextInt(15) == 0) {
      return subqueries.scalar(kind, scope);
    }
    return fill(Tables.any(ExpressionPatterns.of(kind), random), scope, depth);
  }

  String predicate(Scope scope, int depth) {
    Kind kind = kind();
    return switch (random.nextInt(14)) {
      case 0, 1, 2 ->
          "("
              + expression(kind, scope, depth)
              + " "
              + Tables.any(COMPARISONS, random)
              + " "
              + expression(kind, scope, depth)
              + ")";
      case 3 -> fill("({o} AND {o})", scope, depth);
      case 4 -> fill("({o} OR {o})", scope, depth);
      case 5 ->
          "("
              + expression(kind, scope, depth)
              + (random.nextBoolean() ? " IS NULL)" : " IS NOT NULL)");
      case 6 ->
          "("
              + expression(kind, scope, depth)
              + (random.nextBoolean() ? " IS DISTINCT FROM " : " IS NOT DISTINCT FROM ")
              + expression(kind, scope, depth)
              + ")";
      case 7 ->
          "("
              + expression(kind, scope, depth)
              + (random.nextBoolean() ? " IN (" : " NOT IN (")
              + literal(kind)
              + ", "
              + literal(kind)
              + ", "
              + expression(kind, scope, depth)
              + "))";
      case 8 ->
          "("
              + expression(kind, scope, depth)
              + (random.nextBoolean() ? " IN (" : " NOT IN (")
              + subqueries.column(kind, scope)
              + "))";
      case 9 ->
          (random.nextBoolean() ? "(EXISTS (" : "(NOT EXISTS (") + subqueries.exists(scope) + "))";
      case 10 ->
          "("
              + expression(kind, scope, depth)
              + (random.nextBoolean() ? " BETWEEN " : " NOT BETWEEN ")
              + expression(kind, scope, depth)
              + " AND "
              + expression(kind, scope, depth)
              + ")";
      default -> fill(Tables.any(ExpressionPatterns.of(Kind.BOOLEAN), random), scope, depth);
    };
  }
}
