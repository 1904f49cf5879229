package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.ScalarFunction;
import dev.headrace.ir.ScalarFunctions;
import dev.headrace.model.CatalogTypes;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Casts of {@code regclass} and its like: numbers of objects that are written and shown as their
 * names, which the session's catalog knows.
 */
final class ObjectNames {
  private ObjectNames() {}

  /** One of these types by its name. */
  static SqlType type(String name) {
    return CatalogTypes.named(name).orElseThrow();
  }

  /** Whether a cast between two types looks up a name. */
  static boolean isLookup(SqlType from, SqlType to) {
    return (CatalogTypes.isObjectName(from) && to.kind().isText())
        || (CatalogTypes.isObjectName(to) && from.kind().isText());
  }

  /** Such a cast. */
  static Expr cast(Expr value, SqlType to) {
    if (CatalogTypes.isObjectName(to)) {
      return new Expr.Call(
          ScalarFunctions.require("cast_" + to, Kind.TEXT, Kind.BIGINT),
          List.of(value, catalog()),
          to);
    }
    ScalarFunction function =
        ScalarFunctions.require("cast_" + value.type() + "_text", Kind.INTEGER, Kind.BIGINT);
    return new Expr.Call(function, List.of(value, catalog()), SqlType.TEXT);
  }

  /** The rows as clients see them: names in place of numbers. */
  static Rel shown(Rel rel) {
    if (rel.fields().stream().noneMatch(field -> CatalogTypes.isObjectName(field.type()))) {
      return rel;
    }
    List<Expr> values = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < rel.fields().size(); i++) {
      Field field = rel.fields().get(i);
      Expr value = new Expr.Column(i, field.type(), field.nullable());
      boolean name = CatalogTypes.isObjectName(field.type());
      values.add(name ? cast(value, SqlType.TEXT) : value);
      fields.add(name ? new Field(field.name(), SqlType.TEXT, field.nullable()) : field);
    }
    return new Rel.Project(rel, values, fields);
  }

  private static Expr catalog() {
    return new Expr.Call(ScalarFunctions.SESSION_CATALOG, List.of(), SqlType.BIGINT);
  }
}
