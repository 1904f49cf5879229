package dev.headrace.engine.statement;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.Rel;
import java.util.BitSet;

/** Finds out which columns of a relation's rows a tree can tell apart. */
final class ScanColumns {
  private final String relation;
  private final BitSet found = new BitSet();

  private ScanColumns(String relation) {
    this.relation = relation;
  }

  /** The columns that a rewritten tree reads or keeps, all of them if it is not clear. */
  static BitSet of(Rel rel, String relation) {
    ScanColumns columns = new ScanColumns(relation);
    BitSet all = new BitSet();
    all.set(0, rel.fields().size());
    columns.visit(rel, all);
    return columns.found;
  }

  private void visit(Rel rel, BitSet needed) {
    switch (rel) {
      case Rel.Scan scan -> {
        if (scan.relation().equals(relation)) {
          found.or(needed);
        }
      }
      case Rel.Project project -> {
        BitSet read = new BitSet();
        for (Expr expr : project.expressions()) {
          read.or(ExprProperties.usedColumns(expr));
        }
        visit(project.input(), read);
      }
      case Rel.Filter filter -> {
        BitSet read = (BitSet) needed.clone();
        read.or(ExprProperties.usedColumns(filter.predicate()));
        visit(filter.input(), read);
      }
      case Rel.Aggregate aggregate -> {
        BitSet read = new BitSet();
        aggregate.keys().forEach(read::set);
        aggregate.calls().forEach(call -> call.columns().forEach(read::set));
        visit(aggregate.input(), read);
      }
      default ->
          rel.inputs()
              .forEach(
                  input -> {
                    BitSet all = new BitSet();
                    all.set(0, input.fields().size());
                    visit(input, all);
                  });
    }
  }
}
