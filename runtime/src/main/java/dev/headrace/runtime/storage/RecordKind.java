package dev.headrace.runtime.storage;

/** What records are about. Codes are part of the format on disk: add, never renumber. */
public enum RecordKind {
  /** The definition of a table, view, sink or other named object, by its id. */
  DEFINITION(1),
  /** How far a sequence generator has got, by the id of its definition. */
  SEQUENCE(2),
  /** How far a connector has read its input, by the id of its relation. */
  POSITION(3),
  /** A setting of the database. */
  SETTING(4),
  /** Where the rows of a relation are that got columns since they were written, by its id. */
  PLACE(5);

  private final int code;

  RecordKind(int code) {
    this.code = code;
  }

  /** The number on disk, 1 to 255. */
  public int code() {
    return code;
  }
}
