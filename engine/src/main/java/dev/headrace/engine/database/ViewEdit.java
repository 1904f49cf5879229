package dev.headrace.engine.database;

import java.util.List;

/**
 * What a change of definitions means for a materialized view.
 *
 * @param view its name, the old one if it is dropped
 * @param operators that it is made of, or was; none for one that is kept
 * @param rows that have to be read to fill it
 * @param nanos that filling may take, judged by what the running operators took
 */
public record ViewEdit(String view, Kind kind, List<Part> operators, long rows, long nanos) {
  public ViewEdit {
    operators = List.copyOf(operators);
  }

  /** What happens to a view or an operator. */
  public enum Kind {
    KEPT,
    CHANGED,
    NEW,
    DROPPED
  }

  /**
   * An operator.
   *
   * @param kind kept with its state, new, or dropped
   * @param stateRows that it remembers; 0 for a new one
   */
  public record Part(String operator, Kind kind, long stateRows) {}
}
