package dev.headrace.ir;

import dev.headrace.model.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;

/**
 * Prints trees as EXPLAIN shows them: a line per node, inputs indented below it, columns by name
 * where the name tells them apart and as {@code name#position} where it does not. The same tree
 * always prints the same.
 *
 * <pre>
 * Aggregate by origin: count(*), sum(delay) FILTER (WHERE late)
 *   Filter: distance &gt; 100
 *     Scan flights: origin, delay, late, distance
 * </pre>
 *
 * <p>A node with several parents is printed once, with a number; its other places refer to that.
 */
public final class Explain {
  private final StringBuilder text = new StringBuilder();
  private final IdentityHashMap<Rel, Integer> parents = new IdentityHashMap<>();
  private final IdentityHashMap<Rel, Integer> labels = new IdentityHashMap<>();

  private final Function<Rel.Scan, Optional<String>> scans;

  private Explain(Function<Rel.Scan, Optional<String>> scans) {
    this.scans = scans;
  }

  /** The lines of a tree, each ended by a newline. */
  public static String explain(Rel rel) {
    return explain(rel, scan -> Optional.empty());
  }

  /**
   * As {@link #explain(Rel)}.
   *
   * @param scans how scans get their rows, where that is worth a word
   */
  public static String explain(Rel rel, Function<Rel.Scan, Optional<String>> scans) {
    Explain explain = new Explain(scans);
    explain.countParents(rel);
    explain.append(rel, 0);
    return explain.text.toString();
  }

  /** An expression over columns with these names. */
  public static String explain(Expr expr, List<Field> columns) {
    return over(columns).print(expr);
  }

  /** A node's own line, without its inputs. */
  public static String line(Rel rel) {
    return switch (rel) {
      case Rel.Scan scan -> "Scan " + scan.relation() + ": " + names(scan.fields());
      case Rel.Values values -> values(values);
      case Rel.Filter filter -> "Filter: " + over(filter.fields()).print(filter.predicate());
      case Rel.Project project -> project(project);
      case Rel.Join join -> join(join);
      case Rel.Aggregate aggregate -> aggregate(aggregate);
      case Rel.Window window -> ExplainWindow.line(window, uniqueNames(window.input().fields()));
      case Rel.Expand expand -> ExplainWindow.line(expand, uniqueNames(expand.input().fields()));
      case Rel.Recursive recursive -> "Recursive union" + (recursive.all() ? " all" : "");
      case Rel.Working working -> "Rows of the round before: " + names(working.fields());
      case Rel.Once _ -> "Computed once";
      case Rel.Union _ -> "Union all";
      case Rel.SetOperation node ->
          (node.operator() == Rel.SetOperation.Operator.EXCEPT ? "Except" : "Intersect")
              + (node.all() ? " all" : "");
      case Rel.Sort sort -> sort(sort);
    };
  }

  private void countParents(Rel rel) {
    if (parents.merge(rel, 1, Integer::sum) == 1) {
      rel.inputs().forEach(this::countParents);
    }
  }

  private void append(Rel rel, int depth) {
    text.append("  ".repeat(depth));
    boolean shared = parents.getOrDefault(rel, 0) > 1 && !rel.inputs().isEmpty();
    Integer label = labels.get(rel);
    if (label != null) {
      text.append("Shared #").append(label).append('\n');
      return;
    }
    if (shared) {
      labels.put(rel, labels.size() + 1);
      text.append('#').append(labels.size()).append(' ');
    }
    text.append(described(rel)).append('\n');
    rel.inputs().forEach(input -> append(input, depth + 1));
  }

  private String described(Rel rel) {
    return rel instanceof Rel.Scan scan
        ? scans.apply(scan).map(how -> how + ": " + names(scan.fields())).orElse(line(rel))
        : line(rel);
  }

  private static ExplainExpr over(List<Field> fields) {
    List<String> names = uniqueNames(fields);
    return new ExplainExpr(index -> index < names.size() ? names.get(index) : "#" + index);
  }

  private static List<String> uniqueNames(List<Field> fields) {
    Map<String, Integer> uses = new HashMap<>();
    fields.forEach(field -> uses.merge(field.name(), 1, Integer::sum));
    List<String> names = new ArrayList<>();
    for (Field field : fields) {
      boolean unique = uses.getOrDefault(field.name(), 0) == 1;
      names.add(unique ? field.name() : field.name() + "#" + names.size());
    }
    return names;
  }

  private static String names(List<Field> fields) {
    return String.join(", ", uniqueNames(fields));
  }

  private static String values(Rel.Values values) {
    StringJoiner rows = new StringJoiner(", ");
    ExplainExpr printer = over(List.of());
    values.rows().stream().limit(5).forEach(row -> rows.add("(" + printer.list(row) + ")"));
    int more = values.rows().size() - 5;
    return values.rows().isEmpty()
        ? "Values: none"
        : "Values: " + rows + (more > 0 ? " and " + more + " more" : "");
  }

  private static String project(Rel.Project project) {
    ExplainExpr printer = over(project.input().fields());
    StringJoiner columns = new StringJoiner(", ");
    for (int i = 0; i < project.expressions().size(); i++) {
      String expression = printer.print(project.expressions().get(i));
      String name = project.fields().get(i).name();
      columns.add(expression.equals(name) ? name : expression + " AS " + name);
    }
    return "Project: " + columns;
  }

  private static String join(Rel.Join join) {
    List<Field> both = new ArrayList<>(join.left().fields());
    both.addAll(join.right().fields());
    List<String> names = uniqueNames(both);
    int leftColumns = join.left().fields().size();
    StringJoiner condition = new StringJoiner(" AND ");
    for (Rel.Join.Key key : join.keys()) {
      condition.add(
          names.get(key.left())
              + (key.nullsMatch() ? " IS NOT DISTINCT FROM " : " = ")
              + names.get(leftColumns + key.right()));
    }
    if (join.residual() != null) {
      condition.add(over(both).print(join.residual()));
    }
    String kind =
        join.kind().name().charAt(0) + join.kind().name().substring(1).toLowerCase(Locale.ROOT);
    return kind + " join" + (condition.length() == 0 ? "" : ": " + condition);
  }

  private static String aggregate(Rel.Aggregate aggregate) {
    List<String> names = uniqueNames(aggregate.input().fields());
    StringJoiner keys = new StringJoiner(", ");
    aggregate.keys().forEach(key -> keys.add(names.get(key)));
    StringJoiner calls = new StringJoiner(", ");
    aggregate.calls().forEach(call -> calls.add(call(call, names)));
    return (aggregate.calls().isEmpty() ? "Distinct" : "Aggregate")
        + (aggregate.keys().isEmpty() ? "" : " by " + keys)
        + (aggregate.calls().isEmpty() ? "" : ": " + calls);
  }

  static String call(Rel.AggregateCall call, List<String> names) {
    StringJoiner arguments = new StringJoiner(", ");
    arguments.add(call.argument() < 0 ? "*" : names.get(call.argument()));
    call.more().forEach(column -> arguments.add(names.get(column)));
    return call.function().name().toLowerCase(Locale.ROOT)
        + "("
        + (call.distinct() ? "DISTINCT " : "")
        + arguments
        + (call.order().isEmpty() ? "" : " ORDER BY " + order(call.order(), names))
        + ")"
        + (call.filter() < 0 ? "" : " FILTER (WHERE " + names.get(call.filter()) + ")");
  }

  private static String sort(Rel.Sort sort) {
    String order = order(sort.order(), uniqueNames(sort.fields()));
    ExplainExpr printer = over(List.of());
    return "Sort"
        + (sort.order().isEmpty() ? "" : ": " + order)
        + (sort.limit() == null ? "" : " LIMIT " + printer.print(sort.limit()))
        + (sort.offset() == null ? "" : " OFFSET " + printer.print(sort.offset()));
  }

  static String order(List<Rel.SortKey> keys, List<String> names) {
    StringJoiner order = new StringJoiner(", ");
    for (Rel.SortKey key : keys) {
      boolean usual = key.descending() == key.nullsFirst();
      order.add(
          names.get(key.column())
              + (key.descending() ? " DESC" : "")
              + (usual ? "" : key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST"));
    }
    return order.toString();
  }
}
