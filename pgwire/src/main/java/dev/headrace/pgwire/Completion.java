package dev.headrace.pgwire;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** What a run of a {@link Portal} came to. */
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

  /**
   * COPY ... FROM STDIN: the statement needs the client's data.
   *
   * @param binary whether it is in COPY's binary format, not in text or CSV
   * @param columns how many columns it has
   * @param receiver takes the data and finishes the statement
   */
  record CopyIn(boolean binary, int columns, CopyReceiver receiver) implements Completion {}

  /**
   * COPY ... TO STDOUT: the statement has data for the client.
   *
   * @param binary whether it is in COPY's binary format, not in text or CSV
   * @param columns how many columns it has
   * @param sender sends the data and finishes the statement
   */
  record CopyOut(boolean binary, int columns, CopySender sender) implements Completion {}

  /** Takes what a client copies in. */
  @FunctionalInterface
  interface CopyReceiver {
    /**
     * Reads the data to its end and finishes the statement.
     *
     * @param data as the client sends it: reading waits for it, and throws an {@link
     *     dev.headrace.model.SqlException} that must not be caught when the client gives up. What
     *     is not read is skipped.
     */
    Complete receive(InputStream data) throws IOException;
  }

  /** Sends what a client copies out. */
  @FunctionalInterface
  interface CopySender {
    /** Sends everything and finishes the statement. */
    Complete send(CopySink sink);
  }

  /** Where data for a client goes. Blocks while the client does not read. */
  @FunctionalInterface
  interface CopySink {
    /** Sends some bytes, a row as a rule. They are copied. */
    void data(byte[] bytes, int offset, int length);
  }
}
