package dev.headrace.sql;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Interval;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.IntervalRange;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;

/** {@code INTERVAL '1 2' DAY TO HOUR}: fields behind the string instead of in it. */
final class RestrictedIntervals {
  private static final int FIRST = 2;

  private RestrictedIntervals() {}

  /**
   * The interval of a literal.
   *
   * @param call the type, the string, and the first and the last field
   */
  static Interval read(Operand.Text text, SqlCall call, Analysis analysis) {
    SqlNode last = call.operand(call.operandCount() - 1);
    IntervalRange range =
        IntervalRange.of(word(call.operand(FIRST)), word(last))
            .orElseThrow(
                () ->
                    analysis.error(
                        ErrorCode.SYNTAX_ERROR,
                        "syntax error at or near " + SqlException.quote(word(last)),
                        last));
    try {
      return range.parse(text.text().getBytes(StandardCharsets.UTF_8));
    } catch (SqlException e) {
      throw e.withPosition(analysis.source().position(text.place()));
    }
  }

  private static String word(SqlNode field) {
    return ((SqlLiteral) field).getValueAs(String.class);
  }
}
