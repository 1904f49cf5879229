package dev.headrace.engine.definition;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.ForeignKey;
import dev.headrace.engine.database.LockMode;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.View;
import dev.headrace.engine.database.ViewDefinition;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** DROP of relations and sinks, with what depends on them. */
public final class RelationDropper {
  private final DefinitionContext context;

  public RelationDropper(DefinitionContext context) {
    this.context = context;
  }

  private Catalog catalog() {
    return context.catalog();
  }

  /** Returns notices. */
  public List<String> drop(Statement.Drop drop) {
    List<String> notices = new ArrayList<>();
    Set<String> listed = new LinkedHashSet<>();
    for (String written : drop.names()) {
      Names names = context.names();
      Optional<String> name = names.find(written);
      Optional<String> schema = names.missingSchema(written);
      if (name.isPresent() && matches(drop.kind(), name.get())) {
        listed.add(name.get());
      } else if (name.isPresent()) {
        throw new SqlException(
            ErrorCode.WRONG_OBJECT_TYPE,
            SqlException.quote(written) + " is not a " + word(drop.kind()));
      } else if (drop.ifExists()) {
        String what = schema.isPresent() ? "schema" : word(drop.kind());
        String missing = SqlException.quote(schema.orElse(written));
        notices.add(what + " " + missing + " does not exist, skipping");
      } else if (schema.isPresent()) {
        throw Names.missing(schema.get());
      } else {
        throw new SqlException(
            ErrorCode.UNDEFINED_TABLE,
            word(drop.kind()) + " " + SqlException.quote(written) + " does not exist");
      }
    }
    drop(listed, drop.cascade());
    return notices;
  }

  /** Drops relations and sinks, by their names in the catalog. */
  void drop(Set<String> listed, boolean cascade) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : listed) {
      collect(name, listed, cascade, names);
    }
    names.forEach(this::remove);
  }

  private void remove(String name) {
    if (catalog().relation(name).orElse(null) instanceof BaseRelation base) {
      context.transaction().lock(base, LockMode.EXCLUSIVE, context.patience());
    }
    context.define(catalog -> catalog.without(name));
    context.transaction().attach(context.inputs().detachment(name), context.patience());
  }

  private static String word(Statement.Drop.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private boolean matches(Statement.Drop.Kind kind, String name) {
    Optional<Relation> relation = catalog().relation(name);
    return switch (kind) {
      case TABLE -> isBase(relation, BaseRelation.Kind.TABLE);
      case SOURCE -> isBase(relation, BaseRelation.Kind.SOURCE);
      case VIEW -> relation.filter(View.class::isInstance).isPresent();
      case MATERIALIZED_VIEW ->
          relation
              .filter(r -> r instanceof MaterializedView || r instanceof ViewDefinition)
              .isPresent();
      case SINK -> catalog().sink(name).isPresent();
      case INDEX, SEQUENCE, SCHEMA, ROLE ->
          throw new IllegalStateException(kind + " is none of these");
    };
  }

  private static boolean isBase(Optional<Relation> relation, BaseRelation.Kind kind) {
    return relation.isPresent()
        && relation.get() instanceof BaseRelation base
        && base.kind() == kind;
  }

  // dependents first
  private void collect(String name, Set<String> listed, boolean cascade, Set<String> names) {
    List<String> dependents = new ArrayList<>(catalog().dependents(name));
    dependents.removeAll(listed);
    if (!dependents.isEmpty() && !cascade) {
      throw dependents("drop", name, dependents);
    }
    for (String dependent : catalog().dependents(name)) {
      collect(dependent, listed, cascade, names);
    }
    if (!cascade) {
      requireUnreferenced(name, listed);
    }
    if (catalog().relation(name).orElse(null) instanceof BaseRelation base
        && base.errors() != null) {
      collect(base.errors().name(), listed, cascade, names);
    }
    names.add(name);
  }

  private void requireUnreferenced(String name, Set<String> listed) {
    List<ForeignKey> keys =
        catalog().relation(name).map(catalog()::foreignKeysTo).orElse(List.of());
    List<String> referring = new ArrayList<>();
    for (ForeignKey key : keys) {
      String other = catalog().relation(key.relation()).map(Relation::name).orElse("");
      if (!other.equals(name) && !listed.contains(other)) {
        referring.add(
            "constraint " + key.name() + " on table " + other + " depends on table " + name);
      }
    }
    if (!referring.isEmpty()) {
      throw new SqlException(
              ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
              "cannot drop table " + name + " because other objects depend on it")
          .withDetail(String.join("\n", referring))
          .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
    }
  }

  /** The error for something that others depend on. */
  public static SqlException dependents(String action, String name, List<String> dependents) {
    return new SqlException(
            ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
            "cannot " + action + " " + name + " because other objects depend on it")
        .withDetail(String.join(", ", dependents) + " depends on " + name + ".")
        .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
  }
}
