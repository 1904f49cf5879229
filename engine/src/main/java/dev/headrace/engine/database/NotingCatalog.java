package dev.headrace.engine.database;

import dev.headrace.model.SqlType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A catalog that notes what it is asked, as are all that are derived from it. What is asked for by
 * name is noted with its answer; who goes through whole lists depends on everything.
 */
final class NotingCatalog extends Catalog {
  private final Lookups lookups;

  NotingCatalog(Catalog catalog, Lookups lookups) {
    super(catalog);
    this.lookups = lookups;
  }

  @Override
  Catalog derived(CatalogParts parts) {
    return new NotingCatalog(super.derived(parts), lookups);
  }

  private String noted(Lookups.Kind kind, String name) {
    String own = unqualified(name);
    lookups.note(kind, own, object(kind, own));
    return own;
  }

  // ---- by name

  @Override
  public Optional<Relation> relation(String name) {
    return super.relation(noted(Lookups.Kind.RELATION, name));
  }

  @Override
  public boolean holds(Relation relation) {
    noted(Lookups.Kind.RELATION, relation.name());
    return super.holds(relation);
  }

  @Override
  public Catalog with(Relation relation) {
    lookups.given(relation.name());
    return super.with(relation);
  }

  @Override
  public Optional<Sink> sink(String name) {
    return super.sink(noted(Lookups.Kind.SINK, name));
  }

  @Override
  public Optional<Sequence> sequence(String name) {
    return super.sequence(noted(Lookups.Kind.SEQUENCE, name));
  }

  @Override
  public Optional<Index> index(String name) {
    return super.index(noted(Lookups.Kind.INDEX, name));
  }

  @Override
  public Optional<Namespace> schema(String name) {
    lookups.note(Lookups.Kind.SCHEMA, name, object(Lookups.Kind.SCHEMA, name));
    return super.schema(name);
  }

  @Override
  public Optional<SqlType> type(String name) {
    return super.type(noted(Lookups.Kind.TYPE, name));
  }

  @Override
  public Optional<SqlType> type(int oid) {
    return super.type(Integer.parseInt(noted(Lookups.Kind.TYPE_OID, Integer.toString(oid))));
  }

  @Override
  List<Index> indexesOf(int oid) {
    List<Index> found = super.indexesOf(oid);
    lookups.noteIndexes(oid, found);
    return found;
  }

  @Override
  List<ForeignKey> foreignKeysOf(int oid) {
    List<ForeignKey> found = super.foreignKeysOf(oid);
    lookups.noteForeignKeysOf(oid, found);
    return found;
  }

  @Override
  List<ForeignKey> foreignKeysTo(int oid) {
    List<ForeignKey> found = super.foreignKeysTo(oid);
    lookups.noteForeignKeysTo(oid, found);
    return found;
  }

  // ---- all there are

  @Override
  public Collection<Relation> relations() {
    lookups.noteAll();
    return super.relations();
  }

  @Override
  List<MaterializedView> materializedViews() {
    lookups.noteAll();
    return super.materializedViews();
  }

  @Override
  public Collection<Sink> sinks() {
    lookups.noteAll();
    return super.sinks();
  }

  @Override
  public Optional<Relation> relation(int oid) {
    lookups.noteAll();
    return super.relation(oid);
  }

  @Override
  public List<String> dependents(String name) {
    lookups.noteAll();
    return super.dependents(name);
  }

  @Override
  public Collection<Namespace> schemas() {
    lookups.noteAll();
    return super.schemas();
  }

  @Override
  public UserTypes types() {
    lookups.noteAll();
    return super.types();
  }

  @Override
  Schemas schemaList() {
    lookups.noteAll();
    return super.schemaList();
  }

  @Override
  public Comments comments() {
    lookups.noteAll();
    return super.comments();
  }

  @Override
  public Collection<Sequence> sequences() {
    lookups.noteAll();
    return super.sequences();
  }

  @Override
  public List<Sequence> sequencesOf(Relation relation) {
    lookups.noteAll();
    return super.sequencesOf(relation);
  }

  @Override
  public Collection<Index> indexes() {
    lookups.noteAll();
    return super.indexes();
  }

  @Override
  public Roles roles() {
    lookups.noteAll();
    return super.roles();
  }
}
