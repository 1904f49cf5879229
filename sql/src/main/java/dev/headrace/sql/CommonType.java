package dev.headrace.sql;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.util.List;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** One type for several values: CASE, COALESCE, UNION, VALUES, ARRAY (manual, section 10.5). */
final class CommonType {
  private CommonType() {}

  /**
   * The type of types that may be unknown; text if all are.
   *
   * @param clause for the message, for example {@code CASE}
   */
  static SqlType of(
      List<? extends @Nullable SqlType> types,
      String clause,
      SourceText source,
      List<SqlParserPos> places) {
    @Nullable SqlType common = null;
    boolean sameModifiers = true;
    for (int i = 0; i < types.size(); i++) {
      SqlType type = types.get(i);
      if (type == null) {
        continue;
      }
      if (common == null) {
        common = type;
      } else if (!type.equals(common)) {
        sameModifiers = false;
        if (type.kind() != common.kind()) {
          common = wider(common, type, clause, source, places.get(i));
        } else if (isOneOfMany(type.kind())
            && !Types.unmodified(type).equals(Types.unmodified(common))) {
          throw type.kind() == SqlType.Kind.ENUM
              ? unconvertible(type, common, clause, source, places.get(i))
              : mismatch(common, type, clause, source, places.get(i));
        }
      }
    }
    if (common == null) {
      return SqlType.TEXT;
    }
    return sameModifiers ? common : Types.unmodified(common);
  }

  /** Whether a kind is that of different types, which do not become each other. */
  private static boolean isOneOfMany(SqlType.Kind kind) {
    return kind == SqlType.Kind.ARRAY || kind == SqlType.Kind.ENUM;
  }

  private static SqlType wider(
      SqlType common, SqlType type, String clause, SourceText source, SqlParserPos place) {
    if (Types.category(common.kind()) != Types.category(type.kind())) {
      throw mismatch(common, type, clause, source, place);
    }
    boolean widens =
        !Types.isPreferred(common.kind())
            && Types.isImplicit(common, type)
            && !Types.isImplicit(type, common);
    SqlType result = widens ? type : common;
    SqlType other = widens ? common : type;
    if (!Types.isImplicit(other, result)) {
      throw unconvertible(other, result, clause, source, place);
    }
    return result;
  }

  private static SqlException unconvertible(
      SqlType type, SqlType result, String clause, SourceText source, SqlParserPos place) {
    return source.error(
        ErrorCode.CANNOT_COERCE,
        (clause.equals("CASE") ? "CASE/WHEN" : clause)
            + " could not convert type "
            + Types.name(type)
            + " to "
            + Types.name(result),
        place);
  }

  private static SqlException mismatch(
      SqlType common, SqlType type, String clause, SourceText source, SqlParserPos place) {
    return source.error(
        ErrorCode.DATATYPE_MISMATCH,
        clause + " types " + Types.name(common) + " and " + Types.name(type) + " cannot be matched",
        place);
  }
}
