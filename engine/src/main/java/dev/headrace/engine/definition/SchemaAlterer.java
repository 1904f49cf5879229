package dev.headrace.engine.definition;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.LockMode;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.Namespace;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Relocation;
import dev.headrace.engine.database.Sequence;
import dev.headrace.engine.database.UserTypes;
import dev.headrace.engine.database.View;
import dev.headrace.engine.database.ViewDefinition;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.sql.ObjectName;
import dev.headrace.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** ALTER SCHEMA, and SET SCHEMA and OWNER TO of what is in schemas. */
public final class SchemaAlterer {
  private final DefinitionContext context;

  public SchemaAlterer(DefinitionContext context) {
    this.context = context;
  }

  private Catalog catalog() {
    return context.catalog();
  }

  // ---- ALTER SCHEMA ... RENAME

  /** Returns notices. */
  List<String> rename(Statement.Rename rename) {
    String old = rename.name();
    String name = rename.newName();
    Namespace schema = SchemaDefiner.require(catalog(), old);
    if (catalog().hasSchema(name)) {
      throw SchemaDefiner.duplicate(name);
    }
    SchemaDefiner.requireAllowed(name);
    for (Relation relation : List.copyOf(catalog().relations())) {
      if (Catalog.schemaOf(relation.name()).equals(old)) {
        lock(relation);
      }
    }
    context.define(catalog -> renamed(catalog, schema, name));
    return List.of();
  }

  private static Catalog renamed(Catalog catalog, Namespace schema, String name) {
    Catalog under = catalog.renamed(schema, name);
    return Relocation.of(
        under,
        object -> Catalog.schemaOf(object).equals(schema.name()) ? inSchema(name, object) : object);
  }

  private static String inSchema(String schema, String object) {
    return Catalog.inSchema(schema, ObjectName.of(ObjectName.simple(object)));
  }

  private void lock(Relation relation) {
    if (relation instanceof BaseRelation table) {
      context.transaction().lock(table, LockMode.ACCESS_EXCLUSIVE, context.patience());
    }
  }

  // ---- SET SCHEMA

  /** Returns notices. */
  public List<String> move(Statement.SetSchema set) {
    if (set.kind() == Statement.Drop.Kind.TYPE) {
      moveType(set);
      return List.of();
    }
    Names names = context.names();
    Optional<String> found = names.find(set.name());
    if (found.isEmpty()) {
      if (set.ifExists()) {
        return DefinitionContext.missing(set.name());
      }
      context.require(set.name());
    }
    String old = found.orElseThrow();
    requireKind(set.kind(), old);
    String schema = target(set.schema());
    if (Namespace.isTemporary(schema) || Catalog.isTemporary(old)) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "cannot move objects into or out of temporary schemas");
    }
    Map<String, String> moved = new LinkedHashMap<>();
    moved.put(old, inSchema(schema, old));
    catalog()
        .relation(old)
        .ifPresent(
            relation -> {
              lock(relation);
              for (Sequence sequence : catalog().sequencesOf(relation)) {
                moved.put(sequence.name(), inSchema(schema, sequence.name()));
              }
            });
    if (!Catalog.schemaOf(old).equals(schema)) {
      moved.values().forEach(name -> requireFree(name, schema));
      catalog()
          .relation(old)
          .map(catalog()::indexesOf)
          .orElse(List.of())
          .forEach(index -> requireFree(inSchema(schema, index.name()), schema));
      context.define(
          catalog -> Relocation.of(catalog, object -> moved.getOrDefault(object, object)));
    }
    return List.of();
  }

  private void moveType(Statement.SetSchema set) {
    String old = UserTypes.nameOf(context.requireType(set.name()));
    String schema = target(set.schema());
    if (Namespace.isTemporary(schema)) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "cannot move objects into or out of temporary schemas");
    }
    String now = inSchema(schema, old);
    if (now.equals(old)) {
      return;
    }
    if (catalog().type(now).isPresent() || catalog().isTaken(now)) {
      throw new SqlException(
          ErrorCode.DUPLICATE_OBJECT,
          "type "
              + SqlException.quote(ObjectName.simple(now))
              + " already exists in schema "
              + SqlException.quote(schema));
    }
    context.define(catalog -> Relocation.of(catalog, name -> name.equals(old) ? now : name));
  }

  private String target(String schema) {
    if (schema.equals("pg_temp")) {
      return Namespace.TEMPORARY_PREFIX;
    }
    if (catalog().schema(schema).isEmpty()) {
      if (catalog().hasSchema(schema)) {
        throw new SqlException(
            ErrorCode.INSUFFICIENT_PRIVILEGE,
            "permission denied for schema " + SqlException.quote(schema));
      }
      throw Names.missing(schema);
    }
    return schema;
  }

  private void requireFree(String name, String schema) {
    if (catalog().isTaken(name)) {
      throw new SqlException(
          ErrorCode.DUPLICATE_TABLE,
          "relation "
              + SqlException.quote(ObjectName.simple(name))
              + " already exists in schema "
              + SqlException.quote(schema));
    }
  }

  private void requireKind(Statement.Drop.Kind kind, String name) {
    Relation relation = catalog().relation(name).orElse(null);
    boolean materialized =
        relation instanceof MaterializedView || relation instanceof ViewDefinition;
    switch (kind) {
      case VIEW -> require(relation instanceof View, name, "a view");
      case MATERIALIZED_VIEW -> require(materialized, name, "a materialized view");
      case TABLE -> {
        boolean table =
            relation instanceof BaseRelation base && base.kind() == BaseRelation.Kind.TABLE;
        require(table || relation instanceof View || materialized, name, "a table");
      }
      case SEQUENCE -> {
        Sequence sequence = catalog().sequence(name).orElse(null);
        require(sequence != null, name, "a sequence");
        requireUnowned(sequence);
      }
      case SOURCE, SINK, INDEX, SCHEMA, TYPE, ROLE ->
          throw new SqlException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "SET SCHEMA of this kind of object is not supported");
    }
  }

  private static void require(boolean right, String name, String kind) {
    if (!right) {
      throw new SqlException(
          ErrorCode.WRONG_OBJECT_TYPE,
          SqlException.quote(ObjectName.simple(name)) + " is not " + kind);
    }
  }

  private void requireUnowned(@org.jspecify.annotations.Nullable Sequence sequence) {
    if (sequence != null && sequence.owner().isPresent()) {
      String table =
          catalog()
              .relation(sequence.owner().get().relation())
              .map(Relation::simpleName)
              .orElse("");
      throw new SqlException(
              ErrorCode.FEATURE_NOT_SUPPORTED, "cannot move an owned sequence into another schema")
          .withDetail(
              "Sequence "
                  + SqlException.quote(sequence.simpleName())
                  + " is linked to table "
                  + SqlException.quote(table)
                  + ".");
    }
  }

  // ---- OWNER TO

  /** Everything belongs to one role, but schemas remember whose they are. */
  public void requireOwned(Statement.SetOwner owner) {
    if (owner.kind() == Statement.Drop.Kind.SCHEMA) {
      Namespace schema = SchemaDefiner.require(catalog(), owner.name());
      new SchemaDefiner(context).requireRole(owner.owner());
      context.define(catalog -> catalog.with(schema.ownedBy(owner.owner())));
    } else if (owner.kind() == Statement.Drop.Kind.TYPE) {
      context.requireType(owner.name());
    } else if (!owner.ifExists() || context.names().isTaken(owner.name())) {
      context.names().requireSchemaOf(owner.name());
      if (!context.names().isTaken(owner.name())) {
        context.require(owner.name());
      }
    }
  }
}
