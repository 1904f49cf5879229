package dev.headrace.ir.rewrite;

import dev.headrace.ir.Canonicalizer;
import dev.headrace.ir.ContentHash;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;
import dev.headrace.model.Field;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Applies all rules until none changes anything, and brings the result into canonical form.
 *
 * <p>Trees are DAGs: a node is rewritten once however many parents it has, and nodes that become
 * equal become one. Every round rewrites bottom up, each node until no rule applies to it, then
 * prunes columns and orders expressions; rounds end when one changes nothing. The number of rule
 * applications is bounded, so that a pair of rules that undo each other costs time, not liveness.
 */
@SuppressWarnings("ReferenceEquality") // identity tells an unchanged tree
public final class Rewriter {
  private static final int MAX_ROUNDS = 8;
  private static final int MAX_APPLICATIONS_PER_NODE = 200;

  private static final List<Rule> RULES =
      List.of(
          new SimplifyExpressions(),
          new RemoveConstantFilter(),
          new LimitZero(),
          new RemoveEmptyInput(),
          new FlattenUnions(),
          new RemoveNestedOrder(),
          new SetOperationToAggregate(),
          new SumIntervals(),
          new RemoveRedundantDistinct(),
          new MergeFilters(),
          new PushFilterThroughProject(),
          new PushFilterThroughUnion(),
          new PushFilterThroughSort(),
          new PushFilterThroughSetOperation(),
          new PushFilterThroughAggregate(),
          new PushFilterThroughWindow(),
          new PushFilterThroughExpand(),
          new OuterJoinToInner(),
          new PushFilterThroughJoin(),
          new PushJoinConditionIntoInputs(),
          new ExtractJoinKeys(),
          new ComputeJoinKeys(),
          new ConnectJoins(),
          new MergeProjects(),
          new RemoveIdentityProject());

  /** What makes two nodes one: what they compute, and what they call their columns. */
  private record Identity(ContentHash hash, List<Field> fields) {}

  private final IdentityHashMap<Rel, Rel> rewritten = new IdentityHashMap<>();
  private final ContentHash.Global hashes;
  private final Map<Identity, Rel> nodes;
  private int applicationsLeft;

  private Rewriter(ContentHash.Global hashes, Map<Identity, Rel> nodes, int applications) {
    this.hashes = hashes;
    this.nodes = nodes;
    this.applicationsLeft = applications;
  }

  /** An equal tree in canonical form, with the same columns under the same names. */
  public static Rel rewrite(Rel root) {
    ContentHash.Global hashes = new ContentHash.Global();
    Map<Identity, Rel> nodes = new HashMap<>();
    Rel current = root;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      int applications = MAX_APPLICATIONS_PER_NODE * (1 + count(current, new IdentityHashMap<>()));
      Rel next = new Rewriter(hashes, nodes, applications).visit(current);
      next = Canonicalizer.canonical(PruneUnusedColumns.apply(next));
      if (hashes.of(next).equals(hashes.of(current))) {
        break;
      }
      current = next;
    }
    return named(current, root.fields());
  }

  private static int count(Rel rel, IdentityHashMap<Rel, Boolean> seen) {
    return seen.put(rel, true) != null
        ? 0
        : 1 + rel.inputs().stream().mapToInt(input -> count(input, seen)).sum();
  }

  private Rel visit(Rel rel) {
    Rel known = rewritten.get(rel);
    if (known != null) {
      return known;
    }
    Rel current = RelTransformer.mapInputs(rel, this::visit);
    while (applicationsLeft > 0) {
      Rel next = applyFirst(current);
      if (next == current) {
        break;
      }
      applicationsLeft--;
      current = RelTransformer.mapInputs(next, this::visit);
    }
    Rel first = nodes.putIfAbsent(new Identity(hashes.of(current), current.fields()), current);
    Rel result = first == null ? current : first;
    rewritten.put(rel, result);
    rewritten.put(result, result);
    return result;
  }

  private static Rel applyFirst(Rel rel) {
    for (Rule rule : RULES) {
      Rel result = rule.apply(rel);
      if (result != rel) {
        return result;
      }
    }
    return rel;
  }

  /** The same rows under the names that the statement gave them. */
  private static Rel named(Rel rel, List<Field> wanted) {
    List<String> names = wanted.stream().map(Field::name).toList();
    if (names.equals(rel.fields().stream().map(Field::name).toList())) {
      return rel;
    }
    List<Field> fields = Rel.renamed(rel.fields(), names);
    return switch (rel) {
      case Rel.Values values -> new Rel.Values(values.rows(), fields);
      case Rel.Project project -> new Rel.Project(project.input(), project.expressions(), fields);
      case Rel.Aggregate aggregate ->
          new Rel.Aggregate(aggregate.input(), aggregate.keys(), aggregate.calls(), fields);
      case Rel.Union union -> new Rel.Union(union.inputs(), fields);
      case Rel.SetOperation node ->
          new Rel.SetOperation(node.operator(), node.all(), node.left(), node.right(), fields);
      case Rel.Sort sort ->
          new Rel.Sort(named(sort.input(), wanted), sort.order(), sort.limit(), sort.offset());
      case Rel.Scan _,
          Rel.Filter _,
          Rel.Join _,
          Rel.Window _,
          Rel.Expand _,
          Rel.Once _,
          Rel.Recursive _,
          Rel.Working _ -> {
        List<Expr> columns = RelTransformer.columns(rel);
        yield new Rel.Project(rel, columns, fields);
      }
    };
  }
}
