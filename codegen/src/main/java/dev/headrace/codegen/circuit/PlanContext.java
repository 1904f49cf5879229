package dev.headrace.codegen.circuit;

import dev.headrace.codegen.UnitFactory;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.ir.ContentHash;
import dev.headrace.ir.Rel;
import dev.headrace.ir.WindowFrame;
import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.runtime.circuit.Limits;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.unit.UnitContext;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a tree is planned with.
 *
 * @param mode what the circuit is for
 * @param units makes units
 * @param unitContext what their instances are made with; asked for once per operator
 * @param parameters layout of the statement's parameter row
 * @param budget what state may hold
 * @param inputs the operator with a relation's delta
 * @param appendOnly whether a tree's delta never has negative weights
 * @param shared operators that are there already
 */
public record PlanContext(
    PlanMode mode,
    Function<UnitSpec, UnitFactory> units,
    Supplier<UnitContext> unitContext,
    RowLayout parameters,
    MemoryBudget budget,
    Function<Rel.Scan, Operator> inputs,
    Predicate<Rel> appendOnly,
    SharedOperators shared) {

  /** Operators by the global hash of the tree whose rows they put out. */
  public interface SharedOperators {
    /** Knows none. */
    SharedOperators NONE =
        new SharedOperators() {
          @Override
          public @Nullable Operator find(ContentHash identity) {
            return null;
          }

          @Override
          public void add(ContentHash identity, Rel rel, Operator operator) {}
        };

    /** The operator of a tree if there is one that may be read. */
    @Nullable Operator find(ContentHash identity);

    /** There is an operator of a tree from now on. */
    void add(ContentHash identity, Rel rel, Operator operator);
  }

  /** Constant rows, their expressions to be evaluated with the parameters of the time. */
  Supplier<Batch> rows(Rel.Values values) {
    return Constants.rows(values, unitContext.get(), parameters);
  }

  /** How many rows or groups away a frame's bound is. */
  long distance(WindowFrame.Bound.Offset offset, boolean isStart) {
    return Constants.distance(offset, isStart, unitContext.get(), parameters);
  }

  /** The limits of a sort, their expressions evaluated. */
  Limits limits(Rel.Sort sort) {
    return Constants.limits(sort, unitContext.get(), parameters);
  }
}
