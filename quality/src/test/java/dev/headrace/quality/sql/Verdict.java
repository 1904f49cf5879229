package dev.headrace.quality.sql;

import java.util.Objects;
import java.util.regex.Pattern;

/** How PostgreSQL's answer and Headrace's compare. */
enum Verdict {
  /** Equal rows and types. */
  EQUAL,
  /** Errors that are equal, or that values cause: which one comes first is up to the plan. */
  EQUAL_ERROR,
  /** Only one of them met the value that is an error: the other's plan did not look there. */
  PLAN_DEPENDENT,
  /** Headrace says that it cannot do that. */
  REFUSED,
  DIFFERENT;

  /** Where one of several equal values is chosen, which of 1.0 and 1.00 that is may differ. */
  private static final Pattern CHOOSING =
      Pattern.compile(
          "GROUP BY|DISTINCT|UNION|EXCEPT|INTERSECT|LIMIT|min\\(|max\\(|greatest\\(|least\\(");

  static Verdict of(String sql, Answer expected, Answer actual) {
    if (actual.isRefusal()) {
      return REFUSED;
    }
    if (expected.isError() && actual.isError()) {
      boolean agree =
          Objects.equals(expected.sqlState(), actual.sqlState())
              || (expected.isDataError() && actual.isDataError());
      return agree ? EQUAL_ERROR : DIFFERENT;
    }
    if (expected.isError() || actual.isError()) {
      return expected.isDataError() || actual.isDataError() ? PLAN_DEPENDENT : DIFFERENT;
    }
    return expected.types().equals(actual.types()) && equalRows(sql, expected, actual)
        ? EQUAL
        : DIFFERENT;
  }

  static boolean equalRows(String sql, Answer expected, Answer actual) {
    boolean exact = !CHOOSING.matcher(sql).find();
    return expected.bag(exact).equals(actual.bag(exact));
  }
}
