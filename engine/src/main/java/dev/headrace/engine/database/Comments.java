package dev.headrace.engine.database;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What COMMENT has said of objects. */
public record Comments(Map<Subject, String> texts) {
  /** Those of a new database: PostgreSQL's, which dumps leave out because it is there already. */
  static final Comments INITIAL =
      new Comments(Map.of(new OfSchema(Namespace.PUBLIC.oid()), "standard public schema"));

  /** What a comment is about. */
  public sealed interface Subject {}

  /** A relation, an index, a sequence or a type, by its OID. */
  public record OfObject(int oid) implements Subject {}

  /** A column of a relation, by its name. */
  public record OfColumn(int relation, String column) implements Subject {}

  /** A constraint of a table, by its name. */
  public record OfConstraint(int table, String constraint) implements Subject {}

  /** A schema, by its OID. */
  public record OfSchema(int oid) implements Subject {}

  /** A role, by its name. */
  public record OfRole(String role) implements Subject {}

  /** The database. */
  public record OfDatabase() implements Subject {}

  public Comments {
    texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
  }

  public Optional<String> of(Subject subject) {
    return Optional.ofNullable(texts.get(subject));
  }

  /**
   * With another comment.
   *
   * @param text empty to take it away
   */
  public Comments with(Subject subject, Optional<String> text) {
    Map<Subject, String> changed = new LinkedHashMap<>(texts);
    if (text.isEmpty() || text.get().isEmpty()) {
      changed.remove(subject);
    } else {
      changed.put(subject, text.get());
    }
    return new Comments(changed);
  }

  /** Those whose subjects are in a catalog. */
  Comments within(Catalog catalog) {
    return filtered(subject -> isIn(subject, catalog));
  }

  /** Those of what outlives sessions. */
  Comments permanent(Catalog catalog) {
    return filtered(subject -> !isTemporary(subject, catalog));
  }

  private Comments filtered(Predicate<Subject> kept) {
    if (texts.keySet().stream().allMatch(kept)) {
      return this;
    }
    Map<Subject, String> fewer = new LinkedHashMap<>(texts);
    fewer.keySet().removeIf(subject -> !kept.test(subject));
    return new Comments(fewer);
  }

  private static boolean isIn(Subject subject, Catalog catalog) {
    return switch (subject) {
      case OfObject(int oid) -> nameOf(oid, catalog).isPresent();
      case OfColumn(int oid, String column) ->
          catalog.relation(oid).stream()
              .flatMap(relation -> relation.fields().stream())
              .anyMatch(field -> field.name().equals(column));
      case OfConstraint(int oid, String constraint) ->
          catalog.relation(oid).filter(t -> isConstraint(t, constraint, catalog)).isPresent();
      case OfSchema(int oid) ->
          oid < Database.FIRST_OID || catalog.schemas().stream().anyMatch(s -> s.oid() == oid);
      case OfRole(String role) -> catalog.roles().find(role).isPresent();
      case OfDatabase() -> true;
    };
  }

  private static boolean isConstraint(Relation table, String name, Catalog catalog) {
    return table instanceof BaseRelation base
        && (base.checks().stream().anyMatch(check -> check.name().equals(name))
            || (!base.primaryKey().isEmpty() && base.keyName().equals(name))
            || catalog.indexesOf(base).stream().anyMatch(i -> i.order().name().equals(name))
            || catalog.foreignKeysOf(base).stream().anyMatch(key -> key.name().equals(name)));
  }

  private static boolean isTemporary(Subject subject, Catalog catalog) {
    return switch (subject) {
      case OfObject(int oid) -> nameOf(oid, catalog).filter(Catalog::isTemporary).isPresent();
      case OfColumn(int oid, String _) ->
          nameOf(oid, catalog).filter(Catalog::isTemporary).isPresent();
      case OfConstraint(int oid, String _) ->
          nameOf(oid, catalog).filter(Catalog::isTemporary).isPresent();
      case OfSchema _, OfRole _, OfDatabase _ -> false;
    };
  }

  /** The name of a relation, index or sequence; of its table for the index of a primary key. */
  private static Optional<String> nameOf(int oid, Catalog catalog) {
    return catalog
        .relation(oid)
        .or(() -> catalog.relation(Integer.MAX_VALUE - oid))
        .map(Relation::name)
        .or(
            () ->
                catalog.indexes().stream()
                    .filter(index -> index.oid() == oid)
                    .map(Index::name)
                    .findFirst())
        .or(
            () ->
                catalog.sequences().stream()
                    .filter(sequence -> sequence.oid() == oid)
                    .map(Sequence::name)
                    .findFirst())
        .or(() -> catalog.type(oid).map(UserTypes::nameOf));
  }

  /** With the comment of a subject that is called otherwise now. */
  public Comments moved(Subject from, Subject to) {
    Optional<String> text = of(from);
    return text.isEmpty() ? this : with(from, Optional.empty()).with(to, text);
  }
}
