package dev.headrace.engine.statement;

import dev.headrace.engine.database.Names;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.sql.Statement;
import java.util.BitSet;

/** EXPLAIN (DESCRIBE): what a statement takes and gives, for tools that check statements. */
final class DescribeRunner {
  private DescribeRunner() {}

  /** The option NULLABLE has the numbers of the parameters that may be NULL. */
  static Outcome run(Statement.Explain explain, Names names) {
    BitSet nullable = numbers(explain.options().getOrDefault("nullable", ""));
    Description description =
        StatementDescriber.describe(
            explain.target().statement(), names, parameter -> !nullable.get(parameter + 1));
    TextRows rows = new TextRows(ExplainRunner.FIELDS);
    DescriptionText.lines(description).forEach(rows::add);
    return rows.outcome("EXPLAIN");
  }

  private static BitSet numbers(String list) {
    BitSet numbers = new BitSet();
    if (!list.isBlank()) {
      for (String number : list.split(",", -1)) {
        if (!number.strip().matches("[1-9]\\d{0,4}")) {
          throw new SqlException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "NULLABLE has numbers of parameters with commas between them, as in '1,3'");
        }
        numbers.set(Integer.parseInt(number.strip()));
      }
    }
    return numbers;
  }
}
