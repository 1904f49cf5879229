package dev.headrace.engine.definition;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.state.RowStore;
import dev.headrace.runtime.state.RowWidening;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Columns added to a table whose values are the same in all rows: nothing else is to be done. */
final class AddedColumns {
  private final DefinitionContext context;
  private final BaseRelation table;
  private final TableShape shape;

  AddedColumns(DefinitionContext context, BaseRelation table, TableShape shape) {
    this.context = context;
    this.table = table;
    this.shape = shape;
  }

  /** How the rows get the columns; empty if they have to be made anew. */
  Optional<RowWidening> widening() {
    if (!shape.isOnlyWidened() || !table.options().isEmpty()) {
      return Optional.empty();
    }
    List<TableShape.Column> added =
        shape.columns().subList(table.fields().size(), shape.columns().size());
    RowLayout layout = RowLayout.of(shape.fields());
    RowWriter writer = new RowWriter(layout);
    Batch row = new Batch();
    writer.begin(row);
    writeEarlier(writer);
    if (added.stream().allMatch(AddedColumns::isKnown)) {
      for (int i = 0; i < added.size(); i++) {
        writer.set(table.fields().size() + i, ((Expr.Literal) added.get(i).value()).value());
      }
    } else {
      compute(added, writer);
    }
    writer.end(1);
    byte[] values = Arrays.copyOf(row.bytes(), row.end());
    for (int i = table.fields().size(); i < layout.columns(); i++) {
      if (!shape.columns().get(i).field().nullable() && Rows.isNull(values, 0, i)) {
        // an error if there is a row
        return Optional.empty();
      }
    }
    return Optional.of(new RowWidening(layout, values));
  }

  private static boolean isKnown(TableShape.Column column) {
    return column.value() instanceof Expr.Literal literal
        && (literal.value() == null || literal.type().equals(column.field().type()));
  }

  /** What columns had been added already. */
  private void writeEarlier(RowWriter writer) {
    RowStore store = ConstraintAlterer.store(table);
    RowWidening earlier = store.widening();
    for (int i = 0; earlier != null && i < table.fields().size(); i++) {
      writer.copy(i, earlier.layout(), earlier.values(), 0, i);
    }
  }

  private void compute(List<TableShape.Column> added, RowWriter writer) {
    List<Expr> values = added.stream().map(TableShape.Column::value).toList();
    List<Field> fields =
        added.stream()
            .map(c -> new Field(c.field().name(), c.field().type(), c.value().nullable()))
            .toList();
    Rel one = new Rel.Values(List.of(List.of()), List.of());
    Segments computed = context.queries().apply(new Rel.Project(one, values, fields));
    RowLayout layout = RowLayout.of(fields);
    for (int i = 0; i < values.size(); i++) {
      writer.copy(table.fields().size() + i, layout, computed.slab(0), computed.from(0), i);
    }
  }
}
