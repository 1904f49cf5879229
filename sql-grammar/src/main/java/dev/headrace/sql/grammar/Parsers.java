package dev.headrace.sql.grammar;

import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;

/** Makes parsers. */
public final class Parsers {
  /** As permissive as possible; what must be refused is refused by the analyzer. */
  private static final SqlDelegatingConformance CONFORMANCE =
      new SqlDelegatingConformance(SqlConformanceEnum.BABEL) {
        @Override
        public boolean isOffsetLimitAllowed() {
          return true;
        }

        /** ROW may stand wherever an expression does. */
        @Override
        public boolean allowExplicitRowValueConstructor() {
          return true;
        }

        /** A colon stands between the bounds of a slice. */
        @Override
        public boolean isColonFieldAccessAllowed() {
          return false;
        }
      };

  private Parsers() {}

  /** A parser at the start of a text. */
  public static HeadraceParser of(String text) {
    HeadraceParser parser = new HeadraceParser(new PostgresTokens(text));
    parser.setUnquotedCasing(Casing.TO_LOWER);
    parser.setQuotedCasing(Casing.UNCHANGED);
    parser.setIdentifierMaxLength(Integer.MAX_VALUE);
    parser.setConformance(CONFORMANCE);
    return parser;
  }
}
