package dev.headrace.pgwire;

/** A statement of a Query message: its syntax is known to be right, its names are not looked up. */
@FunctionalInterface
public interface ParsedStatement {
  /** Looks up names and types, which may depend on the statements before it having run. */
  Statement analyse();
}
