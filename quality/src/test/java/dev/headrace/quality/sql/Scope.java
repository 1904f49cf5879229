package dev.headrace.quality.sql;

import dev.headrace.quality.sql.Tables.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The columns that an expression may name. */
record Scope(List<Name> names) {
  /** A column as it is written, and its kind. */
  record Name(String sql, Kind kind) {}

  Scope and(Scope other) {
    List<Name> all = new ArrayList<>(names);
    all.addAll(other.names);
    return new Scope(all);
  }

  static Scope of(String alias, Tables.Table table) {
    return new Scope(
        table.columns().stream()
            .map(column -> new Name(alias + "." + column.name(), column.kind()))
            .toList());
  }

  List<Name> of(Kind kind) {
    return names.stream().filter(name -> name.kind == kind).toList();
  }

  Name any(Random random) {
    return Tables.any(names, random);
  }
}
