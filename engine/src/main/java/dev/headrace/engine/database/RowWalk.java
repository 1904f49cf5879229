package dev.headrace.engine.database;

/** Rows one after the other in an order. Starts before the first. */
public interface RowWalk {
  /** Moves to the next row; returns whether there is one. */
  boolean next();

  /** The slab with the current row; not to be changed. */
  byte[] slab();

  /** Where the current row starts in its slab. */
  int row();

  /** Whether the current row's key starts with these bytes. */
  boolean hasPrefix(byte[] prefix);
}
