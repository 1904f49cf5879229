package dev.headrace.server.program;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.statement.StatementRunner;
import dev.headrace.ir.Explain;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.server.client.EmbeddedClient;
import dev.headrace.server.client.ResultCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How the materialized views of a program are computed. */
public final class Explanation {
  private Explanation() {}

  /**
   * Defines everything in a database of its own, whose inputs are not read, and shows for each
   * materialized view its rewritten query and the operators that maintain it. Operators are
   * numbered through the whole program: views that have the same number share the operator and its
   * state.
   */
  public static List<String> lines(Program program) {
    List<String> lines = new ArrayList<>();
    try (Headrace database = Databases.open(program.directory())) {
      database.connectors().hold();
      try (EmbeddedClient client = new EmbeddedClient(database, _ -> {});
          StatementRunner runner = database.newRunner()) {
        client.execute(program.sql(), new ResultCollector());
        List<Operator> operators = new ArrayList<>();
        for (Relation relation : runner.database().catalog().relations()) {
          if (relation instanceof MaterializedView view) {
            explain(view, operators, lines);
          }
        }
      }
    }
    return lines;
  }

  private static void explain(MaterializedView view, List<Operator> operators, List<String> lines) {
    lines.add(view.name());
    Explain.explain(view.rel()).lines().forEach(line -> lines.add("  " + line));
    lines.add("  Circuit:");
    for (Operator operator : view.operators()) {
      lines.add(
          "    "
              + number(operator, operators)
              + ": "
              + operator.name()
              + inputs(operator, operators));
    }
    lines.add("");
  }

  private static int number(Operator operator, List<Operator> operators) {
    int index = operators.indexOf(operator);
    if (index < 0) {
      operators.add(operator);
      return operators.size() - 1;
    }
    return index;
  }

  private static String inputs(Operator operator, List<Operator> operators) {
    return operator.inputs().isEmpty()
        ? ""
        : operator.inputs().stream()
            .map(input -> String.valueOf(number(input, operators)))
            .collect(Collectors.joining(", ", " <- ", ""));
  }
}
