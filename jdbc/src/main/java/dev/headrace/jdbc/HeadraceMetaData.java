package dev.headrace.jdbc;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Comments;
import dev.headrace.engine.database.Namespace;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.statement.StatementRunner;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.RowIdLifetime;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** About the database. */
final class HeadraceMetaData implements Capabilities, Limits, NoObjects, Texts {
  private final HeadraceConnection connection;

  HeadraceMetaData(HeadraceConnection connection) {
    this.connection = connection;
  }

  private Catalog definitions() {
    try (StatementRunner runner = connection.database().newRunner()) {
      return runner.database().catalog();
    }
  }

  private static List<Relation> relations(
      Catalog definitions, @Nullable String schema, @Nullable String pattern) {
    List<Relation> found = new ArrayList<>();
    for (Relation relation : definitions.relations()) {
      boolean system =
          relation instanceof BaseRelation base && base.kind() == BaseRelation.Kind.SYSTEM;
      if (!system
          && !Catalog.isTemporary(relation.name())
          && LikePattern.matches(schema, schemaOf(relation))
          && LikePattern.matches(pattern, nameOf(relation))) {
        found.add(relation);
      }
    }
    found.sort(
        java.util.Comparator.comparing(HeadraceMetaData::schemaOf)
            .thenComparing(HeadraceMetaData::nameOf));
    return found;
  }

  private static String schemaOf(Relation relation) {
    return Catalog.schemaOf(relation.name());
  }

  private static String nameOf(Relation relation) {
    return relation.simpleName();
  }

  private static String typeOf(Relation relation) {
    return switch (relation) {
      case BaseRelation base -> base.kind() == BaseRelation.Kind.SOURCE ? "SOURCE" : "TABLE";
      case dev.headrace.engine.database.MaterializedView view -> "MATERIALIZED VIEW";
      default -> "VIEW";
    };
  }

  private static Field text(String name) {
    return Field.of(name, SqlType.TEXT);
  }

  private static Field number(String name) {
    return Field.of(name, SqlType.INTEGER);
  }

  @Override
  public ResultSet getTables(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String pattern,
      String @Nullable [] types) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    Catalog definitions = definitions();
    for (Relation relation : relations(definitions, schema, pattern)) {
      String type = typeOf(relation);
      if (types == null || List.of(types).contains(type)) {
        rows.add(
            new @Nullable Object[] {
              null,
              schemaOf(relation),
              nameOf(relation),
              type,
              definitions.comments().of(new Comments.OfObject(relation.oid())).orElse(null),
              null,
              null,
              null,
              null,
              null
            });
      }
    }
    rows.sort(java.util.Comparator.comparing((@Nullable Object[] row) -> String.valueOf(row[3])));
    return Rows.of(
        List.of(
            text("TABLE_CAT"),
            text("TABLE_SCHEM"),
            text("TABLE_NAME"),
            text("TABLE_TYPE"),
            text("REMARKS"),
            text("TYPE_CAT"),
            text("TYPE_SCHEM"),
            text("TYPE_NAME"),
            text("SELF_REFERENCING_COL_NAME"),
            text("REF_GENERATION")),
        rows);
  }

  @Override
  public ResultSet getColumns(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String table,
      @Nullable String column) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    Catalog definitions = definitions();
    for (Relation relation : relations(definitions, schema, table)) {
      List<Field> fields = relation.fields();
      for (int i = 0; i < fields.size(); i++) {
        if (LikePattern.matches(column, fields.get(i).name())) {
          @Nullable Object[] row =
              ColumnRows.row(schemaOf(relation), nameOf(relation), fields.get(i), i + 1);
          row[ColumnRows.REMARKS] =
              definitions
                  .comments()
                  .of(new Comments.OfColumn(relation.oid(), fields.get(i).name()))
                  .orElse(null);
          rows.add(row);
        }
      }
    }
    return Rows.of(ColumnRows.FIELDS, rows);
  }

  @Override
  public ResultSet getPrimaryKeys(@Nullable String catalog, @Nullable String schema, String table) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Relation relation : relations(definitions(), schema, LikePattern.quote(table))) {
      if (relation instanceof BaseRelation base) {
        for (int i = 0; i < base.primaryKey().size(); i++) {
          String column = base.fields().get(base.primaryKey().get(i)).name();
          rows.add(
              new @Nullable Object[] {
                null, schemaOf(base), nameOf(base), column, i + 1, base.keyName()
              });
        }
      }
    }
    rows.sort(java.util.Comparator.comparing((@Nullable Object[] row) -> String.valueOf(row[3])));
    return Rows.of(
        List.of(
            text("TABLE_CAT"),
            text("TABLE_SCHEM"),
            text("TABLE_NAME"),
            text("COLUMN_NAME"),
            number("KEY_SEQ"),
            text("PK_NAME")),
        rows);
  }

  @Override
  public ResultSet getIndexInfo(
      @Nullable String catalog,
      @Nullable String schema,
      String table,
      boolean unique,
      boolean approximate) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Relation relation : relations(definitions(), schema, LikePattern.quote(table))) {
      if (relation instanceof BaseRelation base) {
        for (int i = 0; i < base.primaryKey().size(); i++) {
          String column = base.fields().get(base.primaryKey().get(i)).name();
          rows.add(
              new @Nullable Object[] {
                null,
                schemaOf(base),
                nameOf(base),
                false,
                null,
                base.keyName(),
                (int) tableIndexOther,
                i + 1,
                column,
                "A",
                null,
                null,
                null
              });
        }
      }
    }
    return Rows.of(
        List.of(
            text("TABLE_CAT"),
            text("TABLE_SCHEM"),
            text("TABLE_NAME"),
            Field.of("NON_UNIQUE", SqlType.BOOLEAN),
            text("INDEX_QUALIFIER"),
            text("INDEX_NAME"),
            number("TYPE"),
            number("ORDINAL_POSITION"),
            text("COLUMN_NAME"),
            text("ASC_OR_DESC"),
            Field.of("CARDINALITY", SqlType.BIGINT),
            Field.of("PAGES", SqlType.BIGINT),
            text("FILTER_CONDITION")),
        rows);
  }

  @Override
  public ResultSet getSchemas() {
    return getSchemas(null, null);
  }

  @Override
  public ResultSet getSchemas(@Nullable String catalog, @Nullable String pattern) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    definitions().schemas().stream()
        .filter(schema -> !schema.isTemporary())
        .map(Namespace::name)
        .filter(schema -> LikePattern.matches(pattern, schema))
        .sorted()
        .forEach(schema -> rows.add(new @Nullable Object[] {schema, null}));
    return Rows.of(List.of(text("TABLE_SCHEM"), text("TABLE_CATALOG")), rows);
  }

  @Override
  public ResultSet getCatalogs() {
    return Rows.of(
        List.of(text("TABLE_CAT")),
        List.<@Nullable Object[]>of(new @Nullable Object[] {connection.getCatalog()}));
  }

  @Override
  public ResultSet getTableTypes() {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (String type : List.of("MATERIALIZED VIEW", "SOURCE", "TABLE", "VIEW")) {
      rows.add(new @Nullable Object[] {type});
    }
    return Rows.of(List.of(text("TABLE_TYPE")), rows);
  }

  @Override
  public ResultSet getTypeInfo() {
    return ColumnRows.types();
  }

  @Override
  public String getURL() {
    return connection.url();
  }

  @Override
  public Connection getConnection() {
    return connection;
  }

  @Override
  public boolean isReadOnly() {
    return connection.isReadOnly();
  }

  @Override
  public int getDefaultTransactionIsolation() {
    return Connection.TRANSACTION_READ_COMMITTED;
  }

  @Override
  public boolean supportsTransactionIsolationLevel(int level) {
    return level != Connection.TRANSACTION_NONE;
  }

  @Override
  public boolean supportsResultSetType(int type) {
    return type == ResultSet.TYPE_FORWARD_ONLY;
  }

  @Override
  public boolean supportsResultSetConcurrency(int type, int concurrency) {
    return type == ResultSet.TYPE_FORWARD_ONLY && concurrency == ResultSet.CONCUR_READ_ONLY;
  }

  @Override
  public boolean supportsResultSetHoldability(int holdability) {
    return holdability == ResultSet.HOLD_CURSORS_OVER_COMMIT;
  }

  @Override
  public int getResultSetHoldability() {
    return ResultSet.HOLD_CURSORS_OVER_COMMIT;
  }

  @Override
  public int getSQLStateType() {
    return DatabaseMetaData.sqlStateSQL;
  }

  @Override
  public RowIdLifetime getRowIdLifetime() {
    return RowIdLifetime.ROWID_UNSUPPORTED;
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return Wrapped.unwrap(this, type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
