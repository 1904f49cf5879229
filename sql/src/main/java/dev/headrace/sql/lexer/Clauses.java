package dev.headrace.sql.lexer;

/**
 * Where in a statement a normalizer is: how many parentheses are open, and for each depth which
 * clause it belongs to. One bit of a word for each depth.
 */
final class Clauses {
  private static final int MAX_DEPTH = 62;

  private int depth;
  // in a WHERE clause or SET list
  private long conditions;
  // in a SET list, and not in a query of its own there
  private long assignments;
  // behind a BETWEEN that waits for its AND
  private long betweens;

  void clear() {
    depth = 0;
    conditions = 0;
    assignments = 0;
    betweens = 0;
  }

  int depth() {
    return depth;
  }

  /**
   * A parenthesis, which belongs to the clause that it stands in.
   *
   * @return false if it is too deep to tell them apart from now on
   */
  boolean open() {
    boolean conditional = inConditions();
    boolean assigning = inAssignments();
    depth++;
    if (depth > MAX_DEPTH) {
      return false;
    }
    conditions = with(conditions, conditional);
    assignments = with(assignments, assigning);
    betweens = with(betweens, false);
    return true;
  }

  /** The end of a parenthesis; false if none is open. */
  boolean close() {
    return --depth >= 0;
  }

  void where() {
    conditions = with(conditions, true);
    assignments = with(assignments, false);
  }

  void set() {
    conditions = with(conditions, true);
    assignments = with(assignments, true);
  }

  /** The end of a WHERE clause or SET list, if it was one. */
  void end() {
    conditions = with(conditions, false);
    assignments = with(assignments, false);
    betweens = with(betweens, false);
  }

  void between() {
    betweens = with(betweens, true);
  }

  /** An AND; whether it is that of a BETWEEN. */
  boolean endBetween() {
    boolean waiting = at(betweens);
    betweens = with(betweens, false);
    return waiting;
  }

  boolean inConditions() {
    return at(conditions);
  }

  boolean inAssignments() {
    return at(assignments);
  }

  private boolean at(long bits) {
    return (bits >>> depth & 1) != 0;
  }

  private long with(long bits, boolean value) {
    long bit = 1L << depth;
    return value ? bits | bit : bits & ~bit;
  }
}
