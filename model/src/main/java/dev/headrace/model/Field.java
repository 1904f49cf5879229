package dev.headrace.model;

import java.util.Objects;

/**
 * A column of a relation or of a query's result.
 *
 * @param name as users see it; not part of what a computation is, so never part of a content hash
 * @param type its type
 * @param nullable whether it can hold NULL
 */
public record Field(String name, SqlType type, boolean nullable) {
  public Field {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
  }

  public static Field of(String name, SqlType type) {
    return new Field(name, type, true);
  }

  public static Field notNull(String name, SqlType type) {
    return new Field(name, type, false);
  }

  @Override
  public String toString() {
    return name + " " + type + (nullable ? "" : " not null");
  }
}
