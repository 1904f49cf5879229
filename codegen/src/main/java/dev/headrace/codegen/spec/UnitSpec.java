package dev.headrace.codegen.spec;

import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;

/**
 * A pipeline: what its records look like, what happens to them, where they end.
 *
 * <p>The columns that the first step sees are those of all input segments, first segment first;
 * every later step sees the output of the one before. A filter whose predicate is an AND tests its
 * operands as so many filters behind each other: it stops at the first that is not TRUE, as
 * PostgreSQL's do.
 *
 * @param input layouts of the rows that a record consists of, in their order
 * @param nullable for each input column whether it can be NULL
 * @param parameters layout of the statement's parameter row
 * @param steps what happens to a record
 * @param end where it goes
 */
public record UnitSpec(
    List<RowLayout> input,
    List<Boolean> nullable,
    RowLayout parameters,
    List<Step> steps,
    End end) {
  public UnitSpec {
    input = List.copyOf(input);
    nullable = List.copyOf(nullable);
    steps = List.copyOf(steps);
    int columns = input.stream().mapToInt(RowLayout::columns).sum();
    if (input.isEmpty() || nullable.size() != columns) {
      throw new IllegalArgumentException(
          nullable.size() + " flags for " + columns + " columns of " + input.size() + " rows");
    }
  }

  /** A pipeline without parameters over records of one row, all columns nullable. */
  public static UnitSpec over(RowLayout input, List<Step> steps, End end) {
    return new UnitSpec(
        List.of(input),
        java.util.Collections.nCopies(input.columns(), true),
        new RowLayout(List.of()),
        steps,
        end);
  }

  /** Types of the input columns, all segments. */
  public List<SqlType> inputTypes() {
    List<SqlType> types = new ArrayList<>();
    input.forEach(layout -> types.addAll(layout.types()));
    return List.copyOf(types);
  }

  /** Types of the columns that reach the end. */
  public List<SqlType> endTypes() {
    return Step.outputTypes(inputTypes(), steps);
  }
}
