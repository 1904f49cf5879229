package dev.headrace.codegen.circuit;

import dev.headrace.codegen.spec.JoinSpec;
import dev.headrace.codegen.spec.Step;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the two units of a join need to know: of either side only the columns that the residual or
 * the steps behind the join read are kept.
 */
final class JoinLowering {
  private final Rel.Join join;
  private final List<Step> after;
  private final int leftWidth;
  private final List<Integer> leftColumns = new ArrayList<>();
  private final List<Integer> rightColumns = new ArrayList<>();
  private final int[] mapping;
  private final List<Step> mappedAfter;
  private final @Nullable Expr mappedResidual;
  private final List<SqlType> outputTypes;

  JoinLowering(Rel.Join join, List<Step> after) {
    this.join = join;
    this.after = after;
    this.leftWidth = join.left().fields().size();
    int width = leftWidth + join.right().fields().size();
    BitSet used = new BitSet(width);
    if (join.residual() != null) {
      ExprProperties.addUsedColumns(join.residual(), used);
    }
    useOfSteps(used);
    this.mapping = new int[width];
    for (int column = used.nextSetBit(0); column >= 0; column = used.nextSetBit(column + 1)) {
      if (column < leftWidth) {
        mapping[column] = leftColumns.size();
        leftColumns.add(column);
      }
    }
    for (int column = used.nextSetBit(leftWidth);
        column >= 0;
        column = used.nextSetBit(column + 1)) {
      mapping[column] = leftColumns.size() + rightColumns.size();
      rightColumns.add(column - leftWidth);
    }
    this.mappedResidual =
        join.residual() == null
            ? null
            : ExprTransformer.remap(join.residual(), column -> mapping[column]);
    this.mappedAfter = mapSteps();
    this.outputTypes = Step.outputTypes(join.fields().stream().map(Field::type).toList(), after);
  }

  // without a projection all columns of the join come out
  private void useOfSteps(BitSet used) {
    for (Step step : after) {
      switch (step) {
        case Step.Filter filter -> ExprProperties.addUsedColumns(filter.predicate(), used);
        case Step.Project project -> {
          project.expressions().forEach(e -> ExprProperties.addUsedColumns(e, used));
          return;
        }
      }
    }
    used.set(0, join.fields().size());
  }

  private List<Step> mapSteps() {
    List<Step> mapped = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      switch (after.get(i)) {
        case Step.Filter filter ->
            mapped.add(
                new Step.Filter(
                    ExprTransformer.remap(filter.predicate(), column -> mapping[column])));
        case Step.Project project -> {
          mapped.add(
              new Step.Project(
                  project.expressions().stream()
                      .map(e -> ExprTransformer.remap(e, column -> mapping[column]))
                      .toList()));
          mapped.addAll(after.subList(i + 1, after.size()));
          return mapped;
        }
      }
    }
    return mapped;
  }

  JoinSpec spec(boolean left) {
    RowLayout leftRow = layout(join.left(), leftColumns);
    RowLayout rightRow = layout(join.right(), rightColumns);
    return new JoinSpec(
        join.kind(),
        left,
        join.keys().stream().map(k -> left ? k.left() : k.right()).toList(),
        join.keys().stream().map(Rel.Join.Key::nullsMatch).toList(),
        left ? leftColumns : rightColumns,
        left ? leftRow : rightRow,
        left ? rightRow : leftRow,
        mappedResidual,
        mappedAfter,
        outputTypes);
  }

  private static RowLayout layout(Rel side, List<Integer> columns) {
    return new RowLayout(columns.stream().map(c -> side.fields().get(c).type()).toList());
  }

  RowLayout keyLayout() {
    return new RowLayout(
        join.keys().stream().map(k -> join.left().fields().get(k.left()).type()).toList());
  }

  RowLayout output() {
    return new RowLayout(outputTypes);
  }

  List<Boolean> outputNullability() {
    List<Boolean> nullable = join.fields().stream().map(Field::nullable).toList();
    for (Step step : after) {
      if (step instanceof Step.Project project) {
        nullable = project.expressions().stream().map(Expr::nullable).toList();
      }
    }
    return nullable;
  }

  /** The join with all that is fused into it, as a tree: equal trees share an operator. */
  Rel identity() {
    Rel rel = join;
    for (Step step : after) {
      rel =
          switch (step) {
            case Step.Filter filter -> new Rel.Filter(rel, filter.predicate());
            case Step.Project project ->
                new Rel.Project(
                    rel,
                    project.expressions(),
                    project.expressions().stream()
                        .map(e -> new Field("", e.type(), e.nullable()))
                        .toList());
          };
    }
    return rel;
  }

  /** The same join with its sides exchanged; RIGHT becomes LEFT. */
  static Rel.Join swapped(Rel.Join join) {
    int leftWidth = join.left().fields().size();
    int rightWidth = join.right().fields().size();
    int[] mapping = new int[leftWidth + rightWidth];
    for (int i = 0; i < mapping.length; i++) {
      mapping[i] = i < leftWidth ? rightWidth + i : i - leftWidth;
    }
    return new Rel.Join(
        Rel.Join.Kind.LEFT,
        join.right(),
        join.left(),
        join.keys().stream()
            .map(k -> new Rel.Join.Key(k.right(), k.left(), k.nullsMatch()))
            .toList(),
        join.residual() == null
            ? null
            : ExprTransformer.remap(join.residual(), column -> mapping[column]));
  }

  /**
   * A FULL join as a LEFT one and the right rows that match nothing. In a single step the former
   * would put out a right row first and take it back when its match comes; this never takes
   * anything back.
   */
  static Rel withoutFull(Rel.Join join) {
    Rel left =
        new Rel.Join(Rel.Join.Kind.LEFT, join.left(), join.right(), join.keys(), join.residual());
    Rel.Join swapped = swapped(join);
    Rel unmatched =
        new Rel.Join(
            Rel.Join.Kind.ANTI, join.right(), join.left(), swapped.keys(), swapped.residual());
    List<Expr> columns = new ArrayList<>();
    join.left().fields().forEach(f -> columns.add(new Expr.Literal(null, f.type())));
    List<Field> right = join.right().fields();
    for (int i = 0; i < right.size(); i++) {
      columns.add(new Expr.Column(i, right.get(i).type(), right.get(i).nullable()));
    }
    List<Field> fields = join.fields();
    return new Rel.Union(List.of(left, new Rel.Project(unmatched, columns, fields)), fields);
  }

  /** The columns of a RIGHT join over those of the {@link #swapped} one. */
  static List<Expr> swapBack(Rel.Join join) {
    int rightWidth = join.right().fields().size();
    int leftWidth = join.left().fields().size();
    List<Expr> columns = new ArrayList<>();
    for (int i = 0; i < join.fields().size(); i++) {
      Field field = join.fields().get(i);
      int index = i < leftWidth ? rightWidth + i : i - leftWidth;
      columns.add(new Expr.Column(index, field.type(), field.nullable()));
    }
    return columns;
  }
}
