package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What names of relations mean. Names are folded already: lower case unless they were quoted. */
public interface Catalog {
  /**
   * The relation of a name.
   *
   * @param name as written, with its schema if one was written: {@code t}, {@code public.t};
   *     without one, the search path decides
   */
  Optional<Relation> relation(String name);

  /** The DEFAULT of a column, from 0; the expression of a generated column. */
  default Optional<ParsedExpression> defaultValue(Relation relation, int column) {
    return Optional.empty();
  }

  /** Who gives a column, from 0, its values. */
  default ColumnRole role(Relation relation, int column) {
    return ColumnRole.ORDINARY;
  }

  /** Where the values of a column come from. */
  enum ColumnRole {
    /** Whoever writes rows, else the DEFAULT. */
    ORDINARY,
    /** The same, the DEFAULT being a sequence. */
    IDENTITY,
    /** A sequence, unless INSERT says OVERRIDING SYSTEM VALUE. */
    IDENTITY_ALWAYS,
    /** Its expression. */
    GENERATED
  }

  /** The number by which the system's catalogs know a relation. */
  default int oid(Relation relation) {
    return 0;
  }

  /** What ON CONFLICT can name; the primary key, if nothing else is known. */
  default List<UniqueKey> uniqueKeys(Relation relation) {
    if (relation.primaryKey().isEmpty()) {
      return List.of();
    }
    List<Expr> keys = new ArrayList<>();
    for (int column : relation.primaryKey()) {
      var field = relation.fields().get(column);
      keys.add(new Expr.Column(column, field.type(), field.nullable()));
    }
    return List.of(
        new UniqueKey(relation.name() + "_pkey", true, keys, true, false, Optional.empty()));
  }

  /**
   * A type of the catalog.
   *
   * @param name as the catalog has it
   */
  record NamedType(String name, SqlType type) {}

  /** The type of a name as it was written; one that is not there by itself. */
  default Optional<NamedType> type(String name) {
    return Optional.empty();
  }

  /** Every name there is, for hints. */
  Collection<String> relationNames();
}
