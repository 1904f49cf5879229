package dev.headrace.ir.nulls;

import dev.headrace.ir.Expr;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * What is known about the NULLs of the columns at one place of a tree, and what follows.
 *
 * @param columns by their positions
 * @param givenParameters the parameters, from 0, whose values are never NULL
 */
public record NullFacts(List<Presence> columns, IntPredicate givenParameters) {
  public NullFacts {
    columns = List.copyOf(columns);
  }

  /** The same, some columns being certainly not NULL, and with them all of their groups. */
  public NullFacts withPresent(BitSet present) {
    if (present.isEmpty()) {
      return this;
    }
    BitSet groups = new BitSet();
    present.stream()
        .filter(column -> column < columns.size())
        .mapToObj(columns::get)
        .forEach(
            presence -> {
              if (presence instanceof Presence.NullTogether(int group)) {
                groups.set(group);
              }
            });
    List<Presence> known = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Presence presence = columns.get(i);
      boolean there =
          present.get(i)
              || (presence instanceof Presence.NullTogether(int group) && groups.get(group));
      known.add(there ? Presence.Alone.NEVER_NULL : presence);
    }
    return new NullFacts(known, givenParameters);
  }

  /** What is known where a condition is TRUE. */
  public NullFacts whenTrue(Expr condition) {
    return withPresent(Strictness.columnsOfTrue(condition));
  }

  /** What is known where a condition is FALSE or NULL. */
  public NullFacts whenNotTrue(Expr condition) {
    return withPresent(Strictness.columnsOfNotTrue(condition));
  }

  /** What follows for an expression. */
  public Presence of(Expr expr) {
    return switch (expr) {
      case Expr.Column column -> columns.get(column.index());
      case Expr.Literal literal -> presence(literal.value() != null);
      case Expr.Parameter parameter -> presence(givenParameters.test(parameter.index()));
      case Expr.Call call ->
          call.function().nullableResult() ? Presence.Alone.MAYBE_NULL : strict(call);
      case Expr.Cast cast -> givesNull(cast) ? Presence.Alone.MAYBE_NULL : strict(cast);
      case Expr.Arithmetic _, Expr.Comparison _, Expr.Not _, Expr.In _ -> strict(expr);
      case Expr.DistinctFrom _, Expr.IsNull _ -> Presence.Alone.NEVER_NULL;
      case Expr.And and -> ofAnd(and);
      case Expr.Or or -> ofOr(or);
      case Expr.Case choice -> ofCase(choice);
      case Expr.Coalesce coalesce -> ofCoalesce(coalesce);
    };
  }

  private static Presence presence(boolean never) {
    return never ? Presence.Alone.NEVER_NULL : Presence.Alone.MAYBE_NULL;
  }

  /** Whether a value that is not NULL may become NULL. */
  private static boolean givesNull(Expr.Cast cast) {
    return new Expr.Cast(new Expr.Column(0, cast.operand().type(), false), cast.type()).nullable();
  }

  /** NULL exactly if one of its operands is. */
  private Presence strict(Expr expr) {
    Presence result = Presence.Alone.NEVER_NULL;
    for (Expr operand : expr.operands()) {
      Presence presence = of(operand);
      if (!presence.equals(result) && presence.nullable()) {
        if (result.nullable()) {
          return Presence.Alone.MAYBE_NULL;
        }
        result = presence;
      }
    }
    return result;
  }

  /** If it is NULL, none of its operands is FALSE: those that are never NULL are TRUE. */
  private Presence ofAnd(Expr.And and) {
    NullFacts facts = this;
    for (Expr operand : and.operands()) {
      if (!of(operand).nullable()) {
        facts = facts.whenTrue(operand);
      }
    }
    return presence(and.operands().stream().map(facts::of).noneMatch(Presence::nullable));
  }

  /** If it is NULL, none of its operands is TRUE. */
  private Presence ofOr(Expr.Or or) {
    NullFacts facts = whenNotTrue(or);
    return presence(or.operands().stream().map(facts::of).noneMatch(Presence::nullable));
  }

  private Presence ofCase(Expr.Case choice) {
    NullFacts facts = this;
    for (Expr.Case.Branch branch : choice.branches()) {
      if (facts.whenTrue(branch.condition()).of(branch.result()).nullable()) {
        return Presence.Alone.MAYBE_NULL;
      }
      facts = facts.whenNotTrue(branch.condition());
    }
    return presence(!facts.of(choice.otherwise()).nullable());
  }

  private Presence ofCoalesce(Expr.Coalesce coalesce) {
    if (coalesce.operands().size() == 1) {
      return of(coalesce.operands().getFirst());
    }
    return presence(!coalesce.operands().stream().map(this::of).allMatch(Presence::nullable));
  }
}
