package dev.headrace.sql;

import java.util.Collection;
import java.util.Optional;

/** What names of relations mean. Names are folded already: lower case unless they were quoted. */
public interface Catalog {
  /**
   * The relation of a name.
   *
   * @param name as written, with its schema if one was written: {@code t}, {@code public.t}
   */
  Optional<Relation> relation(String name);

  /** The DEFAULT of a column, from 0. */
  default Optional<ParsedExpression> defaultValue(Relation relation, int column) {
    return Optional.empty();
  }

  /** Every name there is, for hints. */
  Collection<String> relationNames();
}
