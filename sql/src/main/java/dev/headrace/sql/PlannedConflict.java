package dev.headrace.sql;

import java.util.List;

/**
 * A resolved ON CONFLICT.
 *
 * @param arbiters names of the unique keys that count. Rows that have one of these keys in common
 *     with a row of the table have been dealt with by the plan; rows of the statement that have one
 *     in common with each other are the engine's to find
 * @param update whether such a row changes the one that is there; without it, it is left out
 */
public record PlannedConflict(List<String> arbiters, boolean update) {
  public PlannedConflict {
    arbiters = List.copyOf(arbiters);
  }
}
