package dev.headrace.engine.system;

import dev.headrace.engine.database.Comments;
import dev.headrace.engine.database.Comments.Subject;
import dev.headrace.engine.system.SystemRows.Context;
import dev.headrace.engine.system.SystemRows.Source;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Comments, under the catalogs that their subjects are in. */
final class CommentRows {
  private static final int PG_CLASS = 1259;
  private static final int PG_CONSTRAINT = 2606;
  private static final int PG_NAMESPACE = 2615;
  private static final int PG_DATABASE = 1262;
  private static final int PG_AUTHID = 1260;

  private CommentRows() {}

  /**
   * The place of a comment.
   *
   * @param shared whether it is of the cluster rather than of the database
   * @param catalog OID and name of the catalog that its subject is in
   * @param column from 1; 0 for what is no column
   */
  private record Place(boolean shared, int catalog, String name, int oid, int column) {}

  static void register(Map<String, Source> sources) {
    sources.put("pg_catalog.pg_description", (rows, context) -> add(rows, context, false));
    sources.put("pg_catalog.pg_shdescription", (rows, context) -> add(rows, context, true));
  }

  private static void add(RowBuilder rows, Context context, boolean shared) {
    SystemObjects objects = context.objects();
    objects
        .catalog()
        .comments()
        .texts()
        .forEach(
            (subject, text) ->
                place(subject, objects)
                    .filter(place -> place.shared() == shared)
                    .ifPresent(
                        place -> {
                          rows.set("objoid", place.oid())
                              .set("classoid", place.catalog())
                              .set("description", text);
                          if (!shared) {
                            rows.set("objsubid", place.column());
                          }
                          rows.add();
                        }));
  }

  /** The comment on something that is no column; of any catalog if none is named. */
  static @Nullable String text(SystemObjects objects, int oid, @Nullable String catalog) {
    for (Map.Entry<Subject, String> comment : objects.catalog().comments().texts().entrySet()) {
      Optional<Place> place = place(comment.getKey(), objects);
      if (place.isPresent()
          && place.get().oid() == oid
          && place.get().column() == 0
          && (catalog == null || catalog.equals(place.get().name()))) {
        return comment.getValue();
      }
    }
    return null;
  }

  private static Optional<Place> place(Subject subject, SystemObjects objects) {
    return switch (subject) {
      case Comments.OfObject(int oid) ->
          Optional.of(
              objects.names().catalog().type(oid).isPresent()
                  ? new Place(false, SystemTypes.CATALOG, "pg_type", oid, 0)
                  : new Place(false, PG_CLASS, "pg_class", oid, 0));
      case Comments.OfColumn(int oid, String name) ->
          objects
              .find(oid)
              .map(found -> found.fields().stream().map(field -> field.name()).toList())
              .map(names -> new Place(false, PG_CLASS, "pg_class", oid, names.indexOf(name) + 1));
      case Comments.OfConstraint(int table, String name) ->
          objects.constraints().stream()
              .filter(c -> c.table().oid() == table && c.name().equals(name))
              .findFirst()
              .map(c -> new Place(false, PG_CONSTRAINT, "pg_constraint", c.oid(), 0));
      case Comments.OfSchema(int oid) ->
          Optional.of(new Place(false, PG_NAMESPACE, "pg_namespace", oid, 0));
      case Comments.OfDatabase() ->
          Optional.of(new Place(true, PG_DATABASE, "pg_database", ClusterRows.DATABASE_OID, 0));
      case Comments.OfRole(String role) ->
          Optional.of(
              new Place(true, PG_AUTHID, "pg_authid", SystemFunctions.roleOid(objects, role), 0));
    };
  }
}
