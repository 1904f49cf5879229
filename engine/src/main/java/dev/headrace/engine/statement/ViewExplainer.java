package dev.headrace.engine.statement;

import dev.headrace.codegen.UnitFactory;
import dev.headrace.engine.database.ViewCircuit;
import dev.headrace.ir.Explain;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * EXPLAIN MATERIALIZED VIEW: the rewritten query, the running operators with what they remember and
 * which other views they are a part of, and their units; with ANALYZE what they have done since
 * they were made, with CODE the units' instructions.
 */
final class ViewExplainer {
  private final ViewCircuit circuit;
  private final Statement.ExplainView options;
  private final TextRows rows = new TextRows(ExplainRunner.FIELDS);

  ViewExplainer(ViewCircuit circuit, Statement.ExplainView options) {
    this.circuit = circuit;
    this.options = options;
  }

  Outcome outcome() {
    lines(Explain.explain(circuit.view().rel()));
    rows.add("Circuit:");
    circuit.nodes().forEach(this::node);
    rows.add("Stored: " + size(circuit.rows(), circuit.bytes()));
    if (options.has("analyze")) {
      rows.add("Steps: " + circuit.steps());
    }
    return rows.outcome("EXPLAIN");
  }

  private void node(ViewCircuit.Node node) {
    String inputs =
        node.inputs().stream().map(String::valueOf).collect(Collectors.joining(", ", " <- ", ""));
    List<String> facts = facts(node);
    rows.add(
        "  "
            + node.number()
            + ": "
            + node.name()
            + (node.inputs().isEmpty() ? "" : inputs)
            + (facts.isEmpty() ? "" : " (" + String.join("; ", facts) + ")"));
    for (UnitFactory unit : node.units()) {
      lines(unit.describe().indent(7));
      if (options.has("code")) {
        lines(unit.code().indent(9));
      }
    }
  }

  private List<String> facts(ViewCircuit.Node node) {
    List<String> facts = new ArrayList<>();
    if (node.stateRows() > 0) {
      facts.add("state " + size(node.stateRows(), node.stateBytes()));
    }
    if (!node.sharedWith().isEmpty()) {
      facts.add("shared with " + String.join(", ", node.sharedWith()));
    }
    if (options.has("analyze")) {
      facts.add("output " + node.outputBytes() + " bytes");
      facts.add(String.format(Locale.ROOT, "time %.3f ms", node.nanos() / 1e6));
    }
    return facts;
  }

  private static String size(long rows, long bytes) {
    return rows + (rows == 1 ? " row, " : " rows, ") + bytes + " bytes";
  }

  private void lines(String text) {
    text.lines().forEach(rows::add);
  }
}
