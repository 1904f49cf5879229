package dev.headrace.pgwire;

/** A statement with its parameters, about to run or part-way through its rows. */
public interface Portal extends AutoCloseable {
  /**
   * Runs, or goes on after {@link Completion.Suspended}. Not called again once it has completed or
   * failed.
   *
   * @param maxRows how many rows, counted by weight, to send at most; 0 for all
   */
  Completion execute(long maxRows, RowSink sink);

  @Override
  void close();
}
