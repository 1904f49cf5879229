package dev.headrace.check.source;

import dev.headrace.check.postgres.Reply;
import dev.headrace.check.postgres.Request;
import dev.headrace.engine.statement.Description.Change;
import dev.headrace.engine.statement.Description.Constraint;
import dev.headrace.engine.statement.ViolableConstraints;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The constraints of a PostgreSQL server's tables, which are called {@code schema.table}. */
final class LiveConstraints implements ViolableConstraints.Schema {
  private static final String PART = "part";

  /**
   * What to ask for them: constraints, with what foreign keys refer to and do; unique indexes that
   * are no constraint's; those that types demand of the columns that have them; and partitions.
   */
  static final Request.Rows REQUEST =
      new Request.Rows(
          "SELECT n.nspname, c.relname, k.conname, k.contype::text, rn.nspname, r.relname,"
              + " k.confdeltype::text, k.confupdtype::text"
              + " FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid"
              + " JOIN pg_namespace n ON n.oid = c.relnamespace"
              + " LEFT JOIN pg_class r ON r.oid = k.confrelid"
              + " LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace"
              + " WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND"
              + LiveCatalog.OF_USERS
              + "UNION ALL SELECT n.nspname, c.relname, i.relname, 'u', NULL, NULL, NULL, NULL"
              + " FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid"
              + " JOIN pg_class c ON c.oid = x.indrelid"
              + " JOIN pg_namespace n ON n.oid = c.relnamespace"
              + " WHERE x.indisunique AND NOT EXISTS (SELECT FROM pg_constraint k"
              + " WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u', 'x')) AND"
              + LiveCatalog.OF_USERS
              + "UNION ALL SELECT n.nspname, c.relname, k.conname, 'c', NULL, NULL, NULL, NULL"
              + " FROM pg_constraint k JOIN pg_attribute a ON a.atttypid = k.contypid"
              + " JOIN pg_class c ON c.oid = a.attrelid"
              + " JOIN pg_namespace n ON n.oid = c.relnamespace"
              + " WHERE k.contypid <> 0 AND k.contype = 'c' AND c.relkind IN ('r', 'p', 'f') AND"
              + LiveCatalog.OF_USERS
              + "UNION ALL SELECT n.nspname, c.relname, '', '"
              + PART
              + "', pn.nspname, p.relname, NULL, NULL"
              + " FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid"
              + " JOIN pg_namespace n ON n.oid = c.relnamespace"
              + " JOIN pg_class p ON p.oid = h.inhparent"
              + " JOIN pg_namespace pn ON pn.oid = p.relnamespace"
              + " WHERE c.relkind IN ('r', 'p', 'f') AND"
              + LiveCatalog.OF_USERS);

  private final Map<String, List<Constraint>> own = new HashMap<>();
  private final Map<String, List<ViolableConstraints.Reference>> references = new HashMap<>();
  private final Map<String, List<String>> parts = new HashMap<>();

  /** Tables by what statements may call them. */
  private final Map<String, String> tables = new HashMap<>();

  /** What tables are called where that is shown. */
  private final Map<String, String> shown = new HashMap<>();

  LiveConstraints(LiveCatalog catalog, Reply reply) {
    name(catalog);
    for (List<@Nullable String> row : reply.rows()) {
      String table = row.get(0) + "." + row.get(1);
      String other = row.get(4) + "." + row.get(5);
      String type = Objects.requireNonNull(row.get(3));
      if (type.equals(PART)) {
        parts.computeIfAbsent(other, _ -> new ArrayList<>()).add(table);
        continue;
      }
      Constraint constraint =
          new Constraint(
              Objects.requireNonNull(row.get(2)), kind(type), shown.getOrDefault(table, table));
      own.computeIfAbsent(table, _ -> new ArrayList<>()).add(constraint);
      if (constraint.kind() == Constraint.Kind.FOREIGN_KEY) {
        references
            .computeIfAbsent(other, _ -> new ArrayList<>())
            .add(
                new ViolableConstraints.Reference(
                    constraint,
                    table,
                    effect(row.get(6), ViolableConstraints.Effect.DELETED),
                    effect(row.get(7), ViolableConstraints.Effect.UPDATED)));
      }
    }
  }

  /** Without its schema a name means the first table on the search path. */
  private void name(LiveCatalog catalog) {
    List<String> path =
        List.of(catalog.searchPath().replace("\"", "").split("\\s*,\\s*", -1)).reversed();
    for (LiveCatalog.Column column : catalog.columns()) {
      String table = column.schema() + "." + column.relation();
      tables.put(table, table);
    }
    for (String schema : path) {
      for (LiveCatalog.Column column : catalog.columns()) {
        if (column.schema().equals(schema)) {
          tables.put(column.relation(), schema + "." + column.relation());
        }
      }
    }
    tables.forEach(
        (name, table) -> {
          if (!name.equals(table)) {
            shown.put(table, name);
          }
        });
  }

  private static Constraint.Kind kind(String type) {
    return switch (type) {
      case "p" -> Constraint.Kind.PRIMARY_KEY;
      case "u" -> Constraint.Kind.UNIQUE;
      case "f" -> Constraint.Kind.FOREIGN_KEY;
      case "c" -> Constraint.Kind.CHECK;
      case "x" -> Constraint.Kind.EXCLUDE;
      default -> throw new IllegalArgumentException("not asked for: " + type);
    };
  }

  private static ViolableConstraints.Effect effect(
      @Nullable String action, ViolableConstraints.Effect cascading) {
    return switch (String.valueOf(action)) {
      case "c" -> cascading;
      case "n", "d" -> ViolableConstraints.Effect.UPDATED;
      default -> ViolableConstraints.Effect.REFUSED;
    };
  }

  /** At which a statement with some changes can fail. */
  List<Constraint> violable(List<Change> changes) {
    return ViolableConstraints.of(
        changes.stream()
            .map(
                change ->
                    new Change(
                        tables.getOrDefault(change.table(), change.table()), change.operations()))
            .toList(),
        this);
  }

  /** The same changes, of tables as they are called where that is shown. */
  List<Change> shown(List<Change> changes) {
    return changes.stream()
        .map(
            change ->
                new Change(shown.getOrDefault(change.table(), change.table()), change.operations()))
        .toList();
  }

  @Override
  public List<Constraint> of(String table) {
    return own.getOrDefault(table, List.of());
  }

  @Override
  public List<ViolableConstraints.Reference> to(String table) {
    return references.getOrDefault(table, List.of());
  }

  @Override
  public List<String> partsOf(String table) {
    return parts.getOrDefault(table, List.of());
  }
}
