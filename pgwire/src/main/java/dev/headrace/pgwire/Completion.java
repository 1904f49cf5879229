package dev.headrace.pgwire;

import java.util.Objects;

/**
 * How a run of a {@link Portal} ended. COPY will add its two cases here: rows that come from the
 * client and rows that go to it as CopyData.
 */
public sealed interface Completion {
  /**
   * The limit was reached. As in PostgreSQL this is the answer even if no row is left, which the
   * next run then finds out.
   */
  record Suspended() implements Completion {
    public static final Suspended INSTANCE = new Suspended();
  }

  /** The statement was empty. */
  record Empty() implements Completion {
    public static final Empty INSTANCE = new Empty();
  }

  /**
   * The statement is done.
   *
   * @param command the command tag without its row count: {@code SELECT}, {@code INSERT 0}, {@code
   *     CREATE TABLE}
   * @param rows the tag's row count, for SELECT that of this run; -1 if the tag has none
   */
  record Complete(String command, long rows) implements Completion {
    public Complete {
      Objects.requireNonNull(command, "command");
    }

    /** A tag without a row count. */
    public Complete(String command) {
      this(command, -1);
    }
  }
}
