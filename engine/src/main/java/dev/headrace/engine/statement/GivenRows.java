package dev.headrace.engine.statement;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.TableInput;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.runtime.circuit.InputOperator;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.state.RowStore;
import java.util.List;
import java.util.Map;

/**
 * Relations of rows that are given to a statement, by {@link
 * dev.headrace.engine.database.ReadView#with}. They are in no catalog of the database.
 */
final class GivenRows {
  private GivenRows() {}

  /**
   * Such a relation.
   *
   * @param oid less than 0
   * @param name which no relation of a catalog can have
   */
  static BaseRelation relation(int oid, String name, List<Field> fields) {
    return new BaseRelation(
        oid,
        name,
        BaseRelation.Kind.TABLE,
        fields,
        List.of(),
        List.of(),
        List.of(),
        "",
        List.of(),
        RowStore.bag(RowLayout.of(fields), MemoryBudget.unlimited()),
        TableInput.of(new InputOperator(name, 1)),
        Map.of(),
        null);
  }
}
