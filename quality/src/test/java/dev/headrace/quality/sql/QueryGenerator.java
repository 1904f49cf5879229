package dev.headrace.quality.sql;

import dev.headrace.quality.sql.Tables.Kind;
import dev.headrace.quality.sql.Tables.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Random queries over {@link Tables#ALL}.
 *
 * <p>Where one of several equal values is the result (GROUP BY, DISTINCT, set operations, min and
 * max) there are no intervals: of 36 hours and 1 day 12 hours, which are equal, PostgreSQL takes
 * the one it met first and Headrace always the latter.
 */
final class QueryGenerator implements ExpressionGenerator.Subqueries {
  private static final List<String> JOINS =
      List.of("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "JOIN", "LEFT JOIN");

  /** A query and the kinds of its columns, which are named c0, c1 and so on. */
  record Query(String sql, List<Kind> kinds) {}

  private final Random random;
  private final ExpressionGenerator expressions;
  private int aliases;
  private int nesting;

  QueryGenerator(Random random) {
    this.random = random;
    this.expressions = new ExpressionGenerator(random, this);
  }

  /** A query without an order that its rows must come in. */
  Query query() {
    Query query = union();
    return switch (random.nextInt(8)) {
      case 0 -> limited(query);
      case 1 -> common(query);
      case 2 -> derived(query);
      default -> query;
    };
  }

  private static String columns(int count) {
    return String.join(", ", IntStream.range(0, count).mapToObj(i -> "c" + i).toList());
  }

  /** Ordered by everything, so that the first rows are determined. */
  private Query limited(Query query) {
    List<String> keys = new ArrayList<>();
    for (int i = 1; i <= query.kinds.size(); i++) {
      keys.add(i + Tables.any(List.of("", " DESC", " NULLS FIRST", " DESC NULLS LAST"), random));
    }
    return new Query(
        query.sql
            + " ORDER BY "
            + String.join(", ", keys)
            + " LIMIT "
            + random.nextInt(12)
            + (random.nextBoolean() ? " OFFSET " + random.nextInt(4) : ""),
        query.kinds);
  }

  private Query common(Query query) {
    Scope scope = scope("q", query);
    Scope other = scope("p", query);
    Kind kind = query.kinds.getFirst();
    String sql =
        "WITH q AS ("
            + query.sql
            + ") SELECT q.c0, p.c0 AS c1 FROM q JOIN q AS p ON "
            + expressions.expression(kind, new Scope(scope.of(kind)), 0)
            + " = "
            + expressions.expression(kind, new Scope(other.of(kind)), 0)
            + " WHERE q.c0 = p.c0";
    return new Query(sql, List.of(kind, kind));
  }

  private Query derived(Query query) {
    Scope scope = scope("q", query);
    String where = random.nextBoolean() ? " WHERE " + expressions.predicate(scope, 1) : "";
    return new Query(
        "SELECT " + columns(query.kinds.size()) + " FROM (" + query.sql + ") AS q" + where,
        query.kinds);
  }

  private static Scope scope(String alias, Query query) {
    return new Scope(
        IntStream.range(0, query.kinds.size())
            .mapToObj(i -> new Scope.Name(alias + ".c" + i, query.kinds.get(i)))
            .toList());
  }

  private Query union() {
    if (random.nextInt(5) != 0) {
      return random.nextInt(5) < 3 ? plain(kinds(3)) : grouped();
    }
    List<Kind> kinds = distinguishable(kinds(2));
    String operator =
        Tables.any(
            List.of("UNION", "UNION ALL", "EXCEPT", "EXCEPT ALL", "INTERSECT", "INTERSECT ALL"),
            random);
    return new Query(plain(kinds).sql + " " + operator + " " + plain(kinds).sql, kinds);
  }

  private List<Kind> kinds(int most) {
    return IntStream.range(0, 1 + random.nextInt(most)).mapToObj(i -> expressions.kind()).toList();
  }

  private static List<Kind> distinguishable(List<Kind> kinds) {
    return kinds.stream().map(kind -> kind == Kind.INTERVAL ? Kind.NUMERIC : kind).toList();
  }

  private Query plain(List<Kind> wanted) {
    String distinct = random.nextInt(6) == 0 ? "DISTINCT " : "";
    List<Kind> kinds = distinct.isEmpty() ? wanted : distinguishable(wanted);
    From from = from(1 + random.nextInt(3));
    List<String> columns = new ArrayList<>();
    for (Kind kind : kinds) {
      columns.add(expressions.expression(kind, from.scope, 2) + " AS c" + columns.size());
    }
    return new Query(
        "SELECT " + distinct + String.join(", ", columns) + from.sql + where(from.scope), kinds);
  }

  private String where(Scope scope) {
    return random.nextInt(3) == 0 ? "" : " WHERE " + expressions.predicate(scope, 2);
  }

  private Query grouped() {
    From from = from(1 + random.nextInt(2));
    List<Kind> kinds = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      Kind kind = distinguishable(List.of(expressions.kind())).getFirst();
      List<Scope.Name> names = from.scope.of(kind);
      if (!names.isEmpty()) {
        keys.add(
            random.nextInt(3) == 0
                ? expressions.expression(kind, new Scope(names), 1)
                : Tables.any(names, random).sql());
        kinds.add(kind);
      }
    }
    List<String> columns = new ArrayList<>();
    for (String key : keys) {
      columns.add(key + " AS c" + columns.size());
    }
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      Aggregate aggregate = aggregate(from.scope);
      columns.add(aggregate.sql + " AS c" + columns.size());
      kinds.add(aggregate.kind);
    }
    StringBuilder sql =
        new StringBuilder("SELECT " + String.join(", ", columns) + from.sql + where(from.scope));
    if (!keys.isEmpty()) {
      // by position, because constants and parameters make equal texts different expressions
      sql.append(" GROUP BY ")
          .append(
              String.join(
                  ", ", IntStream.rangeClosed(1, keys.size()).mapToObj(String::valueOf).toList()));
    }
    if (random.nextInt(4) == 0) {
      Aggregate aggregate = aggregate(from.scope);
      sql.append(" HAVING ")
          .append(aggregate.sql)
          .append(random.nextBoolean() ? " >= " : " <> ")
          .append(expressions.literal(aggregate.kind));
    }
    return new Query(sql.toString(), kinds);
  }

  private record Aggregate(String sql, Kind kind) {}

  private Aggregate aggregate(Scope scope) {
    String filter =
        random.nextInt(5) == 0 ? " FILTER (WHERE " + expressions.predicate(scope, 1) + ")" : "";
    String distinct = random.nextInt(5) == 0 ? "DISTINCT " : "";
    Scope.Name name = scope.any(random);
    String argument =
        random.nextInt(3) == 0 && name.kind() != Kind.DOUBLE
            ? expressions.expression(name.kind(), scope, 1)
            : name.sql();
    return switch (random.nextInt(6)) {
      case 0 -> new Aggregate("count(*)" + filter, Kind.BIGINT);
      case 1 -> new Aggregate("count(" + distinct + argument + ")" + filter, Kind.BIGINT);
      case 2, 3 -> extreme(name.kind(), argument, filter);
      default -> total(name.kind(), distinct + argument, filter);
    };
  }

  private Aggregate extreme(Kind kind, String argument, String filter) {
    String function = random.nextBoolean() ? "min" : "max";
    return switch (kind) {
      case BOOLEAN ->
          new Aggregate(
              (random.nextBoolean() ? "bool_and(" : "bool_or(") + argument + ")" + filter,
              Kind.BOOLEAN);
      case UUID, INTERVAL -> new Aggregate("count(" + argument + ")" + filter, Kind.BIGINT);
      case SMALLINT, INTEGER, BIGINT, NUMERIC, DOUBLE, TEXT, DATE, TIMESTAMP, TIMESTAMPTZ ->
          new Aggregate(function + "(" + argument + ")" + filter, kind);
    };
  }

  private Aggregate total(Kind kind, String argument, String filter) {
    boolean sum = random.nextBoolean();
    String call = (sum ? "sum(" : "avg(") + argument + ")" + filter;
    return switch (kind) {
      case SMALLINT, INTEGER -> new Aggregate(call, sum ? Kind.BIGINT : Kind.NUMERIC);
      case BIGINT, NUMERIC -> new Aggregate(call, Kind.NUMERIC);
      case DOUBLE -> new Aggregate(call, Kind.DOUBLE);
      case INTERVAL -> new Aggregate("sum(" + argument + ")" + filter, Kind.INTERVAL);
      case TEXT, BOOLEAN, DATE, TIMESTAMP, TIMESTAMPTZ, UUID ->
          new Aggregate("count(" + argument + ")" + filter, Kind.BIGINT);
    };
  }

  private record From(String sql, Scope scope) {}

  private From from(int tables) {
    Table first = Tables.any(Tables.ALL, random);
    String alias = "a" + aliases++;
    StringBuilder sql = new StringBuilder(" FROM " + first.name() + " AS " + alias);
    Scope scope = Scope.of(alias, first);
    for (int i = 1; i < tables; i++) {
      Table table = Tables.any(Tables.ALL, random);
      String next = "a" + aliases++;
      Scope right = Scope.of(next, table);
      String join = Tables.any(JOINS, random);
      sql.append(" ").append(join).append(" ").append(table.name()).append(" AS ").append(next);
      sql.append(" ON ").append(condition(scope, right, join));
      scope = scope.and(right);
    }
    return new From(sql.toString(), scope);
  }

  private String condition(Scope left, Scope right, String join) {
    Kind kind = Tables.any(List.of(Kind.INTEGER, Kind.INTEGER, Kind.TEXT, Kind.DOUBLE), random);
    if (left.of(kind).isEmpty() || right.of(kind).isEmpty()) {
      kind = Kind.INTEGER;
    }
    String equal =
        Tables.any(left.of(kind), random).sql() + " = " + Tables.any(right.of(kind), random).sql();
    // PostgreSQL has full joins only for conditions that it can hash or merge
    return random.nextInt(3) == 0 && !join.equals("FULL JOIN")
        ? equal + " AND " + expressions.predicate(left.and(right), 1)
        : equal;
  }

  // ---- subqueries

  @Override
  public String scalar(Kind kind, Scope outer) {
    if (nesting > 0 || List.of(Kind.UUID, Kind.BOOLEAN, Kind.INTERVAL).contains(kind)) {
      return expressions.literal(kind);
    }
    return nested(
        outer,
        (from, correlation) ->
            "(SELECT max(" + expressions.expression(kind, from, 1) + ")" + correlation + ")");
  }

  @Override
  public String column(Kind kind, Scope outer) {
    if (nesting > 0) {
      return "SELECT " + expressions.literal(kind);
    }
    return nested(
        outer,
        (from, correlation) -> "SELECT " + expressions.expression(kind, from, 1) + correlation);
  }

  @Override
  public String exists(Scope outer) {
    if (nesting > 0) {
      return "SELECT 1 WHERE " + expressions.predicate(outer, 0);
    }
    return nested(outer, (from, correlation) -> "SELECT 1" + correlation);
  }

  private interface Body {
    String sql(Scope from, String correlation);
  }

  private String nested(Scope outer, Body body) {
    nesting++;
    try {
      From from = from(1);
      String correlation =
          switch (random.nextInt(4)) {
            case 0 -> "";
            case 1 -> " WHERE " + expressions.predicate(from.scope, 1);
            case 2 -> " WHERE " + expressions.predicate(from.scope.and(outer), 1);
            default -> {
              Scope.Name inner = from.scope.any(random);
              yield " WHERE "
                  + inner.sql()
                  + " = "
                  + expressions.expression(inner.kind(), outer, 0);
            }
          };
      return body.sql(from.scope, from.sql + correlation);
    } finally {
      nesting--;
    }
  }
}
