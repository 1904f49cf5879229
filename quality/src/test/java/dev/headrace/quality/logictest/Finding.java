package dev.headrace.quality.logictest;

/** A record whose outcome is not the expected one. */
record Finding(int line, Reason reason, String sql, String details) {
  enum Reason {
    /** Other rows than expected. */
    WRONG_ROWS,
    /** A materialized view with other rows than its query. */
    WRONG_VIEW,
    /** An error where there should be none, or another one. */
    WRONG_ERROR,
    /** No error where there should be one. */
    NO_ERROR,
    /** The database says that it does not do this. */
    REFUSED
  }

  @Override
  public String toString() {
    return "line " + line + ": " + reason + "\n" + sql + "\n" + details;
  }
}
