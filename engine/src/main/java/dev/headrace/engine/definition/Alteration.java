package dev.headrace.engine.definition;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.ir.Rel;
import dev.headrace.model.Notice;
import dev.headrace.runtime.circuit.Segments;
import java.util.ArrayList;
import java.util.List;

/** An ALTER TABLE under way: what its actions have in common. */
final class Alteration {
  private final DefinitionContext context;
  private final BaseRelation table;
  private final TableShape shape;
  private final List<Notice> notices = new ArrayList<>();
  private final List<Runnable> afterwards = new ArrayList<>();

  Alteration(DefinitionContext context, BaseRelation table) {
    this.context = context;
    this.table = table;
    this.shape = new TableShape(table);
  }

  DefinitionContext context() {
    return context;
  }

  /** The table as it was. */
  BaseRelation table() {
    return table;
  }

  /** The table as it will be. */
  TableShape shape() {
    return shape;
  }

  List<Notice> notices() {
    return notices;
  }

  /** What is to be done when the new table is there. */
  List<Runnable> afterwards() {
    return afterwards;
  }

  /** The table as it is in the catalog. */
  BaseRelation current() {
    return (BaseRelation) context.catalog().relation(table.oid()).orElseThrow();
  }

  /** All its rows. */
  Segments all() {
    BaseRelation now = current();
    return context.queries().apply(new Rel.Scan(now.name(), now.identity(), now.fields()));
  }
}
