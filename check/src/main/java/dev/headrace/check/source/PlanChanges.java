package dev.headrace.check.source;

import dev.headrace.check.postgres.Reply;
import dev.headrace.engine.statement.Description.Change;
import dev.headrace.engine.statement.Description.Operation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Element;

/** Reads from a plan of PostgreSQL which tables the statement changes. */
final class PlanChanges {
  private final Map<String, Set<Operation>> found = new LinkedHashMap<>();

  private PlanChanges() {}

  /** The changes, of tables as {@code schema.table}. */
  static List<Change> of(Reply plan) {
    PlanChanges changes = new PlanChanges();
    Element root = PlanXml.root(plan);
    if (root != null) {
      changes.read(root);
    }
    List<Change> all = new ArrayList<>();
    changes.found.forEach((table, operations) -> all.add(new Change(table, operations)));
    return all;
  }

  private void read(Element plan) {
    if (PlanXml.text(plan, "Node-Type").equals("ModifyTable")) {
      // a partitioned table's node has its name too
      found
          .computeIfAbsent(
              PlanXml.text(plan, "Schema") + "." + PlanXml.text(plan, "Relation-Name"),
              _ -> EnumSet.noneOf(Operation.class))
          .addAll(
              switch (PlanXml.text(plan, "Operation")) {
                case "Insert" ->
                    PlanXml.text(plan, "Conflict-Resolution").equals("UPDATE")
                        ? EnumSet.of(Operation.INSERT, Operation.UPDATE)
                        : EnumSet.of(Operation.INSERT);
                case "Update" -> EnumSet.of(Operation.UPDATE);
                case "Delete" -> EnumSet.of(Operation.DELETE);
                default -> EnumSet.allOf(Operation.class); // MERGE
              });
    }
    Element plans = PlanXml.child(plan, "Plans");
    if (plans != null) {
      PlanXml.children(plans, "Plan").forEach(this::read);
    }
  }
}
