package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel.SortKey;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** The names that the expressions of one query can use, and the scope around it. */
final class Scope {
  private final Analysis analysis;
  private final @Nullable Scope outer;

  /** The system column that says which table a row is of. */
  static final String TABLE_OID = "tableoid";

  /** A column that is NULL only where an outer join has found no row. */
  static final String PRESENT = "\0present";

  private final Frame frame;
  private final Tables tables;
  private final Ctes ctes;
  private @Nullable Grouping grouping;
  private List<SortKey> rowOrder = List.of();
  private final IdentityHashMap<SqlNode, Expr.Column> made = new IdentityHashMap<>();
  private final IdentityHashMap<SqlNode, Expr.Column> madeBefore = new IdentityHashMap<>();

  /**
   * A column by name and its place in the frame.
   *
   * @param origin the column of a relation of the catalog that it is; null for others
   */
  record NamedColumn(
      String name,
      int index,
      SqlType type,
      boolean nullable,
      PlannedQuery.@Nullable Origin origin) {
    NamedColumn(String name, int index, SqlType type, boolean nullable) {
      this(name, index, type, nullable, null);
    }

    Expr.Column expr() {
      return new Expr.Column(index, type, nullable);
    }

    NamedColumn shifted(int distance) {
      return new NamedColumn(name, index + distance, type, nullable, origin);
    }

    NamedColumn asNullable() {
      return new NamedColumn(name, index, type, true, origin);
    }
  }

  /**
   * An item of FROM.
   *
   * @param alias the name its columns are qualified with
   * @param key indexes of its primary key in the frame; empty without one
   * @param hidden columns that are no part of a {@code *}
   */
  record Table(
      String alias, List<NamedColumn> columns, List<Integer> key, List<NamedColumn> hidden) {
    Table(String alias, List<NamedColumn> columns, List<Integer> key) {
      this(alias, columns, key, List.of());
    }
  }

  /**
   * All of FROM.
   *
   * @param columns in the order of {@code *}; what USING merged is there once
   */
  record Tables(List<Table> tables, List<NamedColumn> columns) {
    static final Tables NONE = new Tables(List.of(), List.of());
  }

  Scope(Analysis analysis, @Nullable Scope outer, Frame frame, Tables tables, Ctes ctes) {
    this.analysis = analysis;
    this.outer = outer;
    this.frame = frame;
    this.tables = tables;
    this.ctes = ctes;
  }

  /** The same names over the rows before grouping. */
  Scope ungrouped() {
    Scope scope = new Scope(analysis, outer, frame, tables, ctes);
    (grouping == null ? made : madeBefore).forEach(scope.made::put);
    return scope;
  }

  /** From now on the rows of the frame, before grouping, are known to have an order. */
  void order(List<SortKey> order) {
    rowOrder = List.copyOf(order);
  }

  /** The order in which FROM gives the rows of the frame; empty if it gives none. */
  List<SortKey> rowOrder() {
    return grouping == null ? rowOrder : List.of();
  }

  Ctes ctes() {
    return ctes;
  }

  Analysis analysis() {
    return analysis;
  }

  Frame frame() {
    return frame;
  }

  Tables tables() {
    return tables;
  }

  @Nullable Grouping grouping() {
    return grouping;
  }

  /** From now on the frame holds groups, and only what is grouped by can be named. */
  void group(Grouping groups) {
    grouping = groups;
    madeBefore.putAll(made);
    made.clear();
  }

  /** The column with the results of a window or set-returning function; null for other nodes. */
  Expr.@Nullable Column made(SqlNode call) {
    Expr.Column before = madeBefore.get(call);
    return before == null || grouping == null
        ? made.get(call)
        : grouping.column(before, call, this);
  }

  /** Whether a call is a column of the frame, or was one before grouping. */
  boolean isMade(SqlNode call) {
    return made.containsKey(call) || madeBefore.containsKey(call);
  }

  /** From now on a call is a column of the frame. */
  void make(SqlNode call, Expr.Column results) {
    made.put(call, results);
  }

  /** A column by its name, here or further out. */
  Expr.Column resolve(SqlIdentifier name) {
    Expr.Column found = resolveOrNull(name);
    if (found == null) {
      throw undefined(name);
    }
    return found;
  }

  private Expr.@Nullable Column resolveOrNull(SqlIdentifier name) {
    NamedColumn local = local(name);
    if (local != null) {
      return grouping == null ? local.expr() : grouping.column(local.expr(), name, this);
    }
    if (outer == null || hasTable(name)) {
      return null;
    }
    Expr.Column found = outer.resolveOrNull(name);
    return found == null || OuterColumns.isOuter(found)
        ? found
        : OuterColumns.of(outer.frame.id(), found);
  }

  /** A column of this query's own FROM, before grouping; null if there is none. */
  @Nullable NamedColumn local(SqlIdentifier name) {
    NamedColumn found = among(candidates(name), name);
    if (found == null && name.names.getLast().equals(TABLE_OID)) {
      List<NamedColumn> hidden = new ArrayList<>();
      Table table = table(name);
      tables.tables.stream()
          .filter(each -> name.names.size() == 1 || each.equals(table))
          .forEach(each -> hidden.addAll(each.hidden));
      found = among(hidden, name);
    }
    return found;
  }

  private @Nullable NamedColumn among(List<NamedColumn> candidates, SqlIdentifier name) {
    String column = name.names.getLast();
    NamedColumn found = null;
    for (NamedColumn candidate : candidates) {
      if (candidate.name.equals(column)) {
        if (found != null && found.index != candidate.index) {
          throw analysis.error(
              ErrorCode.AMBIGUOUS_COLUMN,
              "column reference " + SqlException.quote(column) + " is ambiguous",
              name);
        }
        found = candidate;
      }
    }
    if (found != null) {
      analysis.references().use(found, name, analysis.source());
    }
    return found;
  }

  private List<NamedColumn> candidates(SqlIdentifier name) {
    if (name.names.size() == 1) {
      return tables.columns;
    }
    Table table = table(name);
    return table == null ? List.of() : table.columns;
  }

  /** Whether a name without qualifier is that of a column, here or further out. */
  boolean hasColumn(String name) {
    return tables.columns.stream().anyMatch(column -> column.name.equals(name))
        || (outer != null && outer.hasColumn(name));
  }

  /**
   * A row of an item of FROM.
   *
   * @param present is NULL if an outer join has found no row; null if there is always one
   */
  record WholeRow(List<JsonValues.Member> columns, Expr.@Nullable Column present) {}

  /** The row of an item of FROM, here or further out; null if there is no such item. */
  @Nullable WholeRow wholeRow(String alias, SqlIdentifier place) {
    Table table = table(alias);
    if (table == null) {
      return outer == null ? null : outerRow(outer, alias, place);
    }
    List<JsonValues.Member> columns = new ArrayList<>();
    for (NamedColumn column : table.columns) {
      analysis.references().use(column);
      columns.add(new JsonValues.Member(column.name, value(column, place)));
    }
    NamedColumn present =
        table.hidden.stream().filter(c -> c.name.equals(PRESENT)).findFirst().orElse(null);
    return new WholeRow(
        columns, present == null || !present.nullable ? null : value(present, place));
  }

  private Expr.Column value(NamedColumn column, SqlIdentifier place) {
    return grouping == null ? column.expr() : grouping.column(column.expr(), place, this);
  }

  private static @Nullable WholeRow outerRow(Scope outer, String alias, SqlIdentifier place) {
    WholeRow row = outer.wholeRow(alias, place);
    if (row == null) {
      return null;
    }
    UnaryOperator<Expr.Column> moved =
        column -> OuterColumns.isOuter(column) ? column : OuterColumns.of(outer.frame.id(), column);
    List<JsonValues.Member> columns =
        row.columns.stream()
            .map(c -> new JsonValues.Member(c.name(), moved.apply((Expr.Column) c.value())))
            .toList();
    return new WholeRow(columns, row.present == null ? null : moved.apply(row.present));
  }

  private @Nullable Table table(SqlIdentifier name) {
    int qualifiers = name.names.size() - 1;
    return qualifiers < 1 || qualifiers > 2 ? null : table(name.names.get(qualifiers - 1));
  }

  private @Nullable Table table(String alias) {
    for (Table table : tables.tables) {
      if (table.alias.equals(alias)) {
        return table;
      }
    }
    return null;
  }

  private boolean hasTable(SqlIdentifier name) {
    return name.names.size() > 1 && table(name) != null;
  }

  /** The columns of {@code alias.*}. */
  List<NamedColumn> columnsOf(SqlIdentifier star) {
    Table table = table(star);
    if (table == null) {
      throw missingTable(star);
    }
    return table.columns;
  }

  SqlException missingTable(SqlIdentifier name) {
    String alias = name.names.get(name.names.size() - 2);
    return analysis.error(
        ErrorCode.UNDEFINED_TABLE,
        "missing FROM-clause entry for table " + SqlException.quote(alias),
        name);
  }

  private SqlException undefined(SqlIdentifier name) {
    boolean qualified = name.names.size() > 1;
    if (qualified && tableAnywhere(name) == null) {
      return missingTable(name);
    }
    String column = String.join(".", name.names);
    SqlException error =
        analysis.error(
            ErrorCode.UNDEFINED_COLUMN,
            "column " + (qualified ? column : SqlException.quote(column)) + " does not exist",
            name);
    String hint = hint(name);
    return hint == null ? error : error.withHint(hint);
  }

  private @Nullable Table tableAnywhere(SqlIdentifier name) {
    Table here = table(name);
    return here != null || outer == null ? here : outer.tableAnywhere(name);
  }

  private @Nullable String hint(SqlIdentifier name) {
    String wanted = name.names.getLast();
    List<String> qualified = new ArrayList<>();
    for (Scope scope = this; scope != null; scope = scope.outer) {
      for (Table table : scope.tables.tables) {
        if (name.names.size() == 1 || table.alias.equals(name.names.get(name.names.size() - 2))) {
          table.columns.forEach(c -> qualified.add(table.alias + "." + c.name));
        }
      }
    }
    List<String> closest =
        Spelling.closest(wanted, qualified, q -> q.substring(q.indexOf('.') + 1));
    return switch (closest.size()) {
      case 0 -> null;
      case 1 ->
          "Perhaps you meant to reference the column "
              + SqlException.quote(closest.getFirst())
              + ".";
      default ->
          "Perhaps you meant to reference the column "
              + SqlException.quote(closest.get(0))
              + " or the column "
              + SqlException.quote(closest.get(1))
              + ".";
    };
  }

  /** How messages call a column of the frame: with its table. */
  String describe(int index) {
    for (Table table : tables.tables) {
      for (NamedColumn column : table.columns) {
        if (column.index == index) {
          return table.alias + "." + column.name;
        }
      }
    }
    for (NamedColumn column : tables.columns) {
      if (column.index == index) {
        return column.name;
      }
    }
    return "?column?";
  }

  /** Indexes of all columns that some names stand for: their own, their table's, or the empty. */
  Set<Integer> namedAs(Set<String> names) {
    Set<Integer> named = new HashSet<>();
    for (Table table : tables.tables) {
      table.columns.stream()
          .filter(c -> names.contains(c.name) || names.contains(table.alias) || names.contains(""))
          .forEach(c -> named.add(c.index));
    }
    return named;
  }

  /** Indexes of all columns of tables whose primary key is among some columns. */
  Set<Integer> determinedBy(Set<Integer> columns) {
    Set<Integer> determined = new HashSet<>();
    for (Table table : tables.tables) {
      if (!table.key.isEmpty() && columns.containsAll(table.key)) {
        table.columns.forEach(c -> determined.add(c.index));
      }
    }
    return determined;
  }
}
