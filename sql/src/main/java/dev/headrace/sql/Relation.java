package dev.headrace.sql;

import dev.headrace.model.Field;
import java.util.List;

/**
 * A relation as queries see it.
 *
 * @param name its name in the catalog
 * @param fields its columns
 * @param primaryKey positions of the key's columns, from 0; empty if it has none
 * @param identity what determines its contents, see {@link dev.headrace.ir.Rel.Scan}
 */
public record Relation(
    String name, Kind kind, List<Field> fields, List<Integer> primaryKey, String identity) {
  /** What it is. */
  public enum Kind {
    TABLE,
    SOURCE,
    VIEW,
    MATERIALIZED_VIEW,
    SYSTEM
  }

  public Relation {
    fields = List.copyOf(fields);
    primaryKey = List.copyOf(primaryKey);
  }
}
