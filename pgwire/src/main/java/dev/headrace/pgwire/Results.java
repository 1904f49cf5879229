package dev.headrace.pgwire;

import dev.headrace.model.Field;
import dev.headrace.model.text.TextStyle;
import dev.headrace.pgwire.codec.MessageOutput;
import dev.headrace.pgwire.codec.Reply;
import dev.headrace.pgwire.codec.RowEncoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One result on its way to the client: its description, its rows, its end. */
final class Results implements RowSink {
  private static final short[] ALL_TEXT = {};
  private static final short[] ALL_BINARY = {1};

  private final MessageOutput output;
  private final @Nullable RowEncoder encoder;
  private long left;

  /** For rows that an encoder can encode, or for a statement that returns none. */
  Results(MessageOutput output, @Nullable RowEncoder encoder) {
    this.output = output;
    this.encoder = encoder;
  }

  /** For the rows of a statement in the format that it has by itself. */
  static Results of(MessageOutput output, Statement statement, TextStyle style) {
    List<Field> fields = statement.fields();
    short[] formats = statement.isBinary() ? ALL_BINARY : ALL_TEXT;
    return new Results(
        output,
        fields == null ? null : new RowEncoder(fields, statement.origins(), formats, style));
  }

  boolean hasRows() {
    return encoder != null;
  }

  /** Sends RowDescription, or NoData where the statement returns no rows. */
  void describe() {
    if (encoder == null) {
      output.message(Reply.NO_DATA);
    } else {
      encoder.describe(output);
    }
  }

  /** Allows that many rows for the run that follows; 0 for any number. */
  RowSink limited(long maxRows) {
    left = maxRows == 0 ? Long.MAX_VALUE : maxRows;
    return this;
  }

  @Override
  public void row(byte[] slab, int row, int copies) {
    if (encoder == null) {
      throw new IllegalStateException("a row of a statement that returns none");
    }
    if (copies < 0 || copies > left) {
      throw new IllegalStateException(copies + " copies of a row where " + left + " may be sent");
    }
    left -= copies;
    for (int copy = 0; copy < copies; copy++) {
      encoder.encode(slab, row, output);
    }
  }

  @Override
  public void flush() {
    output.flush();
  }

  /** Sends how the run ended. */
  static void complete(MessageOutput output, Completion completion) {
    switch (completion) {
      case Completion.Complete(String command, long rows) -> {
        output.begin(Reply.COMMAND_COMPLETE);
        if (rows < 0) {
          output.putString(command);
        } else {
          output.body().writeAscii(command);
          output.putByte(' ');
          output.putDigits(rows);
          output.putByte(0);
        }
        output.end();
      }
      case Completion.Suspended _ -> output.message(Reply.PORTAL_SUSPENDED);
      case Completion.Empty _ -> output.message(Reply.EMPTY_QUERY);
      case Completion.CopyIn _, Completion.CopyOut _ ->
          throw new IllegalStateException("COPY has not been carried out");
    }
  }
}
