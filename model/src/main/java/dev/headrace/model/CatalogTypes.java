package dev.headrace.model;

import dev.headrace.model.SqlType.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The types of PostgreSQL's system catalogs that tables of users hardly have, {@code oid} and what
 * is an OID underneath, {@code name}, {@code "char"}, vectors; and {@code json}.
 *
 * <p>Each is another type under a number of its own, its OID: it is stored, compared and computed
 * with like that type, and differs in what clients are told it is, in casts and in its text. An OID
 * is stored in an INTEGER: those given out here are positive.
 */
public final class CatalogTypes {
  private static final Map<Integer, String> NAMES = new HashMap<>();
  private static final Map<String, SqlType> BY_NAME = new HashMap<>();
  private static final Map<Integer, SqlType> BY_OID = new HashMap<>();
  private static final Map<Integer, Integer> ARRAYS = new HashMap<>();

  public static final SqlType CHARACTER = define("\"char\"", 18, 1002, SqlType.TEXT);
  public static final SqlType NAME = define("name", 19, 1003, SqlType.TEXT);
  public static final SqlType SMALLINT_VECTOR =
      define("int2vector", 22, 1006, SqlType.array(SqlType.SMALLINT));
  public static final SqlType FUNCTION = define("regproc", 24, 1008, SqlType.INTEGER);
  public static final SqlType OID = define("oid", 26, 1028, SqlType.INTEGER);
  public static final SqlType TRANSACTION = define("xid", 28, 1011, SqlType.INTEGER);
  public static final SqlType OID_VECTOR = define("oidvector", 30, 1013, SqlType.array(OID));
  public static final SqlType EXPRESSION = define("pg_node_tree", 194, 0, SqlType.TEXT);
  public static final SqlType RELATION = define("regclass", 2205, 2210, SqlType.INTEGER);
  public static final SqlType TYPE = define("regtype", 2206, 2211, SqlType.INTEGER);
  public static final SqlType FUNCTION_SIGNATURE =
      define("regprocedure", 2202, 2207, SqlType.INTEGER);
  public static final SqlType SCHEMA = define("regnamespace", 4089, 4090, SqlType.INTEGER);
  public static final SqlType ROLE = define("regrole", 4096, 4097, SqlType.INTEGER);

  /** The pair {@code (x, n)} that {@code information_schema._pg_expandarray} gives. */
  public static final SqlType NUMBERED = define("record", 2249, 0, SqlType.array(SqlType.INTEGER));

  /** {@code jsonb} under another name: a text is normalised like that. */
  public static final SqlType JSON = define("json", 114, 199, SqlType.JSONB);

  private CatalogTypes() {}

  private static SqlType define(String name, int oid, int array, SqlType base) {
    SqlType type = new SqlType(base.kind(), SqlType.UNBOUNDED, oid, base.element());
    NAMES.put(oid, name);
    BY_NAME.put(name, type);
    BY_OID.put(oid, type);
    ARRAYS.put(oid, array);
    if (array != 0 && base.kind() != Kind.ARRAY) {
      BY_OID.put(array, SqlType.array(type));
    }
    return type;
  }

  /** Whether a type is one of them. */
  public static boolean contains(SqlType type) {
    return type.scale() != 0 && type.kind() != Kind.NUMERIC;
  }

  /** Whether values are numbers of objects that casts and texts show the names of. */
  public static boolean isObjectName(SqlType type) {
    return contains(type)
        && type.kind() == Kind.INTEGER
        && !type.equals(OID)
        && !type.equals(TRANSACTION);
  }

  /** The type of a name, which has to be written as {@code pg_type} has it. */
  public static Optional<SqlType> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The type, or the array of such a type, of an OID; null for other OIDs. */
  public static @Nullable SqlType type(int oid) {
    return BY_OID.get(oid);
  }

  /** The OID of the array type of one of them. */
  public static int arrayOid(SqlType type) {
    return ARRAYS.getOrDefault(type.scale(), 0);
  }

  static String name(SqlType type) {
    return NAMES.getOrDefault(type.scale(), "unknown");
  }
}
