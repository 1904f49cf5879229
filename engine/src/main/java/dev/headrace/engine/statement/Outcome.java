package dev.headrace.engine.statement;

import dev.headrace.engine.database.ChangeStream;
import dev.headrace.model.Field;
import dev.headrace.model.Notice;
import dev.headrace.model.RowLayout;
import dev.headrace.runtime.circuit.Segments;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** What a statement came to. */
public sealed interface Outcome {
  /**
   * Done, without rows.
   *
   * @param command the command tag without its number, for example {@code INSERT 0}
   * @param rows how many rows were changed; -1 if the tag has no number
   * @param notices to be shown besides the tag
   */
  record Done(String command, long rows, List<Notice> notices) implements Outcome {
    public Done {
      notices = List.copyOf(notices);
    }

    public static Done of(String command) {
      return new Done(command, -1, List.of());
    }

    public static Done of(String command, long rows) {
      return new Done(command, rows, List.of());
    }

    public Done with(Notice notice) {
      return new Done(command, rows, List.of(notice));
    }

    /** As PostgreSQL's command tags, for example {@code INSERT 0 3}. */
    public String tag() {
      return rows < 0 ? command : command + " " + rows;
    }
  }

  /**
   * A result.
   *
   * @param tag without the number of rows
   * @param fields of the rows
   * @param layout of the rows
   * @param rows a bag: a row's weight says how often it is in the result
   */
  record Rows(String tag, List<Field> fields, RowLayout layout, Segments rows) implements Outcome {
    public Rows {
      fields = List.copyOf(fields);
    }

    Rows(String tag, List<Field> fields, Segments rows) {
      this(tag, fields, RowLayout.of(fields), rows);
    }
  }

  /** A result without an end: a view's rows and then its changes. */
  record Stream(List<Field> fields, ChangeStream changes) implements Outcome {
    public Stream {
      fields = List.copyOf(fields);
    }
  }

  /**
   * COPY FROM STDIN: waits for its data.
   *
   * @param binary whether the data is in COPY's binary format
   * @param columns how many columns it has
   */
  record CopyIn(boolean binary, int columns, Receiver receiver) implements Outcome {}

  /** COPY TO STDOUT: has data to send. Parameters as above. */
  record CopyOut(boolean binary, int columns, Sender sender) implements Outcome {}

  /** Takes the data of a COPY. */
  @FunctionalInterface
  interface Receiver {
    /** Reads the data to its end, if it has to, and finishes the statement. */
    Done receive(InputStream data) throws IOException;
  }

  /** Gives the data of a COPY. */
  @FunctionalInterface
  interface Sender {
    /** Writes everything, a row at a time, and finishes the statement. */
    Done send(OutputStream target) throws IOException;
  }
}
