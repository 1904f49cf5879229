package dev.headrace.engine.statement;

import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.PlannerCatalog;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Scans;
import dev.headrace.engine.database.View;
import dev.headrace.engine.database.ViewDefinition;
import dev.headrace.ir.Rel;
import dev.headrace.sql.ParsedExpression;
import dev.headrace.sql.PlannedQuery;
import dev.headrace.sql.UniqueKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A view that was planned before its turn, against what was likely to be there. It is of use if
 * everything that was asked of the catalog has the same answer when its turn comes.
 *
 * @param definition the view, without an OID
 * @param lookups the names that the front end has looked up, and what they meant
 * @param seen the catalog it was planned against
 */
record AheadPlan(
    PlannedQuery query,
    Relation definition,
    Map<String, Optional<dev.headrace.sql.Relation>> lookups,
    Catalog seen) {

  /** A catalog that remembers what it is asked. */
  static final class Recording implements dev.headrace.sql.Catalog {
    private final PlannerCatalog catalog;
    private final Map<String, Optional<dev.headrace.sql.Relation>> lookups = new LinkedHashMap<>();

    Recording(Names names) {
      this.catalog = new PlannerCatalog(names);
    }

    Map<String, Optional<dev.headrace.sql.Relation>> lookups() {
      return lookups;
    }

    @Override
    public Optional<dev.headrace.sql.Relation> relation(String name) {
      return lookups.computeIfAbsent(name, catalog::relation);
    }

    // what follows is not compared later

    @Override
    public Optional<ParsedExpression> defaultValue(dev.headrace.sql.Relation relation, int column) {
      throw unforeseen();
    }

    @Override
    public ColumnRole role(dev.headrace.sql.Relation relation, int column) {
      throw unforeseen();
    }

    @Override
    public int oid(dev.headrace.sql.Relation relation) {
      throw unforeseen();
    }

    @Override
    public List<UniqueKey> uniqueKeys(dev.headrace.sql.Relation relation) {
      throw unforeseen();
    }

    @Override
    public Collection<String> relationNames() {
      throw unforeseen();
    }

    private static UnsupportedOperationException unforeseen() {
      return new UnsupportedOperationException("to be planned when its turn comes");
    }
  }

  /** Whether it would be planned the same now. */
  boolean holdsIn(Names names) {
    PlannerCatalog now = new PlannerCatalog(names);
    for (Map.Entry<String, Optional<dev.headrace.sql.Relation>> lookup : lookups.entrySet()) {
      if (!now.relation(lookup.getKey()).equals(lookup.getValue())) {
        return false;
      }
    }
    Set<String> read = new HashSet<>(query.relations());
    Scans.of(rel()).forEach(scan -> read.add(scan.relation()));
    for (String name : read) {
      Optional<Relation> then = seen.relation(name);
      if (then.isEmpty() || !isAlike(then.get(), names.catalog().relation(name))) {
        return false;
      }
    }
    return true;
  }

  private Rel rel() {
    return switch (definition) {
      case ViewDefinition view -> view.rel();
      case View view -> view.rel();
      default -> query.rel();
    };
  }

  @SuppressWarnings("ReferenceEquality") // another version of a table may have other keys
  private static boolean isAlike(Relation then, Optional<Relation> now) {
    if (now.isEmpty()) {
      return false;
    }
    if (then == now.get()) {
      return true;
    }
    if (!then.fields().equals(now.get().fields())
        || !then.identity().equals(now.get().identity())) {
      return false;
    }
    return switch (now.get()) {
      case ViewDefinition view ->
          then instanceof ViewDefinition planned
              && planned.key().equals(view.key())
              && planned.appendOnly() == view.appendOnly();
      case MaterializedView view ->
          then instanceof ViewDefinition planned
              && planned.key().equals(view.key())
              && planned.appendOnly() == view.store().isAppendOnly();
      case View view -> then instanceof View planned && planned.rel().equals(view.rel());
      default -> false;
    };
  }

  /** The view with an OID. */
  Relation withOid(int oid) {
    return switch (definition) {
      case ViewDefinition view ->
          new ViewDefinition(
              oid,
              view.name(),
              view.fields(),
              view.rel(),
              view.identity(),
              view.text(),
              view.relations(),
              view.key(),
              view.appendOnly());
      case View view ->
          new View(
              oid,
              view.name(),
              view.fields(),
              view.rel(),
              view.identity(),
              view.text(),
              view.relations());
      default -> throw new IllegalStateException(definition.name() + " is no view");
    };
  }
}
