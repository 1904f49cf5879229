package dev.headrace.codegen;

import dev.headrace.codegen.generate.UnitCompiler;
import dev.headrace.codegen.spec.Accumulator;
import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.JoinSpec;
import dev.headrace.codegen.spec.Step;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.codegen.spec.ValueSet;
import dev.headrace.ir.ContentHash;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;

/** The hash that names a unit: all of its specification, and the generator's version. */
final class UnitHash {
  private final ContentHash.Builder parts =
      ContentHash.builder().text("unit").number(UnitCompiler.VERSION);

  private UnitHash() {}

  static ContentHash of(UnitSpec spec) {
    UnitHash hash = new UnitHash();
    hash.parts.number(spec.input().size());
    int column = 0;
    for (RowLayout layout : spec.input()) {
      hash.input(layout, spec.nullable().subList(column, column + layout.columns()));
      column += layout.columns();
    }
    hash.types(spec.parameters().types());
    hash.steps(spec.steps());
    switch (spec.end()) {
      case End.Emit emit -> hash.emit(emit);
      case End.Aggregate aggregate -> hash.aggregate(aggregate);
      case End.Join join -> hash.join(join.spec());
    }
    return hash.parts.build();
  }

  private void input(RowLayout layout, List<Boolean> nullable) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < layout.columns(); i++) {
      fields.add(new Field("", layout.type(i), nullable.get(i)));
    }
    parts.fields(fields);
  }

  private void types(List<SqlType> types) {
    parts.fields(types.stream().map(type -> new Field("", type, true)).toList());
  }

  private void numbers(List<Integer> numbers) {
    parts.number(numbers.size());
    numbers.forEach(parts::number);
  }

  private void steps(List<Step> steps) {
    parts.number(steps.size());
    for (Step step : steps) {
      switch (step) {
        case Step.Filter filter -> parts.text("filter").expr(filter.predicate());
        case Step.Project project -> parts.text("project").exprs(project.expressions());
      }
    }
  }

  private void emit(End.Emit emit) {
    parts.text("emit");
    types(emit.outputTypes());
    numbers(emit.partitionKeys());
  }

  private void aggregate(End.Aggregate aggregate) {
    parts.text("aggregate");
    numbers(aggregate.keys());
    parts.number(aggregate.accumulators().size());
    for (Accumulator accumulator : aggregate.accumulators()) {
      parts.text(accumulator.kind().name());
      parts.number(accumulator.argument()).number(accumulator.filter());
    }
    parts.number(aggregate.values().size());
    for (ValueSet values : aggregate.values()) {
      parts.number(values.argument()).number(values.filter());
      types(List.of(values.type()));
    }
  }

  private void join(JoinSpec join) {
    parts.text("join").text(join.kind().name()).number(join.left() ? 1 : 0);
    numbers(join.keys());
    join.nullsMatch().forEach(matches -> parts.number(matches ? 1 : 0));
    numbers(join.rowColumns());
    types(join.ownRow().types());
    types(join.otherRow().types());
    parts.exprs(join.residual() == null ? List.of() : List.of(join.residual()));
    steps(join.after());
    types(join.outputTypes());
  }
}
