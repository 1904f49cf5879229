package dev.headrace.sql;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A type as a definition has written it. The parser knows those that are there by themselves; which
 * of the catalog's a name means is found out when the statement is run.
 *
 * @param type the type; null for one of the catalog's
 * @param name of the latter, with its schema if one was written
 * @param array whether it is an array of them
 * @param place of the name; null for a type that is known
 */
public record WrittenType(
    @Nullable SqlType type, String name, boolean array, SqlException.@Nullable Position place) {
  /** A type that is known. */
  public static WrittenType of(SqlType type) {
    return new WrittenType(type, "", false, null);
  }

  /**
   * The type.
   *
   * @throws SqlException 42704 if the catalog has no such type
   */
  public SqlType resolve(Catalog catalog) {
    return type == null ? TypeNames.ofCatalog(name, array, catalog, this::error) : type;
  }

  /**
   * The type, where only one can stand that is there by itself.
   *
   * @throws SqlException 42704 for any other
   */
  SqlType known() {
    if (type == null) {
      throw error(TypeNames.missing(name));
    }
    return type;
  }

  private SqlException error(String message) {
    return new SqlException(ErrorCode.UNDEFINED_OBJECT, message)
        .withPosition(Objects.requireNonNull(place, "a name has a place"));
  }
}
