package dev.headrace.engine.system;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.ForeignKey;
import dev.headrace.engine.database.Index;
import dev.headrace.engine.database.KeyOrder;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.PlannerCatalog;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Role;
import dev.headrace.engine.database.SearchPath;
import dev.headrace.engine.database.Sequence;
import dev.headrace.engine.database.SystemRelation;
import dev.headrace.engine.database.SystemRelations;
import dev.headrace.engine.database.View;
import dev.headrace.engine.database.ViewDefinition;
import dev.headrace.ir.ExprProperties;
import dev.headrace.model.text.Identifiers;
import dev.headrace.sql.Deferral;
import dev.headrace.sql.ObjectName;
import dev.headrace.sql.PlannedQuery;
import dev.headrace.sql.Planner;
import dev.headrace.sql.SqlParser;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  private final Names names;
  private final Catalog catalog;
  private final Map<String, Schema> schemas = new LinkedHashMap<>();
  private final Map<Integer, SystemClass> classes = new LinkedHashMap<>();
  private final Map<Integer, List<SystemIndex>> indexes = new LinkedHashMap<>();
  private final List<SystemConstraint> constraints = new ArrayList<>();

  /**
   * @param names what the session that asks sees without a schema
   */
  SystemObjects(Names names) {
    this.names = names;
    this.catalog = names.catalog();
    Schema.all(catalog).forEach(schema -> schemas.put(schema.schemaName(), schema));
    for (Relation relation : catalog.relations()) {
      add(relation);
    }
    for (Index index : catalog.indexes()) {
      SystemClass table = classes.get(index.relation());
      if (table != null) {
        SystemIndex added =
            new SystemIndex(
                index.oid(), table, index.order(), false, index.nullsDistinct(), index.deferral());
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
      classes.put(sequence.oid(), SystemClass.of(sequence, schemaOf(sequence.name())));
    }
    SystemRelations.all().forEach(this::add);
  }

  private void add(Relation relation) {
    SystemClass added = SystemClass.of(relation, schema(relation), kind(relation));
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

  private Schema schema(Relation relation) {
    return schemaOf(relation.name());
  }

  private Schema schemaOf(String name) {
    return Objects.requireNonNull(schemas.get(Catalog.schemaOf(name)), "a schema that there is");
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
      SystemIndex index = new SystemIndex(oid, table, order, true, true, Deferral.NONE);
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

  Names names() {
    return names;
  }

  Catalog catalog() {
    return catalog;
  }

  /** All schemas there are. */
  Collection<Schema> schemas() {
    return schemas.values();
  }

  Optional<Schema> schema(String name) {
    return Optional.ofNullable(schemas.get(name));
  }

  Optional<Schema> schema(int oid) {
    return schemas.values().stream().filter(schema -> schema.oid() == oid).findFirst();
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
    Optional<Integer> oid =
        names.relation(name).map(Relation::oid).or(() -> names.index(name).map(Index::oid));
    if (oid.isPresent()) {
      return find(oid.get());
    }
    String simple = ObjectName.parts(name).getLast();
    return classes.values().stream()
        .filter(c -> c.relation() == null && c.name().equals(simple))
        .filter(c -> names.reaches(name, c.schema().schemaName()))
        .findFirst();
  }

  /** Whether something is found by its name alone. */
  boolean isVisible(SystemClass found) {
    return find(ObjectName.of(found.name())).filter(c -> c.oid() == found.oid()).isPresent();
  }

  /** The name of something, qualified if it is not found without. */
  String visibleName(SystemClass named) {
    return isVisible(named) ? Identifiers.quoted(named.name()) : named.qualifiedName();
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

  /**
   * The columns that a view names, and column -1 of relations of which it names none; by their
   * names in the catalog, which the search path of who asks does not change.
   */
  List<PlannedQuery.Origin> columnsOf(SystemClass view) {
    Relation relation = view.relation();
    if (relation == null) {
      return List.of();
    }
    String text = relation.definition().map(Relation.Definition::text).orElse("");
    if (text.isEmpty()) {
      return List.of();
    }
    if (SqlParser.parse(text).getFirst().statement() instanceof Statement.Select select) {
      PlannedQuery query =
          new Planner(new PlannerCatalog(new Names(catalog, SearchPath.ofTexts(relation.name()))))
              .query(select.query(), List.of());
      Set<String> named =
          query.columns().stream().map(PlannedQuery.Origin::relation).collect(Collectors.toSet());
      return Stream.concat(
              query.columns().stream(),
              query.references().stream()
                  .map(PlannedQuery.Reference::relation)
                  .filter(name -> !named.contains(name))
                  .distinct()
                  .map(name -> new PlannedQuery.Origin(name, -1)))
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

  /** The OID of the role that a schema belongs to. */
  int owner(Schema schema, String user) {
    return schema
        .owner()
        .map(role -> SystemFunctions.roleOid(this, role))
        .filter(oid -> oid != 0)
        .orElse(FIRST_ROLE);
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
