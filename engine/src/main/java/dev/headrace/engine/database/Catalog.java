package dev.headrace.engine.database;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The definitions in force. Immutable: a change makes another catalog with the next version.
 *
 * <p>There is one schema, {@code public}; a name may be qualified with it. Relations of the system
 * are in {@code headrace}.
 */
public final class Catalog {
  private static final String PUBLIC = "public.";

  private static final AtomicLong VERSIONS = new AtomicLong();
  public static final Catalog EMPTY = new Catalog(Map.of(), Map.of());

  private final long version;
  private final Map<String, Relation> relations;
  private final Map<String, Sink> sinks;

  private Catalog(Map<String, Relation> relations, Map<String, Sink> sinks) {
    this.version = VERSIONS.getAndIncrement();
    this.relations = relations;
    this.sinks = sinks;
  }

  /** Different for any two catalogs, also those that transactions have to themselves. */
  public long version() {
    return version;
  }

  /** All relations in the order of their creation. */
  public Collection<Relation> relations() {
    return Collections.unmodifiableCollection(relations.values());
  }

  public Collection<Sink> sinks() {
    return Collections.unmodifiableCollection(sinks.values());
  }

  public Optional<Relation> relation(String name) {
    return Optional.ofNullable(relations.get(unqualified(name)));
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

  /** Whether rows of a relation are only ever added. */
  public boolean isAppendOnly(String name) {
    return switch (require(name)) {
      case BaseRelation base -> base.isAppendOnly();
      case MaterializedView view -> view.store().isAppendOnly();
      case ViewDefinition view -> view.appendOnly();
      case View view -> false;
    };
  }

  /** Whether a relation or sink has a name. */
  public boolean isTaken(String name) {
    return relation(name).isPresent() || sink(name).isPresent();
  }

  /** Whether this very relation is in it, not another version of it. */
  @SuppressWarnings("ReferenceEquality")
  public boolean holds(Relation relation) {
    return relations.get(relation.name()) == relation;
  }

  /** The relation with an OID. */
  public Optional<Relation> relation(int oid) {
    return relations.values().stream().filter(r -> r.oid() == oid).findFirst();
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
    return switch (relation) {
      case View view -> view.relations();
      case MaterializedView view -> view.relations();
      case ViewDefinition view -> view.relations();
      case BaseRelation base -> Set.of();
    };
  }

  public Catalog with(Relation relation) {
    Map<String, Relation> changed = new LinkedHashMap<>(relations);
    changed.put(relation.name(), relation);
    return new Catalog(changed, sinks);
  }

  public Catalog with(Sink sink) {
    Map<String, Sink> changed = new LinkedHashMap<>(sinks);
    changed.put(sink.name(), sink);
    return new Catalog(relations, changed);
  }

  /** Without the relation or sink of that name. */
  public Catalog without(String name) {
    Map<String, Relation> fewerRelations = new LinkedHashMap<>(relations);
    fewerRelations.remove(name);
    Map<String, Sink> fewerSinks = new LinkedHashMap<>(sinks);
    fewerSinks.remove(name);
    return new Catalog(fewerRelations, fewerSinks);
  }
}
