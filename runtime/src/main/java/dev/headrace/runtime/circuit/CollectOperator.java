package dev.headrace.runtime.circuit;

import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowProjector;
import dev.headrace.model.RowWriter;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.unit.EmitUnit;
import dev.headrace.runtime.window.GroupFunction;
import dev.headrace.runtime.window.Partition;
import dev.headrace.runtime.window.ResultColumn;
import dev.headrace.runtime.window.RowKeys;
import java.util.ArrayList;
import java.util.List;

/**
 * GROUP BY for aggregates that need the group's rows: keeps these and computes the aggregates of
 * the groups that a step touches anew. A record of the output is the group's key and a row of
 * results.
 */
public final class CollectOperator extends PartitionedOperator {
  private final List<GroupFunction> functions;
  private final List<ResultColumn> oldResults = new ArrayList<>();
  private final List<ResultColumn> newResults = new ArrayList<>();
  private final RowProjector key;
  private final RowWriter emptyKey = new RowWriter(new RowLayout(List.of()));
  private final RowWriter writer;
  private final boolean global;
  private boolean started;

  /**
   * @param keyColumns what is grouped by; without any there is one group, also without rows
   * @param types of the functions' results
   */
  public CollectOperator(
      String name,
      int workers,
      RowKeys keys,
      List<Integer> keyColumns,
      List<GroupFunction> functions,
      List<SqlType> types,
      boolean once,
      List<Pipe<EmitUnit>> pipes,
      MemoryBudget budget) {
    super(
        name,
        workers,
        keys,
        functions.stream().anyMatch(GroupFunction::seesTies),
        once,
        pipes,
        budget);
    this.functions = List.copyOf(functions);
    this.key = new RowProjector(keys.layout(), keyColumns);
    this.global = keyColumns.isEmpty();
    this.writer = new RowWriter(new RowLayout(types));
    for (SqlType type : types) {
      oldResults.add(new ResultColumn(type));
      newResults.add(new ResultColumn(type));
    }
  }

  @Override
  boolean hasEmptyResult() {
    return global && !started;
  }

  @Override
  void change(Partition was, Partition is) {
    boolean existed = global ? started : was.size() > 0;
    boolean exists = global || is.size() > 0;
    started = true;
    if (existed) {
      evaluate(was, oldResults);
    }
    if (exists) {
      evaluate(is, newResults);
    }
    if (existed && exists && same()) {
      return;
    }
    if (existed) {
      putOut(was, oldResults, -1);
    }
    if (exists) {
      putOut(is, newResults, 1);
    }
  }

  private void evaluate(Partition rows, List<ResultColumn> results) {
    for (int i = 0; i < functions.size(); i++) {
      functions.get(i).evaluate(rows, results.get(i));
    }
  }

  private boolean same() {
    for (int i = 0; i < functions.size(); i++) {
      if (!oldResults.get(i).sameValue(0, newResults.get(i), 0)) {
        return false;
      }
    }
    return true;
  }

  private void putOut(Partition rows, List<ResultColumn> results, int weight) {
    Batch target = target();
    if (global) {
      emptyKey.begin(target).end(weight);
    } else {
      key.append(rows.slab(), rows.row(0), target, weight);
    }
    writer.begin(target);
    for (int i = 0; i < functions.size(); i++) {
      results.get(i).write(0, writer, i);
    }
    writer.end(weight);
  }
}
