package dev.headrace.engine.definition;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.Namespace;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Sequence;
import dev.headrace.engine.database.Sink;
import dev.headrace.engine.database.SystemRelation;
import dev.headrace.engine.database.UserTypes;
import dev.headrace.engine.database.View;
import dev.headrace.engine.database.ViewDefinition;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Notice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** CREATE SCHEMA and DROP SCHEMA. */
public final class SchemaDefiner {
  private static final String RESERVED = "pg_";

  private final DefinitionContext context;

  public SchemaDefiner(DefinitionContext context) {
    this.context = context;
  }

  private Catalog catalog() {
    return context.catalog();
  }

  /** Returns a notice if there is nothing to do. */
  public List<Notice> create(Statement.CreateSchema create) {
    create.owner().ifPresent(this::requireRole);
    requireAllowed(create.name());
    if (catalog().hasSchema(create.name())) {
      if (create.ifNotExists()) {
        return List.of(
            DefinitionContext.skipped(
                ErrorCode.DUPLICATE_SCHEMA,
                "schema " + SqlException.quote(create.name()) + " already exists"));
      }
      throw duplicate(create.name());
    }
    Namespace schema = new Namespace(context.database().newOid(), create.name(), create.owner());
    context.define(catalog -> catalog.with(schema));
    return List.of();
  }

  void requireRole(String role) {
    if (!catalog().roles().all().isEmpty() && catalog().roles().find(role).isEmpty()) {
      throw new SqlException(
          ErrorCode.UNDEFINED_OBJECT, "role " + SqlException.quote(role) + " does not exist");
    }
  }

  static void requireAllowed(String name) {
    if (name.startsWith(RESERVED)) {
      throw new SqlException(
              ErrorCode.RESERVED_NAME, "unacceptable schema name " + SqlException.quote(name))
          .withDetail("The prefix \"pg_\" is reserved for system schemas.");
    }
  }

  static SqlException duplicate(String name) {
    return new SqlException(
        ErrorCode.DUPLICATE_SCHEMA, "schema " + SqlException.quote(name) + " already exists");
  }

  /** A schema that can be changed. */
  static Namespace require(Catalog catalog, String name) {
    Optional<Namespace> schema = catalog.schema(name);
    if (schema.isEmpty() && catalog.hasSchema(name)) {
      throw new SqlException(
          ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
          "cannot drop schema " + name + " because it is required by the database system");
    }
    return schema.orElseThrow(() -> Names.missing(name));
  }

  // ---- DROP

  /** Returns notices. */
  public List<Notice> drop(Statement.Drop drop) {
    List<Notice> notices = new ArrayList<>();
    Set<String> schemas = new LinkedHashSet<>();
    for (String name : drop.names()) {
      if (drop.ifExists() && !catalog().hasSchema(name)) {
        notices.add(Notice.of("schema " + SqlException.quote(name) + " does not exist, skipping"));
      } else {
        schemas.add(require(catalog(), name).name());
      }
    }
    Map<String, String> contents = contents(schemas);
    if (!contents.isEmpty()) {
      if (!drop.cascade()) {
        throw notEmpty(schemas, contents);
      }
      notices.add(cascade(contents));
    }
    dropContents(schemas);
    schemas.forEach(name -> context.define(catalog -> catalog.withoutSchema(name)));
    return notices;
  }

  /** Drops a table, by its name in the catalog, with what depends on it. */
  public static void dropTable(DefinitionContext context, String name) {
    int oid = context.catalog().require(name).oid();
    new Dropper(context).drop(List.of(new Dropper.Target.OfRelation(oid)), true);
  }

  /** Drops everything in some schemas, and what depends on it elsewhere. */
  public void dropContents(Set<String> schemas) {
    List<Dropper.Target> targets = new ArrayList<>();
    catalog().relations().stream()
        .filter(relation -> schemas.contains(Catalog.schemaOf(relation.name())))
        .forEach(relation -> targets.add(new Dropper.Target.OfRelation(relation.oid())));
    catalog().sinks().stream()
        .map(Sink::name)
        .filter(name -> schemas.contains(Catalog.schemaOf(name)))
        .forEach(name -> targets.add(new Dropper.Target.OfSink(name)));
    new Dropper(context).drop(targets, true);
    for (Sequence sequence : List.copyOf(catalog().sequences())) {
      if (schemas.contains(Catalog.schemaOf(sequence.name()))) {
        new SequenceDropper(context).drop(sequence);
      }
    }
    List<Dropper.Target> types = new ArrayList<>();
    for (SqlType type : catalog().types().all()) {
      if (schemas.contains(type.enumType().name().schema())) {
        types.add(new Dropper.Target.OfType(type));
      }
    }
    new Dropper(context).drop(types, true);
  }

  /** What is to be dropped with schemas, each with what it is called in messages. */
  private Map<String, String> contents(Set<String> schemas) {
    Map<String, String> contents = new LinkedHashMap<>();
    for (Relation relation : catalog().relations()) {
      boolean system =
          relation instanceof BaseRelation base && base.kind() == BaseRelation.Kind.SYSTEM;
      if (!system && schemas.contains(Catalog.schemaOf(relation.name()))) {
        addWithDependents(relation.name(), contents);
      }
    }
    for (Sink sink : catalog().sinks()) {
      if (schemas.contains(Catalog.schemaOf(sink.name()))) {
        contents.put(sink.name(), "sink " + sink.name());
      }
    }
    for (Sequence sequence : catalog().sequences()) {
      if (sequence.owner().isEmpty() && schemas.contains(Catalog.schemaOf(sequence.name()))) {
        contents.put(sequence.name(), "sequence " + sequence.name());
      }
    }
    for (SqlType type : catalog().types().all()) {
      if (schemas.contains(type.enumType().name().schema())) {
        contents.put(UserTypes.nameOf(type), "type " + type);
      }
    }
    return contents;
  }

  private void addWithDependents(String name, Map<String, String> contents) {
    if (contents.containsKey(name)) {
      return;
    }
    contents.put(name, described(name));
    catalog().dependents(name).forEach(dependent -> addWithDependents(dependent, contents));
  }

  private String described(String name) {
    String kind =
        switch (catalog().relation(name).orElse(null)) {
          case BaseRelation base -> base.kind() == BaseRelation.Kind.SOURCE ? "source " : "table ";
          case View _ -> "view ";
          case MaterializedView _, ViewDefinition _ -> "materialized view ";
          case SystemRelation _ -> "table ";
          case null -> "sink ";
        };
    return kind + name;
  }

  private SqlException notEmpty(Set<String> schemas, Map<String, String> contents) {
    List<String> details = new ArrayList<>();
    contents.forEach(
        (name, described) -> {
          String schema = Catalog.schemaOf(name);
          if (schemas.contains(schema)) {
            details.add(described + " depends on schema " + schema);
          }
        });
    String which =
        schemas.size() == 1
            ? "cannot drop schema " + schemas.iterator().next()
            : "cannot drop desired object(s)";
    return new SqlException(
            ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
            which + " because other objects depend on " + (schemas.size() == 1 ? "it" : "them"))
        .withDetail(String.join("\n", details))
        .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
  }

  private static Notice cascade(Map<String, String> contents) {
    List<String> each =
        contents.values().stream().map(described -> "drop cascades to " + described).toList();
    return each.size() == 1
        ? Notice.of(each.getFirst())
        : Notice.of("drop cascades to " + each.size() + " other objects")
            .withDetail(String.join("\n", each));
  }
}
