package dev.headrace.codegen.interpret;

import dev.headrace.codegen.spec.Step;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Interpreter;
import dev.headrace.ir.RowReaderSource;
import dev.headrace.ir.RowSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps of a pipeline, evaluated for one record after the other. */
final class InterpretedPipeline {
  private final Interpreter interpreter = new Interpreter();
  private final List<Step> steps = new ArrayList<>();
  private final RowReaderSource input;
  private final int inputColumns;

  /**
   * A pipeline.
   *
   * @param input to be pointed at a record before each {@link #run}
   */
  InterpretedPipeline(RowReaderSource input, int inputColumns, List<Step> steps) {
    this.input = input;
    this.inputColumns = inputColumns;
    for (Step step : steps) {
      switch (step) {
        case Step.Filter filter ->
            ExprTransformer.conjuncts(filter.predicate())
                .forEach(conjunct -> this.steps.add(new Step.Filter(conjunct)));
        case Step.Project project -> this.steps.add(project);
      }
    }
  }

  /** The columns behind the last step, or null if a filter dropped the record. */
  @Nullable Object @Nullable [] run() {
    @Nullable Object[] values = null;
    RowSource source = input;
    for (Step step : steps) {
      switch (step) {
        case Step.Filter filter -> {
          if (!interpreter.isTrue(filter.predicate(), source)) {
            return null;
          }
        }
        case Step.Project project -> {
          values = project(project.expressions(), source);
          source = new Values(values, input);
        }
      }
    }
    return values == null ? inputValues() : values;
  }

  private @Nullable Object[] project(List<Expr> expressions, RowSource source) {
    @Nullable Object[] values = new Object[expressions.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = interpreter.evaluate(expressions.get(i), source);
    }
    return values;
  }

  private @Nullable Object[] inputValues() {
    @Nullable Object[] values = new Object[inputColumns];
    for (int i = 0; i < values.length; i++) {
      values[i] = input.column(i);
    }
    return values;
  }

  /** The columns of a projection, with the input's parameters. */
  private static final class Values implements RowSource {
    private final @Nullable Object[] values;
    private final RowSource parameters;

    Values(@Nullable Object[] values, RowSource parameters) {
      this.values = values;
      this.parameters = parameters;
    }

    @Override
    public @Nullable Object column(int index) {
      return values[index];
    }

    @Override
    public @Nullable Object parameter(int index) {
      return parameters.parameter(index);
    }
  }
}
