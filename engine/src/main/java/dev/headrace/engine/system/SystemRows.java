package dev.headrace.engine.system;

import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.database.SystemRelation;
import dev.headrace.model.Batch;
import java.util.HashMap;
import java.util.Map;

/** Makes the rows of system relations. */
public final class SystemRows {
  /** Fills one relation. */
  @FunctionalInterface
  interface Source {
    void addTo(RowBuilder rows, Context context);
  }

  /**
   * What rows are made of.
   *
   * @param view what the statement sees
   * @param session whose statement it is
   * @param database whose rows they are
   */
  record Context(ReadView view, SystemObjects objects, SystemSession session, Database database) {
    Catalog catalog() {
      return view.catalog();
    }
  }

  private static final Map<String, Source> SOURCES = new HashMap<>();

  static {
    ClassRows.register(SOURCES);
    ForeignRows.register(SOURCES);
    TypeRows.register(SOURCES);
    ListRows.register(SOURCES);
    ClusterRows.register(SOURCES);
    InformationSchemaRows.register(SOURCES);
    ConstraintUsageRows.register(SOURCES);
    SequenceRows.register(SOURCES);
    DependencyRows.register(SOURCES);
    ExtensionRows.register(SOURCES);
    CommentRows.register(SOURCES);
    CompilationRows.register(SOURCES);
    LockRows.register(SOURCES);
  }

  private SystemRows() {}

  /** The rows of a relation as a statement of a session sees them. */
  public static Batch of(
      SystemRelation relation, ReadView view, SystemSession session, Database database) {
    RowBuilder rows = new RowBuilder(relation);
    Source source = SOURCES.get(relation.name());
    if (source != null) {
      source.addTo(
          rows,
          new Context(
              view,
              new SystemObjects(new Names(view.catalog(), session.searchPath())),
              session,
              database));
    }
    view.catalog()
        .sequence(relation.name())
        .ifPresent(
            sequence ->
                rows.set("last_value", sequence.values().place().last())
                    .set("is_called", sequence.values().place().called())
                    .add());
    return rows.rows();
  }
}
