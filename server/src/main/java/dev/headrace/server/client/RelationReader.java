package dev.headrace.server.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the catalog through the information schema, which every session has. */
public final class RelationReader {
  private static final String TABLES =
      """
      SELECT table_name, table_type FROM information_schema.tables
      WHERE table_schema = 'public' ORDER BY table_name""";

  private static final String COLUMNS =
      """
      SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
      WHERE table_schema = 'public' ORDER BY table_name, ordinal_position""";

  private RelationReader() {}

  /** All relations of the schema {@code public} by name. */
  public static List<Relation> read(SqlClient client) {
    Map<String, List<Relation.RelationColumn>> columns = new LinkedHashMap<>();
    for (List<@Nullable String> row : rows(client, COLUMNS)) {
      columns
          .computeIfAbsent(text(row, 0), _ -> new ArrayList<>())
          .add(
              new Relation.RelationColumn(
                  text(row, 1), text(row, 2), text(row, 3).equalsIgnoreCase("YES")));
    }
    List<Relation> relations = new ArrayList<>();
    for (List<@Nullable String> row : rows(client, TABLES)) {
      String name = text(row, 0);
      String kind = text(row, 1).equals("BASE TABLE") ? "TABLE" : text(row, 1);
      relations.add(new Relation(name, kind, columns.getOrDefault(name, List.of())));
    }
    return relations;
  }

  private static String text(List<@Nullable String> row, int column) {
    String value = row.get(column);
    return value == null ? "" : value;
  }

  private static List<List<@Nullable String>> rows(SqlClient client, String sql) {
    ResultCollector collector = new ResultCollector();
    client.execute(sql, collector);
    return collector.rows();
  }
}
