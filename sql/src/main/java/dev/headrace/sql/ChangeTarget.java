package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.ir.Rel;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.sql.Catalog.ColumnRole;
import dev.headrace.sql.Scope.NamedColumn;
import dev.headrace.sql.Scope.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** The table that a statement changes: its columns, and the values they get. */
final class ChangeTarget {
  private final Analysis analysis;
  private final Relation relation;
  private final String alias;

  /**
   * @param verb as in {@code cannot <verb> view "v"}
   */
  ChangeTarget(Analysis analysis, SqlIdentifier table, @Nullable SqlIdentifier alias, String verb) {
    this.analysis = analysis;
    this.relation = FromBinder.relation(table, analysis);
    this.alias = alias == null ? table.names.getLast() : alias.getSimple();
    switch (relation.kind()) {
      case TABLE, SOURCE -> {}
      case VIEW, MATERIALIZED_VIEW, SYSTEM -> throw notATable(table, verb);
    }
  }

  private SqlException notATable(SqlIdentifier table, String verb) {
    if (verb.startsWith("merge")) {
      return analysis
          .error(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "cannot execute MERGE on relation " + SqlException.quote(relation.name()),
              table)
          .withDetail("This operation is not supported for views.");
    }
    boolean materialized = relation.kind() == Relation.Kind.MATERIALIZED_VIEW;
    return analysis.error(
        ErrorCode.WRONG_OBJECT_TYPE,
        (materialized ? "cannot change materialized view " : "cannot " + verb + " view ")
            + SqlException.quote(relation.name()),
        table);
  }

  Relation relation() {
    return relation;
  }

  String alias() {
    return alias;
  }

  int width() {
    return relation.fields().size();
  }

  /** The columns of an image of a row, under the target's alias. */
  Table table(int offset, boolean nullable) {
    List<NamedColumn> columns = new ArrayList<>();
    for (int i = 0; i < width(); i++) {
      Field field = relation.fields().get(i);
      columns.add(
          new NamedColumn(field.name(), offset + i, field.type(), nullable || field.nullable()));
    }
    List<Integer> key =
        nullable ? List.of() : relation.primaryKey().stream().map(k -> k + offset).toList();
    return new Table(alias, columns, key);
  }

  Rel scan() {
    analysis.relations().add(relation.name());
    return new Rel.Scan(relation.name(), relation.identity(), relation.fields());
  }

  int column(SqlIdentifier name) {
    for (int i = 0; i < width(); i++) {
      if (relation.fields().get(i).name().equals(name.getSimple())) {
        return i;
      }
    }
    SqlException error =
        analysis.error(
            ErrorCode.UNDEFINED_COLUMN,
            "column "
                + SqlException.quote(name.getSimple())
                + " of relation "
                + SqlException.quote(relation.name())
                + " does not exist",
            name);
    List<String> names = relation.fields().stream().map(Field::name).toList();
    List<String> closest = Spelling.closest(name.getSimple(), names, n -> n);
    throw closest.isEmpty()
        ? error
        : error.withHint(
            "Perhaps you meant to reference the column "
                + SqlException.quote(relation.name() + "." + closest.getFirst())
                + ".");
  }

  /** The listed columns of an INSERT, or all. */
  List<Integer> columns(List<SqlIdentifier> names) {
    List<Integer> columns = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (SqlIdentifier name : names) {
      int column = column(name);
      if (!seen.add(column)) {
        throw analysis.error(
            ErrorCode.DUPLICATE_COLUMN,
            "column " + SqlException.quote(name.getSimple()) + " specified more than once",
            name);
      }
      columns.add(column);
    }
    if (columns.isEmpty()) {
      for (int i = 0; i < width(); i++) {
        columns.add(i);
      }
    }
    return columns;
  }

  ColumnRole role(int column) {
    return analysis.catalog().role(relation, column);
  }

  /** The value of a column that is not given; NULL for a generated one, which is filled later. */
  Expr defaultValue(int column) {
    Field field = relation.fields().get(column);
    if (role(column) == ColumnRole.GENERATED) {
      return new Literal(null, field.type());
    }
    return analysis
        .catalog()
        .defaultValue(relation, column)
        .map(e -> Planner.assignment(analysis.catalog(), e, field))
        .orElseGet(() -> new Literal(null, field.type()));
  }

  /**
   * A value for a new row.
   *
   * @param value of kind DEFAULT for DEFAULT
   */
  Expr inserted(int column, SqlNode value, Overriding overriding, ExpressionBinder binder) {
    if (value.getKind() == SqlKind.DEFAULT || !isTaken(column, overriding, value)) {
      return defaultValue(column);
    }
    return analysis
        .coercion()
        .assignment(binder.bind(value), relation.fields().get(column), value.getParserPosition());
  }

  /** Whether INSERT's value for a column goes into it; an error if there must not be one. */
  boolean isTaken(int column, Overriding overriding, SqlNode place) {
    ColumnRole role = role(column);
    boolean identity = role == ColumnRole.IDENTITY || role == ColumnRole.IDENTITY_ALWAYS;
    if (identity && overriding == Overriding.USER) {
      return false;
    }
    boolean refused =
        role == ColumnRole.GENERATED
            || (role == ColumnRole.IDENTITY_ALWAYS && overriding != Overriding.SYSTEM);
    if (refused) {
      String name = SqlException.quote(relation.fields().get(column).name());
      throw alwaysGenerated("cannot insert a non-DEFAULT value into column " + name, column, place);
    }
    return true;
  }

  private SqlException alwaysGenerated(String message, int column, SqlNode place) {
    String name = SqlException.quote(relation.fields().get(column).name());
    boolean generated = role(column) == ColumnRole.GENERATED;
    SqlException error =
        analysis.error(ErrorCode.GENERATED_ALWAYS, message, place.getParserPosition());
    boolean insert = message.startsWith("cannot");
    error =
        error.withDetail(
            "Column "
                + name
                + (generated
                    ? " is a generated column."
                    : " is an identity column defined as GENERATED ALWAYS."));
    return generated || !insert
        ? error
        : error.withHint("Use OVERRIDING SYSTEM VALUE to override.");
  }

  /** What SET assigns, by column. */
  Map<Integer, Expr> assigned(List<Assignment> assignments, ExpressionBinder binder) {
    Map<Integer, Expr> assigned = new HashMap<>();
    for (Assignment assignment : assignments) {
      switch (assignment) {
        case Assignment.Single(SqlIdentifier name, SqlNode value) ->
            put(assigned, name, updated(name, value, binder));
        case Assignment.Row(List<SqlIdentifier> names, SqlNode query) -> {
          List<Expr> values = binder.subqueries().row(query, names.size());
          for (int i = 0; i < names.size(); i++) {
            Operand operand = new Operand.Typed(values.get(i), query.getParserPosition());
            put(assigned, names.get(i), updated(names.get(i), operand, query));
          }
        }
      }
    }
    return assigned;
  }

  private void put(Map<Integer, Expr> assigned, SqlIdentifier name, Expr value) {
    if (assigned.putIfAbsent(column(name), value) != null) {
      throw analysis.error(
          ErrorCode.SYNTAX_ERROR,
          "multiple assignments to same column " + SqlException.quote(name.getSimple()),
          name);
    }
  }

  private Expr updated(SqlIdentifier name, @Nullable SqlNode value, ExpressionBinder binder) {
    return value == null || value.getKind() == SqlKind.DEFAULT
        ? defaultValue(column(name))
        : updated(name, binder.bind(value), value);
  }

  private Expr updated(SqlIdentifier name, Operand value, SqlNode place) {
    int column = column(name);
    ColumnRole role = role(column);
    if (role == ColumnRole.GENERATED || role == ColumnRole.IDENTITY_ALWAYS) {
      throw alwaysGenerated(
          "column " + SqlException.quote(name.getSimple()) + " can only be updated to DEFAULT",
          column,
          name);
    }
    return analysis
        .coercion()
        .assignment(value, relation.fields().get(column), place.getParserPosition());
  }

  /** The row with a value for every column. */
  List<Expr> filled(Map<Integer, Expr> assigned) {
    List<Expr> row = new ArrayList<>();
    for (int i = 0; i < width(); i++) {
      Expr value = assigned.get(i);
      row.add(value == null ? defaultValue(i) : value);
    }
    return row;
  }

  /** Fields of an image; NULLs where they must not be are the engine's to refuse. */
  List<Field> fields(List<List<Expr>> rows) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < width(); i++) {
      Field field = relation.fields().get(i);
      int column = i;
      boolean nullable = rows.stream().anyMatch(row -> row.get(column).nullable());
      fields.add(new Field(field.name(), field.type(), nullable));
    }
    return fields;
  }

  /** The rows with the generated columns of an image computed from its other columns. */
  Rel generated(Rel rows, int offset) {
    List<Expr> expressions = Projections.allColumns(rows);
    List<Field> fields = new ArrayList<>(rows.fields());
    boolean any = false;
    for (int i = 0; i < width(); i++) {
      if (role(i) == ColumnRole.GENERATED) {
        Field field = relation.fields().get(i);
        ParsedExpression definition =
            analysis.catalog().defaultValue(relation, i).orElseThrow(IllegalStateException::new);
        Expr value = Planner.generated(analysis.catalog(), definition, relation.fields(), field);
        Expr moved = OuterColumns.shift(asOf(value, rows, offset), offset);
        expressions.set(offset + i, moved);
        fields.set(offset + i, new Field(field.name(), field.type(), moved.nullable()));
        any = true;
      }
    }
    return any ? new Rel.Project(rows, expressions, fields) : rows;
  }

  /** With the nullability that the columns have in the image: it may break NOT NULL yet. */
  private static Expr asOf(Expr value, Rel rows, int offset) {
    return OuterColumns.mapColumns(
        value,
        node ->
            node instanceof Expr.Column column
                ? new Expr.Column(
                    column.index(),
                    column.type(),
                    rows.fields().get(offset + column.index()).nullable())
                : node);
  }
}
