package dev.headrace.ir;

import dev.headrace.ir.Expr.Column;
import dev.headrace.ir.Expr.Comparison;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which columns of a relation tell its rows apart.
 *
 * <p>A <em>unique key</em> is a set of columns on which no two rows agree, NULL agreeing with NULL.
 * The empty set is one for at most one row. Not every unique key is found. Nodes are remembered by
 * identity.
 */
public final class UniqueKeys {
  /** Enough for any plan, and a bound for joins, which multiply them. */
  private static final int MAX_KEYS = 8;

  private final Function<String, List<Integer>> primaryKey;
  private final IdentityHashMap<Rel, Set<Set<Integer>>> known = new IdentityHashMap<>();

  /**
   * @param primaryKey for a relation's name the columns of its primary key, none if it has none
   */
  public UniqueKeys(Function<String, List<Integer>> primaryKey) {
    this.primaryKey = primaryKey;
  }

  /** The unique keys, none of which contains another. */
  public Set<Set<Integer>> of(Rel rel) {
    Set<Set<Integer>> keys = known.get(rel);
    if (keys == null) {
      keys = minimal(find(rel));
      known.put(rel, keys);
    }
    return keys;
  }

  /** Whether no two rows agree on these columns. */
  public boolean isUnique(Rel rel, Set<Integer> columns) {
    return of(rel).stream().anyMatch(columns::containsAll);
  }

  private Set<Set<Integer>> find(Rel rel) {
    return switch (rel) {
      case Rel.Scan scan -> {
        List<Integer> key = primaryKey.apply(scan.relation());
        yield key.isEmpty() ? Set.of() : Set.of(Set.copyOf(key));
      }
      case Rel.Values values -> values.rows().size() <= 1 ? Set.of(Set.of()) : Set.of();
      case Rel.Filter filter -> ofFilter(filter);
      case Rel.Project project -> ofProject(project);
      case Rel.Join join -> ofJoin(join);
      case Rel.Aggregate aggregate -> ofAggregate(aggregate);
      case Rel.Window window -> ofWindow(window);
      case Rel.Expand _, Rel.Recursive _, Rel.Working _ -> Set.of();
      case Rel.Union union -> union.inputs().size() == 1 ? of(union.inputs().getFirst()) : Set.of();
      case Rel.SetOperation operation -> ofSetOperation(operation);
      case Rel.Once once -> of(once.input());
      case Rel.Sort sort -> isAtMostOne(sort) ? Set.of(Set.of()) : of(sort.input());
    };
  }

  private static boolean isAtMostOne(Rel.Sort sort) {
    return sort.limit() instanceof Expr.Literal limit
        && limit.value() instanceof Long rows
        && rows <= 1;
  }

  /** A column that equals a constant tells no rows apart. */
  private Set<Set<Integer>> ofFilter(Rel.Filter filter) {
    Set<Integer> fixed = new HashSet<>();
    for (Expr conjunct : ExprTransformer.conjuncts(filter.predicate())) {
      if (conjunct instanceof Comparison(Comparison.Operator operator, Column column, Expr value)
          && operator == Comparison.Operator.EQUAL
          && (value instanceof Expr.Literal || value instanceof Expr.Parameter)) {
        fixed.add(column.index());
      }
    }
    return of(filter.input()).stream().map(key -> without(key, fixed)).collect(Collectors.toSet());
  }

  private static Set<Integer> without(Set<Integer> key, Set<Integer> removed) {
    return key.stream()
        .filter(column -> !removed.contains(column))
        .collect(Collectors.toUnmodifiableSet());
  }

  private Set<Set<Integer>> ofProject(Rel.Project project) {
    int[] positions = new int[project.input().fields().size()];
    Arrays.fill(positions, -1);
    for (int i = project.expressions().size() - 1; i >= 0; i--) {
      if (project.expressions().get(i) instanceof Column column) {
        positions[column.index()] = i;
      }
    }
    return of(project.input()).stream()
        .filter(key -> key.stream().allMatch(column -> positions[column] >= 0))
        .map(key -> mapped(key, positions))
        .collect(Collectors.toSet());
  }

  private static Set<Integer> mapped(Set<Integer> key, int[] positions) {
    return key.stream().map(column -> positions[column]).collect(Collectors.toUnmodifiableSet());
  }

  private Set<Set<Integer>> ofJoin(Rel.Join join) {
    if (join.kind().leftOnly()) {
      return of(join.left());
    }
    if (join.kind() == Rel.Join.Kind.FULL) {
      // A row of NULLs and an unmatched row are not told apart.
      return Set.of();
    }
    int leftColumns = join.left().fields().size();
    Set<Set<Integer>> left = of(join.left());
    Set<Set<Integer>> right =
        of(join.right()).stream()
            .map(
                key ->
                    key.stream().map(c -> c + leftColumns).collect(Collectors.toUnmodifiableSet()))
            .collect(Collectors.toSet());
    Set<Integer> leftJoined =
        join.keys().stream().map(Rel.Join.Key::left).collect(Collectors.toSet());
    Set<Integer> rightJoined =
        join.keys().stream().map(Rel.Join.Key::right).collect(Collectors.toSet());
    Set<Set<Integer>> result = new HashSet<>();
    if (!join.kind().keepsUnmatchedRight() && isUnique(join.right(), rightJoined)) {
      result.addAll(left);
    }
    if (!join.kind().keepsUnmatchedLeft() && isUnique(join.left(), leftJoined)) {
      result.addAll(right);
    }
    for (Set<Integer> l : left) {
      for (Set<Integer> r : right) {
        Set<Integer> both = new HashSet<>(l);
        both.addAll(r);
        result.add(Set.copyOf(both));
      }
    }
    return result;
  }

  private Set<Set<Integer>> ofAggregate(Rel.Aggregate aggregate) {
    List<Integer> keys = aggregate.keys();
    Set<Set<Integer>> result = new HashSet<>();
    result.add(IntStream.range(0, keys.size()).boxed().collect(Collectors.toUnmodifiableSet()));
    for (Set<Integer> key : of(aggregate.input())) {
      if (keys.containsAll(key)) {
        result.add(key.stream().map(keys::indexOf).collect(Collectors.toUnmodifiableSet()));
      }
    }
    return result;
  }

  /** The input's, and row numbers within their partition. */
  private Set<Set<Integer>> ofWindow(Rel.Window window) {
    Set<Set<Integer>> result = new HashSet<>(of(window.input()));
    for (int i = 0; i < window.calls().size(); i++) {
      if (window.calls().get(i).function() == WindowCall.Function.ROW_NUMBER) {
        Set<Integer> numbered = new HashSet<>(window.partition());
        numbered.add(window.input().fields().size() + i);
        result.add(Set.copyOf(numbered));
      }
    }
    return result;
  }

  private Set<Set<Integer>> ofSetOperation(Rel.SetOperation operation) {
    Set<Set<Integer>> result = new HashSet<>(of(operation.left()));
    if (!operation.all()) {
      int columns = operation.fields().size();
      result.add(IntStream.range(0, columns).boxed().collect(Collectors.toUnmodifiableSet()));
    }
    return result;
  }

  private static Set<Set<Integer>> minimal(Set<Set<Integer>> keys) {
    List<Set<Integer>> bySize = new ArrayList<>(keys);
    bySize.sort(
        Comparator.<Set<Integer>>comparingInt(Set::size)
            .thenComparing(key -> key.stream().sorted().toList().toString()));
    Set<Set<Integer>> result = new HashSet<>();
    for (Set<Integer> key : bySize) {
      if (result.size() < MAX_KEYS && result.stream().noneMatch(key::containsAll)) {
        result.add(key);
      }
    }
    return Set.copyOf(result);
  }
}
