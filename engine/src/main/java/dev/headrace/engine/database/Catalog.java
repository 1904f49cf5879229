package dev.headrace.engine.database;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.sql.ObjectName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The definitions in force. Immutable: a change makes another catalog with the next version.
 *
 * <p>Every object has one name here: that of one in {@code public} is its own, any other's begins
 * with its schema. What statements write is looked up by {@link Names}.
 */
public class Catalog {
  private static final String PUBLIC = "public.";

  private static final AtomicLong VERSIONS = new AtomicLong();
  public static final Catalog EMPTY = new Catalog(CatalogParts.EMPTY);

  private final long version;
  private final CatalogParts parts;
  private final Map<Integer, Relation> byOid;
  private final List<MaterializedView> materialized;
  private final Belongings belongings;

  Catalog(CatalogParts parts) {
    this.version = VERSIONS.getAndIncrement();
    this.parts = parts;
    this.belongings = new Belongings(parts.indexes().values(), parts.foreignKeys());
    this.byOid = new HashMap<>();
    this.materialized = new ArrayList<>();
    for (Relation relation : parts.relations().values()) {
      byOid.put(relation.oid(), relation);
      if (relation instanceof MaterializedView view) {
        materialized.add(view);
      }
    }
  }

  /** The same catalog under its version. */
  Catalog(Catalog same) {
    this.version = same.version;
    this.parts = same.parts;
    this.byOid = same.byOid;
    this.materialized = same.materialized;
    this.belongings = same.belongings;
  }

  /** Whether a catalog is this very one. */
  boolean is(Catalog other) {
    return version == other.version;
  }

  /** A catalog that is made of this one with changes. */
  Catalog derived(CatalogParts changed) {
    return new Catalog(changed);
  }

  /** An object by the name that a catalog has for it. */
  @Nullable Object object(Lookups.Kind kind, String name) {
    return switch (kind) {
      case RELATION -> parts.relations().get(name);
      case SINK -> parts.sinks().get(name);
      case SEQUENCE -> parts.sequences().get(name);
      case INDEX -> parts.indexes().get(name);
      case SCHEMA -> parts.schemas().find(name).orElse(null);
      case TYPE -> parts.types().find(name).orElse(null);
      case TYPE_OID -> parts.types().find(Integer.parseInt(name)).orElse(null);
    };
  }

  /** Different for any two catalogs, also those that transactions have to themselves. */
  public long version() {
    return version;
  }

  /** All relations but {@link SystemRelations} in the order of their creation. */
  public Collection<Relation> relations() {
    return Collections.unmodifiableCollection(parts.relations().values());
  }

  /** The materialized views among them. */
  List<MaterializedView> materializedViews() {
    return materialized;
  }

  public Collection<Sink> sinks() {
    return Collections.unmodifiableCollection(parts.sinks().values());
  }

  public Optional<Relation> relation(String name) {
    Optional<SystemRelation> system = SystemRelations.find(name);
    if (system.isPresent()) {
      return Optional.of(system.get());
    }
    Relation known = parts.relations().get(unqualified(name));
    return known == null ? sequence(name).map(Sequence::asRelation) : Optional.of(known);
  }

  public Optional<Sink> sink(String name) {
    return Optional.ofNullable(parts.sinks().get(unqualified(name)));
  }

  /** A relation that has to be there. */
  public Relation require(String name) {
    return relation(name)
        .orElseThrow(
            () ->
                new SqlException(
                    ErrorCode.UNDEFINED_TABLE,
                    "relation " + SqlException.quote(name) + " does not exist"));
  }

  /** The name without {@code public}. */
  public static String unqualified(String name) {
    return name.startsWith(PUBLIC) ? name.substring(PUBLIC.length()) : name;
  }

  /** The schema that an object's name in the catalog says. */
  public static String schemaOf(String name) {
    return ObjectName.isQualified(name) ? ObjectName.parts(name).getFirst() : Namespace.PUBLIC_NAME;
  }

  /** The name in the catalog of an object of a schema, whose own name is encoded already. */
  public static String inSchema(String schema, String name) {
    return schema.equals(Namespace.PUBLIC_NAME) ? name : ObjectName.of(schema) + "." + name;
  }

  /** The name in the catalog of another object of the same schema. */
  public static String beside(String name, String other) {
    return inSchema(schemaOf(name), ObjectName.of(other));
  }

  /** Whether an object belongs to a session and goes away with it. */
  public static boolean isTemporary(String name) {
    return name.startsWith(Namespace.TEMPORARY_PREFIX) && Namespace.isTemporary(schemaOf(name));
  }

  /** Whether a schema is one that nothing can be made in. */
  static boolean isSystemSchema(String schema) {
    return schema.equals(SystemRelations.PG_CATALOG)
        || schema.equals(SystemRelations.INFORMATION_SCHEMA)
        || schema.equals(SearchPath.HEADRACE);
  }

  /** Whether rows of a relation are only ever added. */
  public boolean isAppendOnly(String name) {
    return switch (require(name)) {
      case BaseRelation base -> base.isAppendOnly();
      case MaterializedView view -> view.store().isAppendOnly();
      case ViewDefinition view -> view.appendOnly();
      case View view -> false;
      case SystemRelation system -> false;
    };
  }

  /** Whether a relation or sink has a name. */
  public boolean isTaken(String name) {
    return relation(name).isPresent()
        || sink(name).isPresent()
        || index(name).isPresent()
        || sequence(name).isPresent();
  }

  /** Whether this very relation is in it, not another version of it. */
  @SuppressWarnings("ReferenceEquality")
  public boolean holds(Relation relation) {
    return parts.relations().get(relation.name()) == relation;
  }

  /** The relation with an OID. */
  public Optional<Relation> relation(int oid) {
    return Optional.ofNullable(byOid.get(oid));
  }

  /** The names of relations and sinks that name this relation in their definitions. */
  public List<String> dependents(String name) {
    List<String> dependents = new ArrayList<>();
    for (Relation relation : parts.relations().values()) {
      if (named(relation).contains(name)) {
        dependents.add(relation.name());
      }
    }
    for (Sink sink : parts.sinks().values()) {
      if (sink.view().equals(name)) {
        dependents.add(sink.name());
      }
    }
    return dependents;
  }

  /** The names of the relations that a definition names. */
  static Set<String> named(Relation relation) {
    return relation.definition().map(Relation.Definition::relations).orElse(Set.of());
  }

  public Catalog with(Relation relation) {
    Map<String, Relation> changed = new LinkedHashMap<>(parts.relations());
    changed.put(relation.name(), relation);
    return derived(parts.withRelations(changed));
  }

  /** With several relations more. */
  public Catalog withAll(Collection<? extends Relation> more) {
    Map<String, Relation> changed = new LinkedHashMap<>(parts.relations());
    more.forEach(relation -> changed.put(relation.name(), relation));
    return derived(parts.withRelations(changed));
  }

  /** With a relation behind all others, such as those that it reads now. */
  public Catalog withLast(Relation relation) {
    Map<String, Relation> changed = new LinkedHashMap<>(parts.relations());
    changed.remove(relation.name());
    changed.put(relation.name(), relation);
    return derived(parts.withRelations(changed));
  }

  public Catalog with(Sink sink) {
    Map<String, Sink> changed = new LinkedHashMap<>(parts.sinks());
    changed.put(sink.name(), sink);
    return derived(parts.withSinks(changed));
  }

  /** Without the relation or sink of that name. */
  public Catalog without(String name) {
    Map<String, Relation> fewerRelations = new LinkedHashMap<>(parts.relations());
    fewerRelations.remove(name);
    Map<String, Sink> fewerSinks = new LinkedHashMap<>(parts.sinks());
    fewerSinks.remove(name);
    Map<String, Index> fewerIndexes = new LinkedHashMap<>(parts.indexes());
    Relation gone = parts.relations().get(name);
    fewerIndexes.values().removeIf(index -> gone != null && index.relation() == gone.oid());
    Map<String, Sequence> fewerSequences = new LinkedHashMap<>(parts.sequences());
    fewerSequences
        .values()
        .removeIf(
            s -> gone != null && s.owner().filter(o -> o.relation() == gone.oid()).isPresent());
    List<ForeignKey> fewerKeys = new ArrayList<>(parts.foreignKeys());
    fewerKeys.removeIf(k -> gone != null && k.concerns(gone));
    return derived(
        parts
            .withRelations(fewerRelations)
            .withSinks(fewerSinks)
            .withIndexes(fewerIndexes)
            .withSequences(fewerSequences)
            .withForeignKeys(List.copyOf(fewerKeys)));
  }

  /** With a relation in the place of one of another name; what belongs to it stays. */
  public Catalog renamed(Relation old, Relation renamed) {
    Map<String, Relation> changed = new LinkedHashMap<>();
    parts
        .relations()
        .forEach(
            (name, relation) -> {
              Relation now = name.equals(old.name()) ? renamed : relation;
              changed.put(now.name(), now);
            });
    return derived(parts.withRelations(changed));
  }

  // ---- schemas and comments

  /** The schemas but for those of the system. */
  public Collection<Namespace> schemas() {
    return parts.schemas().all();
  }

  public Optional<Namespace> schema(String name) {
    return parts.schemas().find(name);
  }

  /** Whether there is a schema, that of the system included. */
  public boolean hasSchema(String name) {
    return schema(name).isPresent() || isSystemSchema(name);
  }

  public Catalog with(Namespace schema) {
    return with(parts.schemas().with(schema));
  }

  public Catalog withoutSchema(String name) {
    return with(parts.schemas().without(name));
  }

  /** With another name for a schema; what is in it keeps the old one. */
  public Catalog renamed(Namespace schema, String name) {
    return with(parts.schemas().renamed(schema.name(), name));
  }

  /** With other relations, sinks, indexes and sequences; the rest stays. */
  Catalog rebuilt(
      Map<String, Relation> newRelations,
      Map<String, Sink> newSinks,
      Map<String, Index> newIndexes,
      Map<String, Sequence> newSequences) {
    return derived(
        parts
            .withRelations(newRelations)
            .withSinks(newSinks)
            .withIndexes(newIndexes)
            .withSequences(newSequences));
  }

  Schemas schemaList() {
    return parts.schemas();
  }

  Catalog with(Schemas others) {
    return derived(parts.withSchemas(others));
  }

  public Comments comments() {
    return parts.comments();
  }

  public Catalog with(Comments others) {
    return derived(parts.withComments(others));
  }

  // ---- types

  /** The types that were created, in that order. */
  public UserTypes types() {
    return parts.types();
  }

  /** A type that was created. */
  public Optional<SqlType> type(String name) {
    return parts.types().find(unqualified(name));
  }

  /** A type that was created by its OID. */
  public Optional<SqlType> type(int oid) {
    return parts.types().find(oid);
  }

  public Catalog with(UserTypes others) {
    return derived(parts.withTypes(others));
  }

  /**
   * The fields of a relation, the types as they are in this catalog: a transaction that has changed
   * a type sees columns of the changed one.
   */
  public final List<Field> fieldsOf(Relation relation) {
    List<Field> fields = relation.fields();
    return fields.stream().noneMatch(field -> UserTypes.isOne(field.type()))
        ? fields
        : fields.stream()
            .map(field -> new Field(field.name(), current(field.type()), field.nullable()))
            .toList();
  }

  private SqlType current(SqlType type) {
    if (!UserTypes.isOne(type)) {
      return type;
    }
    SqlType element = type.element();
    SqlType now = type(UserTypes.oid(type)).orElse(element == null ? type : element);
    return element == null ? now : SqlType.array(now);
  }

  // ---- sequences

  /** All sequences in the order of their creation. */
  public Collection<Sequence> sequences() {
    return Collections.unmodifiableCollection(parts.sequences().values());
  }

  public Optional<Sequence> sequence(String name) {
    return Optional.ofNullable(parts.sequences().get(unqualified(name)));
  }

  /** The sequences that go away with a relation. */
  public List<Sequence> sequencesOf(Relation relation) {
    return parts.sequences().values().stream()
        .filter(s -> s.owner().filter(o -> o.relation() == relation.oid()).isPresent())
        .toList();
  }

  public Catalog with(Sequence sequence) {
    Map<String, Sequence> changed = new LinkedHashMap<>(parts.sequences());
    changed.put(sequence.name(), sequence);
    return derived(parts.withSequences(changed));
  }

  public Catalog withoutSequence(String name) {
    Map<String, Sequence> fewer = new LinkedHashMap<>(parts.sequences());
    fewer.remove(name);
    return derived(parts.withSequences(fewer));
  }

  // ---- foreign keys

  /** The foreign keys of a table. */
  public final List<ForeignKey> foreignKeysOf(Relation relation) {
    return foreignKeysOf(relation.oid());
  }

  List<ForeignKey> foreignKeysOf(int oid) {
    return belongings.of(oid).foreignKeys();
  }

  /** The foreign keys that refer to a table. */
  public final List<ForeignKey> foreignKeysTo(Relation relation) {
    return foreignKeysTo(relation.oid());
  }

  List<ForeignKey> foreignKeysTo(int oid) {
    return belongings.of(oid).foreignKeysTo();
  }

  public Catalog with(ForeignKey key) {
    List<ForeignKey> changed = new ArrayList<>(parts.foreignKeys());
    changed.add(key);
    return derived(parts.withForeignKeys(List.copyOf(changed)));
  }

  /** With a foreign key in the place of another version of it. */
  public Catalog replaced(ForeignKey key, ForeignKey now) {
    List<ForeignKey> changed =
        parts.foreignKeys().stream().map(k -> k.equals(key) ? now : k).toList();
    return derived(parts.withForeignKeys(changed));
  }

  public Catalog without(ForeignKey key) {
    List<ForeignKey> fewer = parts.foreignKeys().stream().filter(k -> !k.equals(key)).toList();
    return derived(parts.withForeignKeys(fewer));
  }

  // ---- indexes

  /** All secondary indexes in the order of their creation. */
  public Collection<Index> indexes() {
    return Collections.unmodifiableCollection(parts.indexes().values());
  }

  public Optional<Index> index(String name) {
    return Optional.ofNullable(parts.indexes().get(unqualified(name)));
  }

  /** The secondary index of a relation that has a name without a schema. */
  public Optional<Index> indexOf(Relation relation, String name) {
    return indexesOf(relation).stream().filter(i -> i.order().name().equals(name)).findFirst();
  }

  /** The secondary indexes of a relation. */
  public final List<Index> indexesOf(Relation relation) {
    return indexesOf(relation.oid());
  }

  List<Index> indexesOf(int oid) {
    return belongings.of(oid).indexes();
  }

  /** Who may connect. */
  public Roles roles() {
    return parts.roles();
  }

  /** With other roles. */
  public Catalog with(Roles others) {
    return derived(parts.withRoles(others));
  }

  public Catalog with(Index index) {
    Map<String, Index> changed = new LinkedHashMap<>(parts.indexes());
    changed.put(index.name(), index);
    return derived(parts.withIndexes(changed));
  }

  public Catalog withoutIndex(String name) {
    Map<String, Index> fewer = new LinkedHashMap<>(parts.indexes());
    fewer.remove(name);
    return derived(parts.withIndexes(fewer));
  }

  /** The orders that a stored relation can be read in: that of its key, and its indexes. */
  public List<KeyOrder> orders(Relation relation) {
    return KeyOrder.all(relation, indexesOf(relation));
  }
}
