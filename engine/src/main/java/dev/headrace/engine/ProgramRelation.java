package dev.headrace.engine;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.SystemRelation;
import dev.headrace.engine.database.View;
import dev.headrace.engine.database.ViewDefinition;
import dev.headrace.model.Field;
import dev.headrace.model.text.Identifiers;
import dev.headrace.sql.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table, source or view of a program.
 *
 * @param name its name without a schema
 * @param sqlName how statements have to write it, with its schema unless that is {@code public}
 * @param insertable the columns, from 0, that an INSERT may give; none of what is no table
 */
public record ProgramRelation(
    String name, String sqlName, Kind kind, List<Field> fields, List<Integer> insertable) {
  /** What it is. */
  public enum Kind {
    TABLE,
    SOURCE,
    VIEW,
    MATERIALIZED_VIEW
  }

  static Optional<ProgramRelation> of(Relation relation) {
    if (Catalog.isTemporary(relation.name())) {
      return Optional.empty();
    }
    return switch (relation) {
      case BaseRelation base ->
          switch (base.kind()) {
            case TABLE -> Optional.of(of(base, Kind.TABLE, insertable(base)));
            case SOURCE -> Optional.of(of(base, Kind.SOURCE, List.of()));
            case SYSTEM -> Optional.empty();
          };
      case View view -> Optional.of(of(view, Kind.VIEW, List.of()));
      case MaterializedView view -> Optional.of(of(view, Kind.MATERIALIZED_VIEW, List.of()));
      case ViewDefinition view -> Optional.of(of(view, Kind.MATERIALIZED_VIEW, List.of()));
      case SystemRelation _ -> Optional.empty();
    };
  }

  private static ProgramRelation of(Relation relation, Kind kind, List<Integer> insertable) {
    String sqlName =
        ObjectName.parts(relation.name()).stream()
            .map(Identifiers::quoted)
            .collect(Collectors.joining("."));
    return new ProgramRelation(relation.simpleName(), sqlName, kind, relation.fields(), insertable);
  }

  /** All but those that the database gives their values. */
  private static List<Integer> insertable(BaseRelation base) {
    return IntStream.range(0, base.fields().size())
        .filter(
            column ->
                switch (base.roles().get(column)) {
                  case ORDINARY, IDENTITY -> true;
                  case IDENTITY_ALWAYS, GENERATED -> false;
                })
        .boxed()
        .toList();
  }
}
