package dev.headrace.ir;

import dev.headrace.ir.Expr.Comparison;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.model.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/**
 * The one way to write a computation, so that equal ones have equal hashes and share their units
 * and state.
 *
 * <ul>
 *   <li>Everything {@link ExprSimplifier} does: folded constants, flat AND and OR without repeated
 *       operands, no IS NULL of what is never NULL.
 *   <li>NOT stands only where it cannot be pushed into a comparison, AND or OR.
 *   <li>A constant stands on the right of a comparison.
 *   <li>Operands of commutative operators, conjuncts, disjuncts, IN lists and join keys are sorted
 *       by their {@linkplain StableBytes bytes}.
 * </ul>
 *
 * <p>Errors are part of the meaning. Operands of AND and OR are sorted only within runs of operands
 * that cannot fail; other operators' operands, which are all evaluated anyway, only if at most one
 * can fail, so that the same error comes first.
 */
public final class Canonicalizer {
  private Canonicalizer() {}

  /** The canonical form of an expression. */
  public static Expr canonical(Expr expr) {
    return ExprTransformer.transform(
        ExprTransformer.transform(ExprSimplifier.simplify(expr), Canonicalizer::pushNot),
        node -> ordered(ExprSimplifier.simplifyNode(node)));
  }

  /** The canonical form of a condition of which only TRUE counts. */
  public static Expr canonicalCondition(Expr condition) {
    return canonical(ExprSimplifier.simplifyCondition(condition));
  }

  /** The canonical form of a tree; shared nodes stay shared. */
  public static Rel canonical(Rel rel) {
    return canonical(rel, new IdentityHashMap<>());
  }

  private static Rel canonical(Rel rel, IdentityHashMap<Rel, Rel> known) {
    Rel result = known.get(rel);
    if (result == null) {
      result = canonicalNode(RelTransformer.mapInputs(rel, input -> canonical(input, known)));
      known.put(rel, result);
    }
    return result;
  }

  private static Rel canonicalNode(Rel rel) {
    return switch (rel) {
      case Rel.Filter filter ->
          RelTransformer.filter(filter, canonicalCondition(filter.predicate()));
      case Rel.Join join -> canonicalJoin(join);
      case Rel.Project _, Rel.Values _, Rel.Sort _, Rel.Window _ ->
          RelTransformer.mapExprs(rel, Canonicalizer::canonical);
      case Rel.Scan _,
          Rel.Aggregate _,
          Rel.Expand _,
          Rel.Once _,
          Rel.Recursive _,
          Rel.Union _,
          Rel.SetOperation _,
          Rel.Working _ ->
          rel;
    };
  }

  private static Rel canonicalJoin(Rel.Join join) {
    List<Rel.Join.Key> keys =
        join.keys().stream()
            .distinct()
            .sorted(
                Comparator.comparingInt(Rel.Join.Key::left)
                    .thenComparingInt(Rel.Join.Key::right)
                    .thenComparing(Rel.Join.Key::nullsMatch))
            .toList();
    Expr residual = join.residual() == null ? null : canonicalCondition(join.residual());
    residual = Literal.TRUE.equals(residual) ? null : residual;
    return keys.equals(join.keys()) && Objects.equals(residual, join.residual())
        ? join
        : new Rel.Join(join.kind(), join.left(), join.right(), keys, residual);
  }

  private static Expr pushNot(Expr expr) {
    return expr instanceof Expr.Not not ? negated(not.operand()) : expr;
  }

  /** NOT of an expression, pushed down as far as three-valued logic allows. */
  private static Expr negated(Expr expr) {
    return switch (expr) {
      case Expr.Not not -> not.operand();
      case Comparison(Comparison.Operator operator, Expr left, Expr right) ->
          new Comparison(operator.negated(), left, right);
      case Expr.And and ->
          new Expr.Or(and.operands().stream().map(Canonicalizer::negated).toList());
      case Expr.Or or -> new Expr.And(or.operands().stream().map(Canonicalizer::negated).toList());
      case Expr.Arithmetic _,
          Expr.Call _,
          Expr.Case _,
          Expr.Cast _,
          Expr.Coalesce _,
          Expr.Column _,
          Expr.DistinctFrom _,
          Expr.In _,
          Expr.IsNull _,
          Literal _,
          Expr.Parameter _ ->
          ConstantFolding.foldNode(new Expr.Not(expr));
    };
  }

  private static Expr ordered(Expr expr) {
    return switch (expr) {
      case Comparison comparison -> orderedComparison(comparison);
      case Expr.DistinctFrom node when isWrongWay(node.left(), node.right()) -> exchanged(node);
      case Expr.Arithmetic node when isCommutative(node) && isWrongWay(node.left(), node.right()) ->
          exchanged(node);
      case Expr.And and -> ExprTransformer.and(sortedRuns(and.operands()));
      case Expr.Or or -> ExprTransformer.or(sortedRuns(or.operands()));
      case Expr.In in -> new Expr.In(in.operand(), sorted(in.values()));
      case Expr.Arithmetic _,
          Expr.Call _,
          Expr.Case _,
          Expr.Cast _,
          Expr.Coalesce _,
          Expr.Column _,
          Expr.DistinctFrom _,
          Expr.IsNull _,
          Literal _,
          Expr.Not _,
          Expr.Parameter _ ->
          expr;
    };
  }

  private static Expr orderedComparison(Comparison node) {
    return isWrongWay(node.left(), node.right())
        ? exchanged(new Comparison(node.operator().mirrored(), node.left(), node.right()))
        : node;
  }

  private static Expr exchanged(Expr binary) {
    return ExprTransformer.withOperands(binary, binary.operands().reversed());
  }

  private static boolean isCommutative(Expr.Arithmetic node) {
    return switch (node.operator()) {
      case ADD, MULTIPLY -> true;
      case SUBTRACT, DIVIDE, REMAINDER -> false;
    };
  }

  /** Constants to the right, otherwise by bytes. */
  private static boolean isWrongWay(Expr left, Expr right) {
    boolean leftConstant = left instanceof Literal;
    boolean rightConstant = right instanceof Literal;
    if (leftConstant != rightConstant) {
      return leftConstant;
    }
    boolean mayExchange =
        !(ExprProperties.canFail(left) && ExprProperties.canFail(right))
            && ExprProperties.isDeterministic(left)
            && ExprProperties.isDeterministic(right);
    return mayExchange && Arrays.compareUnsigned(StableBytes.of(left), StableBytes.of(right)) > 0;
  }

  private static List<Expr> sortedRuns(List<Expr> operands) {
    List<Expr> result = new ArrayList<>();
    List<Expr> run = new ArrayList<>();
    for (Expr operand : operands) {
      if (ExprProperties.canFail(operand) || !ExprProperties.isDeterministic(operand)) {
        result.addAll(sorted(run));
        run.clear();
        result.add(operand);
      } else {
        run.add(operand);
      }
    }
    result.addAll(sorted(run));
    return result;
  }

  private static <T extends Expr> List<T> sorted(List<T> exprs) {
    record Keyed<T>(Slice key, T expr) {}
    return exprs.stream()
        .map(expr -> new Keyed<>(Slice.of(StableBytes.of(expr)), expr))
        .sorted((a, b) -> a.key.compareTo(b.key))
        .map(Keyed::expr)
        .toList();
  }
}
