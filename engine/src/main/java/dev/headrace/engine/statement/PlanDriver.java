package dev.headrace.engine.statement;

import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.system.SystemSession;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.unit.Cancellation;

/**
 * Runs a plan, over and over with other parameters and on other snapshots. Not thread-safe.
 *
 * <pre>
 *   open   finds the rows that the scans give      for each run
 *   plan   prepares the units                      once, knowing how much there is to do
 *   run    makes the result
 *   close  forgets the run
 * </pre>
 */
sealed interface PlanDriver permits CountRunner, QueryRunner, StraightRunner {
  /** Begins a run: finds what the scans will give, and returns how many rows that are, about. */
  long open(
      ParameterRow parameters, ReadView view, Cancellation cancellation, SystemSession session);

  /**
   * Prepares the units.
   *
   * @param records how many records they are going to see, in all runs together
   */
  void plan(long records);

  /** Gives the result of what the statement sees, in memory of its own. */
  Segments run();

  /** Forgets the run; returns whether there may be another one, without holding much till then. */
  boolean close();

  /** What its state may hold, in bytes. */
  long memoryLimit();

  /** How many records its units were prepared for. */
  long expectedRecords();
}
