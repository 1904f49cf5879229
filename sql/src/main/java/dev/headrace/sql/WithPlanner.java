package dev.headrace.sql;

import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlWithItem;

/** A WITH clause with statements that change data, and the statement behind it. */
final class WithPlanner {
  private final Analysis analysis;
  private final ParsedWith with;
  private final Ctes ctes = Ctes.NONE.nested();
  private final List<PlannedWith.Part> parts = new ArrayList<>();

  WithPlanner(Analysis analysis, ParsedWith with) {
    this.analysis = analysis;
    this.with = with;
  }

  PlannedWith plan(Statement statement) {
    Set<String> names = new HashSet<>();
    for (ParsedWith.Item item : with.items()) {
      if (!names.add(item.name().getSimple())) {
        throw QueryBinder.namedTwice(analysis, item.name());
      }
      switch (item) {
        case ParsedWith.Query(var query) -> add(query);
        case ParsedWith.Change change -> add(change);
      }
    }
    PlannedWith.Main main =
        statement instanceof Statement.Select select
            ? new PlannedWith.Main(
                Optional.of(Planner.query(analysis, select.query(), ctes)), Optional.empty())
            : new PlannedWith.Main(Optional.empty(), Optional.of(change(statement)));
    return new PlannedWith(parts, main, analysis.parameters().resolved());
  }

  private void add(SqlWithItem item) {
    new QueryBinder(analysis, null, ctes).addTo(ctes, item);
    String name = item.name.getSimple();
    OrderedRows once = ctes.ordered(name);
    if (once != null) {
      String relation = relation(name);
      parts.add(new PlannedWith.Query(relation, once.rel()));
      Rel rows = scan(relation, once.rel().fields());
      int width = Objects.requireNonNull(ctes.rows(name)).fields().size();
      ctes.addOnce(name, new OrderedRows(rows, once.order()), width);
    }
  }

  // no name in a catalog has a blank outside of quotation marks
  private static String relation(String name) {
    return "with " + ObjectName.of(name);
  }

  private static Rel scan(String relation, List<Field> fields) {
    return new Rel.Scan(relation, relation + " " + fields, fields);
  }

  private void add(ParsedWith.Change item) {
    String name = item.name().getSimple();
    PlannedChange change = change(item.statement());
    String relation = relation(name);
    parts.add(new PlannedWith.Change(relation, change));
    if (change.returning().isEmpty()) {
      requireNoColumns(item, List.of());
      ctes.addWithoutRows(name);
    } else {
      List<Field> fields = change.returning();
      Rel rows = scan(relation, fields);
      requireNoColumns(item, fields);
      ctes.add(name, QueryBinder.renamed(rows, item.columns()));
    }
  }

  private void requireNoColumns(ParsedWith.Change item, List<Field> fields) {
    QueryBinder.requireColumns(analysis, item.name(), fields.size(), item.columns().size());
  }

  private PlannedChange change(Statement statement) {
    return switch (statement) {
      case Statement.Insert insert -> new InsertPlanner(analysis, insert.body(), ctes).plan();
      case Statement.Update update ->
          new UpdatePlanner(analysis, update.body(), "update", ctes).update();
      case Statement.Delete delete ->
          new UpdatePlanner(analysis, delete.body(), "delete from", ctes).delete();
      case Statement.Merge merge -> new MergePlanner(analysis, merge.body(), ctes).plan();
      default -> throw new IllegalStateException("not a change: " + statement);
    };
  }
}
