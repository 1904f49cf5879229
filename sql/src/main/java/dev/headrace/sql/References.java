package dev.headrace.sql;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** What of the catalog a text names, and where. */
final class References {
  private final List<PlannedQuery.FromItem> items = new ArrayList<>();
  private final Set<PlannedQuery.Origin> columns = new LinkedHashSet<>();
  private final Map<Integer, PlannedQuery.Reference> names = new TreeMap<>();
  private final List<ColumnUse> uses = new ArrayList<>();

  /** A relation is named, whatever stands around. */
  void name(Relation relation, SqlIdentifier name, SourceText source) {
    SqlParserPos place = name.getParserPosition();
    if (place.getLineNum() > 0) {
      int start = source.start(place);
      names.put(start, new PlannedQuery.Reference(start, source.end(place), relation.name()));
    }
  }

  /** A type of the catalog is named. */
  void type(Catalog.NamedType type, SqlIdentifier name, SourceText source) {
    SqlParserPos place = name.getParserPosition();
    int start = source.start(place);
    names.put(start, new PlannedQuery.Reference(start, source.end(place), type.name()));
  }

  /** The places where relations and types are named, in order. */
  List<PlannedQuery.Reference> names() {
    return List.copyOf(names.values());
  }

  /** A relation is named by an item of FROM, with its alias. */
  void item(
      Relation relation,
      String alias,
      List<SqlIdentifier> columnNames,
      SqlNode item,
      SourceText source) {
    SqlParserPos place = item.getParserPosition();
    items.add(
        new PlannedQuery.FromItem(
            relation.name(),
            alias,
            columnNames.stream().map(SqlIdentifier::getSimple).toList(),
            source.start(place),
            source.end(place),
            false));
  }

  /** A relation is a query by itself: {@code TABLE t}, all of whose columns it names. */
  void query(Relation relation, SqlCall query, SourceText source) {
    for (int i = 0; i < relation.fields().size(); i++) {
      columns.add(new PlannedQuery.Origin(relation.name(), i));
    }
    // the parser does not say where TABLE stands
    SqlParserPos name = query.operand(0).getParserPosition();
    String before = source.text().substring(0, source.start(name)).toLowerCase(Locale.ROOT);
    int from = before.lastIndexOf("table");
    items.add(
        new PlannedQuery.FromItem(
            relation.name(), "", List.of(), Math.max(from, 0), source.end(name), true));
  }

  /** A column is named. */
  void use(Scope.NamedColumn column) {
    if (column.origin() != null) {
      columns.add(column.origin());
    }
  }

  /** A column is named by an identifier. */
  void use(Scope.NamedColumn column, SqlIdentifier name, SourceText source) {
    use(column);
    SqlParserPos place = name.getComponentParserPosition(name.names.size() - 1);
    uses.add(new ColumnUse(column.index(), source.start(place), source.end(place)));
  }

  /** Where columns are named one by one. */
  List<ColumnUse> uses() {
    return uses;
  }

  List<PlannedQuery.FromItem> items() {
    return items;
  }

  Set<PlannedQuery.Origin> columns() {
    return columns;
  }
}
