package dev.headrace.server.program;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.statement.StatementRunner;
import dev.headrace.model.text.Identifiers;
import dev.headrace.server.client.EmbeddedClient;
import dev.headrace.server.client.ResultCollector;
import java.util.ArrayList;
import java.util.List;

/** How the materialized views of a program are computed. */
public final class Explanation {
  private Explanation() {}

  /**
   * Defines everything in a database of its own, whose inputs are not read, and shows what EXPLAIN
   * says of each materialized view. Operators are numbered through the whole program: views that
   * have the same number share the operator and its state.
   */
  public static List<String> lines(Program program) {
    List<String> lines = new ArrayList<>();
    try (Headrace database = Databases.open(program.directory())) {
      database.connectors().hold();
      try (EmbeddedClient client = new EmbeddedClient(database, _ -> {});
          StatementRunner runner = database.newRunner()) {
        client.execute(program.sql(), new ResultCollector());
        for (Relation relation : runner.database().catalog().relations()) {
          if (relation instanceof MaterializedView view) {
            explain(view, client, lines);
          }
        }
      }
    }
    return lines;
  }

  private static void explain(MaterializedView view, EmbeddedClient client, List<String> lines) {
    ResultCollector plan = new ResultCollector();
    client.execute("EXPLAIN MATERIALIZED VIEW " + Identifiers.quoted(view.name()), plan);
    lines.add(view.name());
    plan.rows().forEach(row -> lines.add("  " + row.getFirst()));
    lines.add("");
  }
}
