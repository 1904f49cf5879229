package dev.headrace.engine.system;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.ForeignKey;
import dev.headrace.engine.database.Index;
import dev.headrace.engine.database.KeyOrder;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.PlannerCatalog;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Role;
import dev.headrace.engine.database.Sequence;
import dev.headrace.engine.database.SystemRelation;
import dev.headrace.engine.database.SystemRelations;
import dev.headrace.engine.database.View;
import dev.headrace.engine.database.ViewDefinition;
import dev.headrace.ir.ExprProperties;
import dev.headrace.sql.PlannedQuery;
import dev.headrace.sql.Planner;
import dev.headrace.sql.SqlParser;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A catalog the way PostgreSQL sees it.
 *
 * <p>What has no OID of its own gets one that follows from something that has: the index of a
 * primary key has its table's, counted from the other end; constraints and roles are numbered.
 */
final class SystemObjects {
  /** The role that everything belongs to. */
  static final int FIRST_ROLE = 10;

  private static final int FIRST_CONSTRAINT = 1 << 30;

  private final Catalog catalog;
  private final Map<Integer, SystemClass> classes = new LinkedHashMap<>();
  private final Map<Integer, List<SystemIndex>> indexes = new LinkedHashMap<>();
  private final List<SystemConstraint> constraints = new ArrayList<>();

  SystemObjects(Catalog catalog) {
    this.catalog = catalog;
    for (Relation relation : catalog.relations()) {
      add(relation);
    }
    for (Index index : catalog.indexes()) {
      SystemClass table = classes.get(index.relation());
      if (table != null) {
        SystemIndex added =
            new SystemIndex(index.oid(), table, index.order(), false, index.nullsDistinct());
        add(added);
        if (index.constraint()) {
          addConstraint(added.name(), table, added.columns(), new SystemConstraint.Kind.Key(added));
        }
      }
    }
    for (Relation relation : catalog.relations()) {
      catalog.foreignKeysOf(relation).forEach(this::addForeignKey);
    }
    for (Sequence sequence : catalog.sequences()) {
      classes.put(sequence.oid(), SystemClass.of(sequence));
    }
    SystemRelations.all().forEach(this::add);
  }

  private void add(Relation relation) {
    SystemClass added = SystemClass.of(relation, kind(relation));
    classes.put(added.oid(), added);
    for (KeyOrder order : catalog.orders(relation)) {
      if (order.index() == null) {
        addKey(added, order);
      }
    }
    if (relation instanceof BaseRelation base) {
      base.checks().forEach(check -> addCheck(added, check));
    }
  }

  private static char kind(Relation relation) {
    return switch (relation) {
      case BaseRelation base ->
          base.kind() == BaseRelation.Kind.SOURCE ? SystemClass.SOURCE : SystemClass.TABLE;
      case View _ -> SystemClass.VIEW;
      case MaterializedView _, ViewDefinition _ -> SystemClass.MATERIALIZED_VIEW;
      case SystemRelation system -> system.kind();
    };
  }

  private void addKey(SystemClass table, KeyOrder order) {
    // the key of a view is how its rows are found; nobody has declared it
    if (table.kind() == SystemClass.TABLE) {
      int oid = Integer.MAX_VALUE - table.oid();
      SystemIndex index = new SystemIndex(oid, table, order, true, true);
      add(index);
      addConstraint(order.name(), table, index.columns(), new SystemConstraint.Kind.Key(index));
    }
  }

  private void addCheck(SystemClass table, BaseRelation.Check check) {
    List<Integer> columns =
        ExprProperties.usedColumns(check.condition()).stream().map(i -> i + 1).boxed().toList();
    addConstraint(check.name(), table, columns, new SystemConstraint.Kind.Condition(check));
  }

  private void addForeignKey(ForeignKey key) {
    SystemClass table = classes.get(key.relation());
    SystemClass referenced = classes.get(key.referenced());
    if (table != null && referenced != null) {
      List<Integer> columns = numbers(key.key());
      int index =
          indexes(referenced).stream()
              .filter(i -> i.order().unique() && i.order().predicate() == null)
              .filter(i -> new TreeSet<>(i.columns()).equals(new TreeSet<>(columns)))
              .findFirst()
              .map(SystemIndex::oid)
              .orElse(0);
      addConstraint(
          key.name(),
          table,
          numbers(key.columns()),
          new SystemConstraint.Kind.Reference(key, referenced, columns, index));
    }
  }

  private static List<Integer> numbers(List<Integer> columns) {
    return columns.stream().map(column -> column + 1).toList();
  }

  private void addConstraint(
      String name, SystemClass table, List<Integer> columns, SystemConstraint.Kind kind) {
    int oid = FIRST_CONSTRAINT + constraints.size();
    constraints.add(new SystemConstraint(oid, name, table, columns, kind));
  }

  private void add(SystemIndex index) {
    classes.put(index.oid(), SystemClass.of(index));
    indexes.computeIfAbsent(index.table().oid(), oid -> new ArrayList<>()).add(index);
  }

  Catalog catalog() {
    return catalog;
  }

  /** Everything with columns, those of users first. */
  List<SystemClass> classes() {
    return List.copyOf(classes.values());
  }

  Optional<SystemClass> find(int oid) {
    return Optional.ofNullable(classes.get(oid));
  }

  /** What a name, folded and perhaps qualified, stands for. */
  Optional<SystemClass> find(String name) {
    Optional<Relation> relation = catalog.relation(name);
    if (relation.isPresent()) {
      return find(relation.get().oid());
    }
    String simple = Catalog.unqualified(name);
    return classes.values().stream()
        .filter(c -> c.relation() == null && c.name().equals(simple))
        .findFirst();
  }

  /** The indexes of all relations, or of one. */
  List<SystemIndex> indexes() {
    return indexes.values().stream().flatMap(List::stream).toList();
  }

  List<SystemIndex> indexes(SystemClass table) {
    return indexes.getOrDefault(table.oid(), List.of());
  }

  /** Whether a table refers to others, or others to it. */
  boolean isInForeignKey(SystemClass table) {
    return table.relation() != null
        && !(catalog.foreignKeysOf(table.relation()).isEmpty()
            && catalog.foreignKeysTo(table.relation()).isEmpty());
  }

  /** The columns that a view names, those of relations that it names at least. */
  List<PlannedQuery.Origin> columnsOf(SystemClass view) {
    Relation relation = view.relation();
    String text =
        relation == null ? "" : relation.definition().map(Relation.Definition::text).orElse("");
    if (text.isEmpty()) {
      return List.of();
    }
    if (SqlParser.parse(text).getFirst().statement() instanceof Statement.Select select) {
      PlannedQuery query =
          new Planner(new PlannerCatalog(catalog)).query(select.query(), List.of());
      return query.columns().stream()
          .sorted(
              Comparator.comparing(PlannedQuery.Origin::relation)
                  .thenComparingInt(PlannedQuery.Origin::column))
          .toList();
    }
    return List.of();
  }

  List<SystemConstraint> constraints() {
    return constraints;
  }

  List<SystemConstraint> constraints(SystemClass table, char type) {
    return constraints.stream()
        .filter(c -> c.type() == type && c.table().oid() == table.oid())
        .toList();
  }

  /** The roles by their OIDs; the first owns everything. Without roles, whoever asks is one. */
  Map<Integer, Role> roles(String user) {
    Map<Integer, Role> roles = new LinkedHashMap<>();
    int oid = FIRST_ROLE;
    for (Role role : catalog.roles().all()) {
      roles.put(oid++, role);
    }
    if (roles.isEmpty()) {
      roles.put(oid, everything(user));
    }
    return roles;
  }

  private static Role everything(String user) {
    Role role = Role.named(user);
    return new Role(
        user,
        true,
        true,
        true,
        true,
        true,
        true,
        Optional.empty(),
        role.connectionLimit(),
        role.validUntil(),
        List.of());
  }
}
