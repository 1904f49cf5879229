package dev.headrace.runtime.storage;

/** How the rows of a relation are told apart where they are kept. */
public enum RowForm {
  /** By the bytes of their key: {@link CommitWriter#putRow}. */
  KEYED,
  /** By all their columns, with a count: {@link CommitWriter#putMultiplicity}. */
  COUNTED,
  /** Not at all, because none is ever deleted: {@link CommitWriter#appendRow}. */
  APPENDED
}
