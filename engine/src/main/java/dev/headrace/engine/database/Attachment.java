package dev.headrace.engine.database;

/**
 * Something outside of the database that begins with a definition, such as the reader of a
 * connector's input.
 */
public interface Attachment {
  /** Is about to be committed: the last chance to refuse. Holds the commit lock. */
  void open();

  /** Has been committed. */
  void start();

  /** Was not committed after all, be it open or not. */
  void abandon();
}
