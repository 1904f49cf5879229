package dev.headrace.codegen.circuit;

import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.Step;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.circuit.Limits;
import dev.headrace.runtime.unit.UnitContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tree of one pipeline: stateless nodes over one leaf, perhaps with a limit on top. To run it
 * once takes no circuit: its unit carries the leaf's rows to the result.
 *
 * <pre>
 *   Project                               Scan.rows ─► unit: filter, project ─► batch
 *     Filter        becomes
 *       Scan
 * </pre>
 */
public final class StraightPlan {
  private final Rel.@Nullable Sort limit;
  private final Rel leaf;
  private final List<Step> steps;
  private final RowLayout input;
  private final RowLayout output;

  private StraightPlan(Rel.@Nullable Sort limit, Rel leaf, List<Step> steps, List<Field> fields) {
    this.limit = limit;
    this.leaf = leaf;
    this.steps = List.copyOf(steps);
    this.input = RowLayout.of(leaf.fields());
    this.output = RowLayout.of(fields);
  }

  /** A tree as such a plan, if it is one. */
  public static Optional<StraightPlan> of(Rel rel) {
    List<Step> steps = new ArrayList<>();
    Rel.Sort limit = rel instanceof Rel.Sort sort && sort.order().isEmpty() ? sort : null;
    Rel node = limit == null ? rel : limit.input();
    while (true) {
      switch (node) {
        case Rel.Filter filter -> {
          steps.addFirst(Steps.of(filter));
          node = filter.input();
        }
        case Rel.Project project -> {
          steps.addFirst(Steps.of(project));
          node = project.input();
        }
        case Rel.Scan _, Rel.Values _ -> {
          if (!EqualRows.neverOf(node) && !Steps.areDeterministic(steps)) {
            return Optional.empty();
          }
          return Optional.of(new StraightPlan(limit, node, steps, rel.fields()));
        }
        case Rel.Union _,
            Rel.Aggregate _,
            Rel.Window _,
            Rel.Expand _,
            Rel.Once _,
            Rel.Recursive _,
            Rel.Working _,
            Rel.Join _,
            Rel.Sort _,
            Rel.SetOperation _ -> {
          return Optional.empty();
        }
      }
    }
  }

  /** Whether only some of the rows are wanted, whichever come first. */
  public boolean isLimited() {
    return limit != null;
  }

  /**
   * Which rows those are.
   *
   * @throws SqlException 2201W or 2201X for negative numbers
   */
  public Limits limits(UnitContext context, RowLayout parameters) {
    return Constants.limits(Objects.requireNonNull(limit), context, parameters);
  }

  /** Where the rows come from: a {@link Rel.Scan} or {@link Rel.Values}. */
  public Rel leaf() {
    return leaf;
  }

  /** Whether the leaf's rows are the result as they stand. */
  public boolean isPlain() {
    return Stream.isPlain(List.of(input), steps, output);
  }

  /**
   * The pipeline's unit.
   *
   * @param parameters layout of the statement's parameter row
   */
  public UnitSpec unit(RowLayout parameters) {
    List<Boolean> nullable = leaf.fields().stream().map(Field::nullable).toList();
    return new UnitSpec(
        List.of(input), nullable, parameters, steps, new End.Emit(output.types(), List.of()));
  }
}
