package dev.headrace.engine.system;

import dev.headrace.engine.system.SystemRows.Context;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.TypeOids;
import java.util.List;

/**
 * The operator classes of indexes: each type has the one that orders it by default, with the name
 * and the numbers it has in PostgreSQL.
 */
final class OperatorClasses {
  /** What PostgreSQL numbers the type that stands for all arrays. */
  private static final int ANY_ARRAY = 2277;

  private record OperatorClass(int oid, String name, int type, int family) {}

  private static final List<OperatorClass> ALL =
      List.of(
          new OperatorClass(10000, "array_ops", ANY_ARRAY, 397),
          new OperatorClass(10003, "bool_ops", 16, 424),
          new OperatorClass(10004, "bpchar_ops", 1042, 426),
          new OperatorClass(10006, "bytea_ops", 17, 428),
          new OperatorClass(10007, "char_ops", 18, 429),
          new OperatorClass(3122, "date_ops", 1082, 434),
          new OperatorClass(10012, "float4_ops", 700, 1970),
          new OperatorClass(3123, "float8_ops", 701, 1970),
          new OperatorClass(1979, "int2_ops", 21, 1976),
          new OperatorClass(1978, "int4_ops", 23, 1976),
          new OperatorClass(3124, "int8_ops", 20, 1976),
          new OperatorClass(10022, "interval_ops", 1186, 1982),
          new OperatorClass(10088, "jsonb_ops", 3802, 4033),
          new OperatorClass(10028, "name_ops", 19, 1994),
          new OperatorClass(3125, "numeric_ops", 1700, 1988),
          new OperatorClass(1981, "oid_ops", 26, 1989),
          new OperatorClass(3126, "text_ops", 25, 1994),
          new OperatorClass(10038, "time_ops", 1083, 1996),
          new OperatorClass(3128, "timestamp_ops", 1114, 434),
          new OperatorClass(3127, "timestamptz_ops", 1184, 434),
          new OperatorClass(10065, "uuid_ops", 2950, 2968));

  private OperatorClasses() {}

  /** The OID of the class that orders a type by default; 0 if there is none. */
  static int of(SqlType type) {
    int wanted = inputType(type);
    return ALL.stream().filter(each -> each.type == wanted).mapToInt(each -> each.oid).sum();
  }

  /** That of the class's own type: the class of {@code text} serves {@code varchar}, too. */
  private static int inputType(SqlType type) {
    return switch (type.kind()) {
      case ARRAY -> ANY_ARRAY;
      case VARCHAR -> TypeOids.oid(SqlType.TEXT);
      default -> TypeOids.oid(type);
    };
  }

  static void rows(RowBuilder rows, Context context) {
    for (OperatorClass each : ALL) {
      rows.set("oid", each.oid)
          .set("opcmethod", ClassRows.BTREE)
          .set("opcname", each.name)
          .set("opcnamespace", Schema.PG_CATALOG.oid())
          .set("opcowner", SystemObjects.FIRST_ROLE)
          .set("opcfamily", each.family)
          .set("opcintype", each.type)
          .set("opcdefault", true)
          .set("opckeytype", 0)
          .add();
    }
  }
}
