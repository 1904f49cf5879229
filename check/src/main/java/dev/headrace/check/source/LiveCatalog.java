package dev.headrace.check.source;

import dev.headrace.check.postgres.Reply;
import dev.headrace.check.postgres.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tables, views, keys and types of a database, as PostgreSQL's catalog has them.
 *
 * @param searchPath the schemas in which names without one are looked up
 */
record LiveCatalog(
    String searchPath,
    List<Column> columns,
    List<Key> keys,
    List<View> views,
    List<Sequence> sequences,
    List<Type> types) {
  /**
   * @param kind of its relation, as in {@code pg_class.relkind}
   */
  record Column(
      String schema, String relation, String kind, String name, String type, boolean notNull) {}

  /**
   * @param definition of a constraint
   */
  record Key(String schema, String relation, String definition) {}

  record View(String schema, String name, String query) {}

  record Sequence(String schema, String name) {}

  /**
   * A type that only this database has, an array of such included.
   *
   * @param kind as in {@code pg_type.typtype}
   * @param array OID of the arrays of it; 0 for none
   */
  record Type(int oid, String name, String kind, int base, int array) {}

  static final String OF_USERS =
      " n.nspname NOT IN ('pg_catalog', 'information_schema', 'headrace')"
          + " AND n.nspname NOT LIKE 'pg\\_%' ";

  /** What to ask for it. */
  static final List<Request> REQUESTS =
      List.of(
          new Request.Rows("SHOW search_path"),
          new Request.Rows(
              "SELECT n.nspname, c.relname, c.relkind::text, a.attname,"
                  + " format_type(a.atttypid, a.atttypmod), a.attnotnull::text"
                  + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                  + " JOIN pg_attribute a ON a.attrelid = c.oid"
                  + " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND"
                  + OF_USERS
                  + "AND a.attnum > 0 AND NOT a.attisdropped"
                  + " ORDER BY n.nspname, c.relname, a.attnum"),
          new Request.Rows(
              "SELECT n.nspname, c.relname, pg_get_constraintdef(k.oid)"
                  + " FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid"
                  + " JOIN pg_namespace n ON n.oid = c.relnamespace"
                  + " WHERE k.contype IN ('p', 'u') AND"
                  + OF_USERS
                  + "ORDER BY n.nspname, c.relname, k.conname"),
          new Request.Rows(
              "SELECT n.nspname, c.relname, pg_get_viewdef(c.oid)"
                  + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                  + " WHERE c.relkind = 'v' AND"
                  + OF_USERS
                  + "ORDER BY n.nspname, c.relname"),
          new Request.Rows(
              "SELECT n.nspname, c.relname"
                  + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                  + " WHERE c.relkind = 'S' AND"
                  + OF_USERS
                  + "ORDER BY n.nspname, c.relname"),
          new Request.Rows(
              "SELECT t.oid::text, format_type(t.oid, NULL), t.typtype::text, t.typbasetype::text,"
                  + " t.typarray::text"
                  + " FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace"
                  + " WHERE (t.typtype IN ('e', 'd') OR t.typtype = 'b' AND t.typelem = 0) AND"
                  + OF_USERS
                  + "ORDER BY n.nspname, t.typname"));

  static LiveCatalog of(List<Reply> replies) {
    List<Column> columns = new ArrayList<>();
    for (List<@Nullable String> row : replies.get(1).rows()) {
      columns.add(
          new Column(
              text(row, 0),
              text(row, 1),
              text(row, 2),
              text(row, 3),
              text(row, 4),
              text(row, 5).startsWith("t")));
    }
    List<Type> types = new ArrayList<>();
    for (List<@Nullable String> row : replies.get(5).rows()) {
      types.add(new Type(oid(row, 0), text(row, 1), text(row, 2), oid(row, 3), oid(row, 4)));
    }
    return new LiveCatalog(
        text(replies.getFirst().rows().getFirst(), 0),
        columns,
        replies.get(2).rows().stream()
            .map(row -> new Key(text(row, 0), text(row, 1), text(row, 2)))
            .toList(),
        replies.get(3).rows().stream()
            .map(row -> new View(text(row, 0), text(row, 1), text(row, 2)))
            .toList(),
        replies.get(4).rows().stream()
            .map(row -> new Sequence(text(row, 0), text(row, 1)))
            .toList(),
        types);
  }

  private static int oid(List<@Nullable String> row, int column) {
    return (int) Long.parseLong(text(row, column));
  }

  private static String text(List<@Nullable String> row, int column) {
    return Objects.requireNonNullElse(row.get(column), "");
  }

  /** Of what statements can see; numbers that the server gave out do not count. */
  Fingerprint fingerprint() {
    List<String> named = types.stream().map(type -> type.name() + " " + type.kind()).toList();
    return Fingerprint.of(
        Fingerprint.Kind.CATALOG,
        String.join(
            "\n",
            searchPath,
            columns.toString(),
            keys.toString(),
            views.toString(),
            named.toString()));
  }
}
