package dev.headrace.check.postgres;

/** Something to ask a server. */
public sealed interface Request {
  /** The parameters and columns of a statement. */
  record Describe(String sql) implements Request {}

  /** The rows of one statement without parameters. */
  record Rows(String sql) implements Request {}

  /** To keep a statement under a name. */
  record Prepare(String name, String sql) implements Request {}

  /** To run statements, the last one's rows being the reply. They are one transaction. */
  record Script(String sql) implements Request {}
}
