package dev.headrace.engine.database;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
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
  public static final Catalog EMPTY =
      new Catalog(
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          List.of(),
          Roles.NONE,
          Schemas.INITIAL,
          Comments.INITIAL);

  private final long version;
  private final Map<String, Relation> relations;
  private final Map<String, Sink> sinks;
  private final Map<Integer, Relation> byOid;
  private final List<MaterializedView> materialized;
  private final Map<String, Index> indexes;
  private final Map<String, Sequence> sequences;
  private final List<ForeignKey> foreignKeys;
  private final Roles roles;
  private final Schemas schemas;
  private final Comments comments;
  private final Belongings belongings;

  Catalog(
      Map<String, Relation> relations,
      Map<String, Sink> sinks,
      Map<String, Index> indexes,
      Map<String, Sequence> sequences,
      List<ForeignKey> foreignKeys,
      Roles roles,
      Schemas schemas,
      Comments comments) {
    this.version = VERSIONS.getAndIncrement();
    this.relations = relations;
    this.sinks = sinks;
    this.indexes = indexes;
    this.sequences = sequences;
    this.foreignKeys = foreignKeys;
    this.roles = roles;
    this.schemas = schemas;
    this.comments = comments;
    this.belongings = new Belongings(indexes.values(), foreignKeys);
    this.byOid = new HashMap<>();
    this.materialized = new ArrayList<>();
    for (Relation relation : relations.values()) {
      byOid.put(relation.oid(), relation);
      if (relation instanceof MaterializedView view) {
        materialized.add(view);
      }
    }
  }

  /** The same catalog under its version. */
  Catalog(Catalog same) {
    this.version = same.version;
    this.relations = same.relations;
    this.sinks = same.sinks;
    this.byOid = same.byOid;
    this.materialized = same.materialized;
    this.indexes = same.indexes;
    this.sequences = same.sequences;
    this.foreignKeys = same.foreignKeys;
    this.roles = same.roles;
    this.schemas = same.schemas;
    this.comments = same.comments;
    this.belongings = same.belongings;
  }

  /** Whether a catalog is this very one. */
  boolean is(Catalog other) {
    return version == other.version;
  }

  /** A catalog that is made of this one with changes. */
  Catalog derived(
      Map<String, Relation> newRelations,
      Map<String, Sink> newSinks,
      Map<String, Index> newIndexes,
      Map<String, Sequence> newSequences,
      List<ForeignKey> newForeignKeys,
      Roles newRoles,
      Schemas newSchemas,
      Comments newComments) {
    return new Catalog(
        newRelations,
        newSinks,
        newIndexes,
        newSequences,
        newForeignKeys,
        newRoles,
        newSchemas,
        newComments);
  }

  /** An object by the name that a catalog has for it. */
  @Nullable Object object(Lookups.Kind kind, String name) {
    return switch (kind) {
      case RELATION -> relations.get(name);
      case SINK -> sinks.get(name);
      case SEQUENCE -> sequences.get(name);
      case INDEX -> indexes.get(name);
      case SCHEMA -> schemas.find(name).orElse(null);
    };
  }

  /** Different for any two catalogs, also those that transactions have to themselves. */
  public long version() {
    return version;
  }

  /** All relations but {@link SystemRelations} in the order of their creation. */
  public Collection<Relation> relations() {
    return Collections.unmodifiableCollection(relations.values());
  }

  /** The materialized views among them. */
  List<MaterializedView> materializedViews() {
    return materialized;
  }

  public Collection<Sink> sinks() {
    return Collections.unmodifiableCollection(sinks.values());
  }

  public Optional<Relation> relation(String name) {
    Optional<SystemRelation> system = SystemRelations.find(name);
    if (system.isPresent()) {
      return Optional.of(system.get());
    }
    Relation known = relations.get(unqualified(name));
    return known == null ? sequence(name).map(Sequence::asRelation) : Optional.of(known);
  }

  public Optional<Sink> sink(String name) {
    return Optional.ofNullable(sinks.get(unqualified(name)));
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
    return relations.get(relation.name()) == relation;
  }

  /** The relation with an OID. */
  public Optional<Relation> relation(int oid) {
    return Optional.ofNullable(byOid.get(oid));
  }

  /** The names of relations and sinks that name this relation in their definitions. */
  public List<String> dependents(String name) {
    List<String> dependents = new ArrayList<>();
    for (Relation relation : relations.values()) {
      if (named(relation).contains(name)) {
        dependents.add(relation.name());
      }
    }
    for (Sink sink : sinks.values()) {
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
    Map<String, Relation> changed = new LinkedHashMap<>(relations);
    changed.put(relation.name(), relation);
    return derived(changed, sinks, indexes, sequences, foreignKeys, roles, schemas, comments);
  }

  /** With several relations more. */
  public Catalog withAll(Collection<? extends Relation> more) {
    Map<String, Relation> changed = new LinkedHashMap<>(relations);
    more.forEach(relation -> changed.put(relation.name(), relation));
    return derived(changed, sinks, indexes, sequences, foreignKeys, roles, schemas, comments);
  }

  /** With a relation behind all others, such as those that it reads now. */
  public Catalog withLast(Relation relation) {
    Map<String, Relation> changed = new LinkedHashMap<>(relations);
    changed.remove(relation.name());
    changed.put(relation.name(), relation);
    return derived(changed, sinks, indexes, sequences, foreignKeys, roles, schemas, comments);
  }

  public Catalog with(Sink sink) {
    Map<String, Sink> changed = new LinkedHashMap<>(sinks);
    changed.put(sink.name(), sink);
    return derived(relations, changed, indexes, sequences, foreignKeys, roles, schemas, comments);
  }

  /** Without the relation or sink of that name. */
  public Catalog without(String name) {
    Map<String, Relation> fewerRelations = new LinkedHashMap<>(relations);
    fewerRelations.remove(name);
    Map<String, Sink> fewerSinks = new LinkedHashMap<>(sinks);
    fewerSinks.remove(name);
    Map<String, Index> fewerIndexes = new LinkedHashMap<>(indexes);
    Relation gone = relations.get(name);
    fewerIndexes.values().removeIf(index -> gone != null && index.relation() == gone.oid());
    Map<String, Sequence> fewerSequences = new LinkedHashMap<>(sequences);
    fewerSequences
        .values()
        .removeIf(
            s -> gone != null && s.owner().filter(o -> o.relation() == gone.oid()).isPresent());
    List<ForeignKey> fewerKeys = new ArrayList<>(foreignKeys);
    fewerKeys.removeIf(k -> gone != null && k.concerns(gone));
    return derived(
        fewerRelations,
        fewerSinks,
        fewerIndexes,
        fewerSequences,
        List.copyOf(fewerKeys),
        roles,
        schemas,
        comments);
  }

  /** With a relation in the place of one of another name; what belongs to it stays. */
  public Catalog renamed(Relation old, Relation renamed) {
    Map<String, Relation> changed = new LinkedHashMap<>();
    relations.forEach(
        (name, relation) -> {
          Relation now = name.equals(old.name()) ? renamed : relation;
          changed.put(now.name(), now);
        });
    return derived(changed, sinks, indexes, sequences, foreignKeys, roles, schemas, comments);
  }

  // ---- schemas and comments

  /** The schemas but for those of the system. */
  public Collection<Namespace> schemas() {
    return schemas.all();
  }

  public Optional<Namespace> schema(String name) {
    return schemas.find(name);
  }

  /** Whether there is a schema, that of the system included. */
  public boolean hasSchema(String name) {
    return schema(name).isPresent() || isSystemSchema(name);
  }

  public Catalog with(Namespace schema) {
    return with(schemas.with(schema));
  }

  public Catalog withoutSchema(String name) {
    return with(schemas.without(name));
  }

  /** With another name for a schema; what is in it keeps the old one. */
  public Catalog renamed(Namespace schema, String name) {
    return with(schemas.renamed(schema.name(), name));
  }

  /** With other relations, sinks, indexes and sequences; the rest stays. */
  Catalog rebuilt(
      Map<String, Relation> newRelations,
      Map<String, Sink> newSinks,
      Map<String, Index> newIndexes,
      Map<String, Sequence> newSequences) {
    return derived(
        newRelations, newSinks, newIndexes, newSequences, foreignKeys, roles, schemas, comments);
  }

  Schemas schemaList() {
    return schemas;
  }

  Catalog with(Schemas others) {
    return derived(relations, sinks, indexes, sequences, foreignKeys, roles, others, comments);
  }

  public Comments comments() {
    return comments;
  }

  public Catalog with(Comments others) {
    return derived(relations, sinks, indexes, sequences, foreignKeys, roles, schemas, others);
  }

  // ---- sequences

  /** All sequences in the order of their creation. */
  public Collection<Sequence> sequences() {
    return Collections.unmodifiableCollection(sequences.values());
  }

  public Optional<Sequence> sequence(String name) {
    return Optional.ofNullable(sequences.get(unqualified(name)));
  }

  /** The sequences that go away with a relation. */
  public List<Sequence> sequencesOf(Relation relation) {
    return sequences.values().stream()
        .filter(s -> s.owner().filter(o -> o.relation() == relation.oid()).isPresent())
        .toList();
  }

  public Catalog with(Sequence sequence) {
    Map<String, Sequence> changed = new LinkedHashMap<>(sequences);
    changed.put(sequence.name(), sequence);
    return derived(relations, sinks, indexes, changed, foreignKeys, roles, schemas, comments);
  }

  public Catalog withoutSequence(String name) {
    Map<String, Sequence> fewer = new LinkedHashMap<>(sequences);
    fewer.remove(name);
    return derived(relations, sinks, indexes, fewer, foreignKeys, roles, schemas, comments);
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
    List<ForeignKey> changed = new ArrayList<>(foreignKeys);
    changed.add(key);
    return derived(
        relations, sinks, indexes, sequences, List.copyOf(changed), roles, schemas, comments);
  }

  /** With a foreign key in the place of another version of it. */
  public Catalog replaced(ForeignKey key, ForeignKey now) {
    List<ForeignKey> changed = foreignKeys.stream().map(k -> k.equals(key) ? now : k).toList();
    return derived(relations, sinks, indexes, sequences, changed, roles, schemas, comments);
  }

  public Catalog without(ForeignKey key) {
    List<ForeignKey> fewer = foreignKeys.stream().filter(k -> !k.equals(key)).toList();
    return derived(relations, sinks, indexes, sequences, fewer, roles, schemas, comments);
  }

  // ---- indexes

  /** All secondary indexes in the order of their creation. */
  public Collection<Index> indexes() {
    return Collections.unmodifiableCollection(indexes.values());
  }

  public Optional<Index> index(String name) {
    return Optional.ofNullable(indexes.get(unqualified(name)));
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
    return roles;
  }

  /** With other roles. */
  public Catalog with(Roles others) {
    return derived(relations, sinks, indexes, sequences, foreignKeys, others, schemas, comments);
  }

  public Catalog with(Index index) {
    Map<String, Index> changed = new LinkedHashMap<>(indexes);
    changed.put(index.name(), index);
    return derived(relations, sinks, changed, sequences, foreignKeys, roles, schemas, comments);
  }

  public Catalog withoutIndex(String name) {
    Map<String, Index> fewer = new LinkedHashMap<>(indexes);
    fewer.remove(name);
    return derived(relations, sinks, fewer, sequences, foreignKeys, roles, schemas, comments);
  }

  /** The orders that a stored relation can be read in: that of its key, and its indexes. */
  public List<KeyOrder> orders(Relation relation) {
    return KeyOrder.all(relation, indexesOf(relation));
  }
}
