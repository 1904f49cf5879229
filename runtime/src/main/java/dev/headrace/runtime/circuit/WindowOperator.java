package dev.headrace.runtime.circuit;

import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.unit.EmitUnit;
import dev.headrace.runtime.window.Partition;
import dev.headrace.runtime.window.ResultColumn;
import dev.headrace.runtime.window.RowKeys;
import dev.headrace.runtime.window.WindowFunction;
import java.util.ArrayList;
import java.util.List;

/**
 * Window functions over one partitioning and order. A record of the output is an input row and a
 * row of results; a step puts out those of the touched partitions that are new or not the same any
 * more.
 */
public final class WindowOperator extends PartitionedOperator {
  private final List<WindowFunction> functions;
  private final List<ResultColumn> oldResults = new ArrayList<>();
  private final List<ResultColumn> newResults = new ArrayList<>();
  private final RowWriter writer;

  /**
   * @param types of the functions' results
   */
  public WindowOperator(
      String name,
      int workers,
      RowKeys keys,
      List<WindowFunction> functions,
      List<SqlType> types,
      boolean once,
      List<Pipe<EmitUnit>> pipes,
      MemoryBudget budget) {
    super(
        name,
        workers,
        keys,
        functions.stream().anyMatch(WindowFunction::seesTies),
        once,
        pipes,
        budget);
    this.functions = List.copyOf(functions);
    this.writer = new RowWriter(new RowLayout(types));
    for (SqlType type : types) {
      oldResults.add(new ResultColumn(type));
      newResults.add(new ResultColumn(type));
    }
  }

  @Override
  boolean hasEmptyResult() {
    return false;
  }

  @Override
  void change(Partition was, Partition is) {
    evaluate(was, oldResults);
    evaluate(is, newResults);
    int old = 0;
    int now = 0;
    while (old < was.size() && now < is.size()) {
      int order = was.compare(old, is, now);
      if (order == 0) {
        if (!same(old, now)) {
          putOut(was, old, oldResults, -1);
          putOut(is, now, newResults, 1);
        }
        old++;
        now++;
      } else if (order < 0) {
        putOut(was, old++, oldResults, -1);
      } else {
        putOut(is, now++, newResults, 1);
      }
    }
    while (old < was.size()) {
      putOut(was, old++, oldResults, -1);
    }
    while (now < is.size()) {
      putOut(is, now++, newResults, 1);
    }
  }

  private void evaluate(Partition rows, List<ResultColumn> results) {
    if (rows.size() > 0) {
      for (int i = 0; i < functions.size(); i++) {
        functions.get(i).evaluate(rows, results.get(i));
      }
    }
  }

  private boolean same(int old, int now) {
    for (int i = 0; i < functions.size(); i++) {
      if (!oldResults.get(i).sameValue(old, newResults.get(i), now)) {
        return false;
      }
    }
    return true;
  }

  private void putOut(Partition rows, int index, List<ResultColumn> results, int weight) {
    Batch target = target();
    target.append(rows.slab(), rows.row(index), weight);
    writer.begin(target);
    for (int i = 0; i < functions.size(); i++) {
      results.get(i).write(index, writer, i);
    }
    writer.end(weight);
  }
}
