package dev.headrace.engine.statement;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Scans;
import dev.headrace.engine.database.View;
import dev.headrace.engine.database.ViewDefinition;
import dev.headrace.ir.AppendOnly;
import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import dev.headrace.sql.ParsedQuery;
import dev.headrace.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a program that has been compiled.
 *
 * @param text of this statement alone
 * @param offset of its first character in the program
 * @param form what the front end has made of it; null if it has to look at the text again
 */
public record ProgramStatement(String text, int offset, @Nullable Form form) {
  /** What the front end made of a statement. */
  public sealed interface Form {}

  /** A statement without queries and expressions, which are all that is resolved later. */
  record Parsed(Statement statement) implements Form {}

  /**
   * A view that has been planned.
   *
   * @param columnNames listed names; empty to take the query's
   * @param queryText the query as written
   * @param plan the view
   * @param schemas where names were looked up
   * @param seen what the relations were that it reads
   */
  record PlannedView(
      String name,
      boolean ifNotExists,
      boolean materialized,
      List<String> columnNames,
      String queryText,
      Plan plan,
      List<String> schemas,
      Map<String, String> seen)
      implements Form {
    /** The view, but for its OID; see {@link ViewDefinition}. */
    record Plan(
        String name,
        List<Field> fields,
        Rel rel,
        String identity,
        String text,
        Set<String> relations,
        List<Integer> key,
        boolean appendOnly) {}

    static PlannedView of(Statement.CreateView create, Relation made, Names names) {
      Plan plan = plan(made, names);
      return new PlannedView(
          create.name(),
          create.ifNotExists(),
          create.materialized(),
          create.columnNames(),
          create.queryText(),
          plan,
          names.path().schemas(),
          seen(plan, names));
    }

    private static Plan plan(Relation made, Names names) {
      return switch (made) {
        case MaterializedView view ->
            new Plan(
                view.name(),
                view.fields(),
                view.rel(),
                view.identity(),
                view.text(),
                view.relations(),
                view.key(),
                view.store().isAppendOnly());
        case ViewDefinition view ->
            new Plan(
                view.name(),
                view.fields(),
                view.rel(),
                view.identity(),
                view.text(),
                view.relations(),
                view.key(),
                view.appendOnly());
        case View view ->
            new Plan(
                view.name(),
                view.fields(),
                view.rel(),
                view.identity(),
                view.text(),
                view.relations(),
                List.of(),
                new AppendOnly(names.catalog()::isAppendOnly).of(view.rel()));
        default -> throw new IllegalArgumentException(made.name() + " is no view");
      };
    }

    /** The statement, whose query is parsed only if the plan does not hold. */
    Statement.CreateView create() {
      return new Statement.CreateView(
          name,
          false,
          materialized,
          false,
          ifNotExists,
          columnNames,
          ParsedQuery.later(queryText),
          queryText,
          0);
    }

    /** Whether it would be planned the same now. */
    boolean holdsIn(Names names) {
      return names.path().schemas().equals(schemas) && seen(plan, names).equals(seen);
    }

    /** The view. */
    Relation withOid(int oid) {
      return materialized
          ? new ViewDefinition(
              oid,
              plan.name,
              plan.fields,
              plan.rel,
              plan.identity,
              plan.text,
              plan.relations,
              plan.key,
              plan.appendOnly)
          : new View(
              oid, plan.name, plan.fields, plan.rel, plan.identity, plan.text, plan.relations);
    }

    /** All that a plan depends on of what it reads, and that its names are found there. */
    private static Map<String, String> seen(Plan plan, Names names) {
      Set<String> read = new HashSet<>(plan.relations);
      Scans.of(plan.rel).forEach(scan -> read.add(scan.relation()));
      Map<String, String> seen = new TreeMap<>();
      for (String name : read) {
        seen.put(name, names.catalog().relation(name).map(r -> print(r, names)).orElse(""));
      }
      return seen;
    }

    private static String print(Relation relation, Names names) {
      Optional<String> found = names.find(dev.headrace.sql.ObjectName.of(relation.simpleName()));
      String what =
          switch (relation) {
            case BaseRelation base -> base.kind() + " " + base.primaryKey();
            case MaterializedView view ->
                "MATERIALIZED " + view.key() + " " + view.store().isAppendOnly();
            case ViewDefinition view -> "MATERIALIZED " + view.key() + " " + view.appendOnly();
            default -> relation.kindName();
          };
      return what + " " + relation.fields() + " " + relation.identity() + " " + found.orElse("");
    }
  }
}
