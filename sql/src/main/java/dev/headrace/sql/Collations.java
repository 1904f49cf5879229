package dev.headrace.sql;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;

/** COLLATE. All text is ordered by its bytes, which is what the collations that are known mean. */
final class Collations {
  private static final Set<String> KNOWN = Set.of("default", "C", "POSIX", "ucs_basic");

  private Collations() {}

  /** {@code COLLATE name}, if it stands here, behind a type. */
  static void accept(TokenCursor tokens, WrittenType type) {
    SqlParserPos place = tokens.place(tokens.peek());
    if (acceptName(tokens)) {
      SqlType known = type.type();
      if (known == null) {
        throw unsupported(type.name(), tokens.source(), place);
      }
      requireText(known, tokens.source(), place);
    }
  }

  /** {@code COLLATE name}, if it stands here; says whether it does. */
  static boolean acceptName(TokenCursor tokens) {
    boolean here = tokens.accept("collate");
    if (here) {
      require(tokens.dottedIdentifier(), tokens.source());
    }
    return here;
  }

  static void require(SqlIdentifier collation, SourceText source) {
    String name = collation.names.getLast();
    if (!KNOWN.contains(name)) {
      throw source.error(
          ErrorCode.UNDEFINED_OBJECT,
          "collation " + SqlException.quote(name) + " for encoding \"UTF8\" does not exist",
          collation);
    }
  }

  static void requireText(SqlType type, SourceText source, SqlParserPos place) {
    SqlType element = type.element() == null ? type : Objects.requireNonNull(type.element());
    if (!element.kind().isText()) {
      throw unsupported(Types.name(type), source, place);
    }
  }

  private static SqlException unsupported(String type, SourceText source, SqlParserPos place) {
    return source.error(
        ErrorCode.DATATYPE_MISMATCH, "collations are not supported by type " + type, place);
  }
}
