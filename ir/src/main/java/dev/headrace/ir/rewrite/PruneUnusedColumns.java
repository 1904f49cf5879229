package dev.headrace.ir.rewrite;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.AggregateCall;
import dev.headrace.ir.RelTransformer;
import dev.headrace.ir.WindowCall;
import dev.headrace.model.Field;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/**
 * {@code Project a (x JOIN y) -> Project a (Project a, keys (x) JOIN Project keys (y))}: no node
 * computes or stores columns that nobody reads. Works on the whole tree; a node with several
 * parents keeps what any of them reads, so that it stays one.
 *
 * <p>Scans give what they have. Joins and unions, which store or copy rows, get a projection below
 * them if their input has more than they need. Every node keeps at least one column.
 *
 * <p>SINGLE_VALUE is computed even if nobody reads it: it also checks that there is one row.
 */
@SuppressWarnings("ReferenceEquality") // identity tells an unchanged tree
final class PruneUnusedColumns {
  private final IdentityHashMap<Rel, BitSet> required = new IdentityHashMap<>();
  private final IdentityHashMap<Rel, Pruned> pruned = new IdentityHashMap<>();

  /**
   * A rebuilt node.
   *
   * @param positions for each column of the old node its position in the new one, or -1
   */
  private record Pruned(Rel rel, List<Integer> positions) {
    int at(int column) {
      return positions.get(column);
    }

    Expr remap(Expr expr) {
      return ExprTransformer.remap(expr, this::at);
    }
  }

  private PruneUnusedColumns() {}

  /** The tree with the same columns at its root. */
  static Rel apply(Rel root) {
    PruneUnusedColumns rule = new PruneUnusedColumns();
    List<Rel> order = new ArrayList<>();
    rule.addPostorder(root, order);
    rule.requiredOf(root).set(0, root.fields().size());
    for (Rel rel : order.reversed()) {
      rule.require(rel);
    }
    for (Rel rel : order) {
      rule.pruned.put(rel, rule.prune(rel));
    }
    return rule.prunedOf(root).rel;
  }

  private void addPostorder(Rel rel, List<Rel> order) {
    if (required.put(rel, new BitSet()) == null) {
      rel.inputs().forEach(input -> addPostorder(input, order));
      order.add(rel);
    }
  }

  private BitSet requiredOf(Rel rel) {
    return Objects.requireNonNull(required.get(rel), "visited");
  }

  private Pruned prunedOf(Rel rel) {
    return Objects.requireNonNull(pruned.get(rel), "inputs go first");
  }

  /** Tells a node's inputs what it reads of them; its parents have told it already. */
  private void require(Rel rel) {
    BitSet columns = requiredOf(rel);
    if (columns.isEmpty() && !rel.fields().isEmpty()) {
      columns.set(cheapest(rel.fields()));
    }
    switch (rel) {
      case Rel.Scan _, Rel.Values _, Rel.Working _ -> {}
      case Rel.Filter filter -> {
        requiredOf(filter.input()).or(columns);
        ExprProperties.addUsedColumns(filter.predicate(), requiredOf(filter.input()));
      }
      case Rel.Project project ->
          columns.stream()
              .mapToObj(project.expressions()::get)
              .forEach(e -> ExprProperties.addUsedColumns(e, requiredOf(project.input())));
      case Rel.Join join -> {
        requiredOf(join.left()).or(side(join, true));
        requiredOf(join.right()).or(side(join, false));
      }
      case Rel.Aggregate aggregate -> requireArguments(aggregate, columns);
      case Rel.Window window -> requireWindow(window, columns);
      case Rel.Expand expand -> {
        BitSet input = requiredOf(expand.input());
        input.or(columns.get(0, expand.input().fields().size()));
        expand.calls().forEach(call -> call.arguments().forEach(input::set));
      }
      case Rel.Union union -> union.inputs().forEach(input -> requiredOf(input).or(columns));
      case Rel.SetOperation _, Rel.Once _, Rel.Recursive _ -> requireAll(rel);
      case Rel.Sort sort when sort.limit() != null || sort.offset() != null -> requireAll(rel);
      case Rel.Sort sort -> {
        requiredOf(sort.input()).or(columns);
        sort.order().forEach(key -> requiredOf(sort.input()).set(key.column()));
      }
    }
  }

  private void requireAll(Rel rel) {
    rel.inputs().forEach(input -> requiredOf(input).set(0, input.fields().size()));
    requiredOf(rel).set(0, rel.fields().size());
  }

  private static int cheapest(List<Field> fields) {
    int best = 0;
    for (int i = fields.size() - 1; i >= 0; i--) {
      if (!fields.get(i).type().storage().isVariable()) {
        best = i;
      }
    }
    return best;
  }

  private void requireArguments(Rel.Aggregate aggregate, BitSet columns) {
    int keys = aggregate.keys().size();
    columns.set(0, keys);
    BitSet input = requiredOf(aggregate.input());
    aggregate.keys().forEach(input::set);
    for (int i = 0; i < aggregate.calls().size(); i++) {
      AggregateCall call = aggregate.calls().get(i);
      if (call.function() == AggregateCall.Function.SINGLE_VALUE) {
        columns.set(keys + i);
      }
      if (columns.get(keys + i)) {
        call.columns().forEach(input::set);
      }
    }
  }

  private void requireWindow(Rel.Window window, BitSet columns) {
    int width = window.input().fields().size();
    BitSet input = requiredOf(window.input());
    input.or(columns.get(0, width));
    window.partition().forEach(input::set);
    window.order().forEach(key -> input.set(key.column()));
    for (int i = 0; i < window.calls().size(); i++) {
      if (columns.get(width + i)) {
        window.calls().get(i).columns().forEach(input::set);
      }
    }
  }

  /** What a join itself needs of one of its sides, from that side's column 0. */
  private BitSet side(Rel.Join join, boolean left) {
    int leftColumns = join.left().fields().size();
    BitSet used = (BitSet) requiredOf(join).clone();
    if (join.residual() != null) {
      ExprProperties.addUsedColumns(join.residual(), used);
    }
    BitSet result =
        left
            ? used.get(0, leftColumns)
            : used.get(leftColumns, Math.max(leftColumns, used.length()));
    join.keys().forEach(key -> result.set(left ? key.left() : key.right()));
    return result;
  }

  private Pruned prune(Rel rel) {
    return switch (rel) {
      case Rel.Scan _,
          Rel.SetOperation _,
          Rel.Values _,
          Rel.Once _,
          Rel.Recursive _,
          Rel.Working _ ->
          keepingAll(RelTransformer.mapInputs(rel, input -> prunedOf(input).rel));
      case Rel.Filter filter -> {
        Pruned input = prunedOf(filter.input());
        Expr predicate = input.remap(filter.predicate());
        boolean same = input.rel == filter.input() && predicate == filter.predicate();
        yield new Pruned(same ? rel : new Rel.Filter(input.rel, predicate), input.positions);
      }
      case Rel.Sort sort -> pruneSort(sort);
      case Rel.Project project -> pruneProject(project);
      case Rel.Join join -> pruneJoin(join);
      case Rel.Aggregate aggregate -> pruneAggregate(aggregate);
      case Rel.Window window -> pruneWindow(window);
      case Rel.Expand expand -> pruneExpand(expand);
      case Rel.Union union -> pruneUnion(union);
    };
  }

  private static Pruned keepingAll(Rel rel) {
    BitSet all = new BitSet();
    all.set(0, rel.fields().size());
    return new Pruned(rel, positions(all, rel.fields().size()));
  }

  private static List<Integer> positions(BitSet kept, int columns) {
    List<Integer> result = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < columns; i++) {
      result.add(kept.get(i) ? next++ : -1);
    }
    return result;
  }

  private static <T> List<T> kept(List<T> all, BitSet kept) {
    return kept.stream().mapToObj(all::get).toList();
  }

  private Pruned pruneSort(Rel.Sort sort) {
    Pruned input = prunedOf(sort.input());
    if (input.rel == sort.input()) {
      return new Pruned(sort, input.positions);
    }
    List<Rel.SortKey> order = sort.order().stream().map(k -> k.remapped(input::at)).toList();
    return new Pruned(new Rel.Sort(input.rel, order, sort.limit(), sort.offset()), input.positions);
  }

  private Pruned pruneProject(Rel.Project project) {
    BitSet kept = requiredOf(project);
    Pruned input = prunedOf(project.input());
    List<Integer> positions = positions(kept, project.fields().size());
    if (input.rel == project.input() && kept.cardinality() == project.fields().size()) {
      return new Pruned(project, positions);
    }
    List<Expr> expressions = kept(project.expressions(), kept).stream().map(input::remap).toList();
    return new Pruned(
        new Rel.Project(input.rel, expressions, kept(project.fields(), kept)), positions);
  }

  private Pruned pruneAggregate(Rel.Aggregate aggregate) {
    BitSet kept = requiredOf(aggregate);
    Pruned input = prunedOf(aggregate.input());
    List<Integer> positions = positions(kept, aggregate.fields().size());
    if (input.rel == aggregate.input() && kept.cardinality() == aggregate.fields().size()) {
      return new Pruned(aggregate, positions);
    }
    int keys = aggregate.keys().size();
    List<AggregateCall> calls = new ArrayList<>();
    for (int i = 0; i < aggregate.calls().size(); i++) {
      AggregateCall call = aggregate.calls().get(i);
      if (kept.get(keys + i)) {
        calls.add(call.remapped(input::at));
      }
    }
    return new Pruned(
        new Rel.Aggregate(
            input.rel,
            aggregate.keys().stream().map(input::at).toList(),
            calls,
            kept(aggregate.fields(), kept)),
        positions);
  }

  private Pruned pruneWindow(Rel.Window window) {
    int width = window.input().fields().size();
    BitSet wanted = requiredOf(window);
    Pruned input = prunedOf(window.input());
    List<WindowCall> calls = new ArrayList<>();
    List<Field> fields = new ArrayList<>(input.rel.fields());
    List<Integer> positions = new ArrayList<>(input.positions);
    for (int i = 0; i < window.calls().size(); i++) {
      boolean kept = wanted.get(width + i);
      positions.add(kept ? fields.size() : -1);
      if (kept) {
        calls.add(window.calls().get(i).remapped(input::at));
        fields.add(window.fields().get(width + i));
      }
    }
    if (calls.isEmpty()) {
      return new Pruned(input.rel, positions);
    }
    if (input.rel == window.input() && calls.size() == window.calls().size()) {
      return new Pruned(window, positions);
    }
    List<Integer> partition = window.partition().stream().map(input::at).toList();
    List<Rel.SortKey> order = window.order().stream().map(k -> k.remapped(input::at)).toList();
    return new Pruned(new Rel.Window(input.rel, partition, order, calls, fields), positions);
  }

  private Pruned pruneExpand(Rel.Expand expand) {
    Pruned input = prunedOf(expand.input());
    int width = expand.input().fields().size();
    List<Field> fields = new ArrayList<>(input.rel.fields());
    List<Integer> positions = new ArrayList<>(input.positions);
    for (Field made : expand.fields().subList(width, expand.fields().size())) {
      positions.add(fields.size());
      fields.add(made);
    }
    return input.rel == expand.input()
        ? new Pruned(expand, positions)
        : new Pruned(
            new Rel.Expand(
                input.rel,
                expand.calls().stream().map(call -> call.remapped(input::at)).toList(),
                expand.ordinality(),
                expand.outer(),
                fields),
            positions);
  }

  private Pruned pruneUnion(Rel.Union union) {
    BitSet kept = requiredOf(union);
    List<Integer> positions = positions(kept, union.fields().size());
    boolean same = kept.cardinality() == union.fields().size();
    List<Rel> inputs = new ArrayList<>();
    for (Rel input : union.inputs()) {
      Rel narrowed = narrowed(prunedOf(input), kept).rel;
      same &= narrowed == input;
      inputs.add(narrowed);
    }
    return new Pruned(same ? union : new Rel.Union(inputs, kept(union.fields(), kept)), positions);
  }

  private Pruned pruneJoin(Rel.Join join) {
    BitSet leftKept = side(join, true);
    BitSet rightKept = side(join, false);
    Pruned prunedLeft = prunedOf(join.left());
    Pruned prunedRight = prunedOf(join.right());
    keepOne(leftKept, prunedLeft, join.left());
    keepOne(rightKept, prunedRight, join.right());
    Pruned left = narrowed(prunedLeft, leftKept);
    Pruned right = narrowed(prunedRight, rightKept);
    int oldLeft = join.left().fields().size();
    int newLeft = left.rel.fields().size();
    List<Integer> both = new ArrayList<>(left.positions);
    right.positions.forEach(position -> both.add(position < 0 ? -1 : position + newLeft));
    List<Integer> positions = join.kind().leftOnly() ? left.positions : both;
    if (left.rel == join.left() && right.rel == join.right() && oldLeft == newLeft) {
      return new Pruned(join, positions);
    }
    List<Rel.Join.Key> keys =
        join.keys().stream()
            .map(k -> new Rel.Join.Key(left.at(k.left()), right.at(k.right()), k.nullsMatch()))
            .toList();
    Expr residual =
        join.residual() == null ? null : ExprTransformer.remap(join.residual(), both::get);
    return new Pruned(new Rel.Join(join.kind(), left.rel, right.rel, keys, residual), positions);
  }

  // of the columns that the side still has: other readers may have kept others than it would
  private static void keepOne(BitSet kept, Pruned pruned, Rel side) {
    if (!kept.isEmpty() || pruned.rel.fields().isEmpty()) {
      return;
    }
    int cheapest = cheapest(side.fields());
    kept.set(pruned.at(cheapest) >= 0 ? cheapest : firstKept(pruned));
  }

  private static int firstKept(Pruned pruned) {
    int column = 0;
    while (pruned.at(column) < 0) {
      column++;
    }
    return column;
  }

  /** The node with exactly these of its old columns. */
  private static Pruned narrowed(Pruned input, BitSet kept) {
    List<Integer> positions = positions(kept, input.positions.size());
    if (input.rel.fields().size() == kept.cardinality()) {
      return new Pruned(input.rel, positions);
    }
    BitSet columns = new BitSet();
    kept.stream().map(input::at).forEach(columns::set);
    return new Pruned(RelTransformer.narrowed(input.rel, columns), positions);
  }
}
