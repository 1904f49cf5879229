package dev.headrace.engine.access;

import dev.headrace.engine.database.KeyColumn;
import dev.headrace.engine.database.KeyOrder;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.AggregateCall.Function;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds sorts with a limit, MIN, MAX and COUNT(*) that need few rows of an order. */
final class FirstRows {
  private FirstRows() {}

  /** The path for a sort with a limit; none or one. */
  static List<AccessPath.First> ofSort(Rel.Sort sort, Chain chain, List<KeyOrder> orders) {
    for (KeyOrder order : orders) {
      Optional<AccessPath.First> path =
          KeyConditions.find(order, chain.conjuncts())
              .flatMap(condition -> ofSort(sort, chain, order, condition));
      if (path.isPresent()) {
        return List.of(path.get());
      }
    }
    return List.of();
  }

  private static Optional<AccessPath.First> ofSort(
      Rel.Sort sort, Chain chain, KeyOrder order, KeyCondition condition) {
    int fixed = singles(condition);
    int compared = fixed;
    Boolean descending = null;
    for (Rel.SortKey key : sort.order()) {
      Expr sorted = chain.columns().get(key.column());
      if (isAmong(sorted, order.columns().subList(0, fixed))) {
        continue;
      }
      // rows that agree in the columns so far are all taken, so the rest of the order may differ
      if (compared == order.columns().size()) {
        break;
      }
      Boolean direction = direction(key, sorted, order.columns().get(compared));
      if (direction == null || (descending != null && !descending.equals(direction))) {
        break;
      }
      descending = direction;
      compared++;
    }
    return Optional.ofNullable(first(sort, chain, order, condition, descending, compared));
  }

  private static AccessPath.@Nullable First first(
      Rel.Sort sort,
      Chain chain,
      KeyOrder order,
      KeyCondition condition,
      @Nullable Boolean descending,
      int compared) {
    if (descending == null) {
      return null;
    }
    return new AccessPath.First(
        order,
        upTo(condition, singles(condition)),
        descending,
        compared,
        false,
        predicate(chain),
        sort.limit(),
        sort.offset());
  }

  /** Whether a column is to be read backwards; null if it has another order. */
  private static @Nullable Boolean direction(Rel.SortKey key, Expr sorted, KeyColumn column) {
    if (!new ExprMatch().matches(sorted, column.expression()) || hasParameters(sorted)) {
      return null;
    }
    boolean backward = key.descending() != column.order().descending();
    boolean sameNulls = key.nullsFirst() == column.order().nullsFirst();
    return column.expression().nullable() && sameNulls == backward ? null : backward;
  }

  private static boolean isAmong(Expr expr, List<KeyColumn> columns) {
    return !hasParameters(expr)
        && columns.stream().anyMatch(column -> new ExprMatch().matches(expr, column.expression()));
  }

  private static boolean hasParameters(Expr expr) {
    return expr instanceof Expr.Parameter
        || expr.operands().stream().anyMatch(FirstRows::hasParameters);
  }

  /** How many leading columns have one value. */
  private static int singles(KeyCondition condition) {
    int count = 0;
    for (ColumnCondition column : condition.columns()) {
      boolean single =
          column instanceof ColumnCondition.IsNull
              || (column instanceof ColumnCondition.OneOf oneOf && oneOf.values().size() == 1);
      if (!single) {
        break;
      }
      count++;
    }
    return count;
  }

  /** The condition on some leading columns and, if it is a range, on the next. */
  private static KeyCondition upTo(KeyCondition condition, int singles) {
    boolean range =
        condition.columns().size() > singles && !condition.columns().get(singles).isPoint();
    return new KeyCondition(
        condition.columns().subList(0, range ? singles + 1 : singles),
        condition.used(),
        condition.assumptions());
  }

  private static @Nullable Expr predicate(Chain chain) {
    return chain.conjuncts().isEmpty() ? null : ExprTransformer.and(chain.conjuncts());
  }

  /** The paths for an aggregate of all rows, which are needed together; none if there are not. */
  static List<AccessPath> ofAggregate(Rel.Aggregate aggregate, Chain chain, List<KeyOrder> orders) {
    if (!aggregate.keys().isEmpty() || aggregate.calls().isEmpty()) {
      return List.of();
    }
    boolean counts =
        aggregate.calls().stream()
            .allMatch(c -> c.function() == Function.COUNT && c.argument() < 0 && c.filter() < 0);
    return counts ? ofCount(chain, orders) : ofExtremes(aggregate, chain, orders);
  }

  private static List<AccessPath> ofCount(Chain chain, List<KeyOrder> orders) {
    if (chain.conjuncts().isEmpty()) {
      return List.of(new AccessPath.CountAll());
    }
    for (KeyOrder order : orders) {
      Optional<KeyCondition> condition =
          KeyConditions.find(order, chain.conjuncts())
              .filter(found -> found.used().containsAll(chain.conjuncts()))
              .filter(found -> isExact(found.columns()));
      if (condition.isPresent()) {
        return List.of(new AccessPath.Count(order, condition.get()));
      }
    }
    return List.of();
  }

  /** Whether ranges of keys say exactly what a condition says. */
  private static boolean isExact(List<ColumnCondition> columns) {
    boolean patterns = columns.stream().anyMatch(ColumnCondition.StartsLike.class::isInstance);
    long lists =
        columns.stream()
            .filter(
                c ->
                    c instanceof ColumnCondition.ElementOf
                        || (c instanceof ColumnCondition.OneOf oneOf && oneOf.values().size() > 1))
            .count();
    return !patterns && lists <= 1;
  }

  private static List<AccessPath> ofExtremes(
      Rel.Aggregate aggregate, Chain chain, List<KeyOrder> orders) {
    List<AccessPath> paths = new ArrayList<>();
    for (Rel.AggregateCall call : aggregate.calls()) {
      boolean extreme = call.function() == Function.MIN || call.function() == Function.MAX;
      if (!extreme || call.filter() >= 0) {
        return List.of();
      }
      Expr argument = chain.columns().get(call.argument());
      AccessPath.First path = ofExtreme(call.function(), argument, chain, orders);
      if (path == null) {
        return List.of();
      }
      if (!paths.contains(path)) {
        paths.add(path);
      }
    }
    return paths;
  }

  private static AccessPath.@Nullable First ofExtreme(
      Function function, Expr argument, Chain chain, List<KeyOrder> orders) {
    for (KeyOrder order : orders) {
      KeyCondition condition = KeyConditions.find(order, chain.conjuncts()).orElse(null);
      if (condition == null) {
        continue;
      }
      int fixed = singles(condition);
      if (fixed < order.columns().size()) {
        KeyColumn column = order.columns().get(fixed);
        if (!hasParameters(argument) && new ExprMatch().matches(argument, column.expression())) {
          boolean descending = (function == Function.MAX) != column.order().descending();
          return new AccessPath.First(
              order,
              upTo(condition, fixed),
              descending,
              fixed + 1,
              true,
              predicate(chain),
              null,
              null);
        }
      }
    }
    return null;
  }
}
