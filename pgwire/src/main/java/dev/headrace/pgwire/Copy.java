package dev.headrace.pgwire;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.pgwire.codec.MessageInput;
import dev.headrace.pgwire.codec.MessageOutput;
import dev.headrace.pgwire.codec.Reply;
import dev.headrace.pgwire.codec.RowEncoder;
import java.io.IOException;

/**
 * The part of COPY between its Execute or Query and its CommandComplete: data goes one way, in
 * pieces of any size, without being kept.
 *
 * <p>Source: PostgreSQL 15, 55.2.6 "COPY Operations".
 */
final class Copy {
  private final MessageInput input;
  private final MessageOutput output;

  Copy(MessageInput input, MessageOutput output) {
    this.input = input;
    this.output = output;
  }

  /** Copies, where that is what a statement has come to; says how it ended. */
  Completion finish(Completion completion) {
    return switch (completion) {
      case Completion.CopyIn in -> receive(in);
      case Completion.CopyOut out -> send(out);
      case Completion.Complete complete -> complete;
      case Completion.Suspended suspended -> suspended;
      case Completion.Empty empty -> empty;
    };
  }

  private Completion receive(Completion.CopyIn copy) {
    begin(Reply.COPY_IN, copy.binary(), copy.columns());
    output.flush();
    CopyInput data = new CopyInput(input);
    try {
      Completion.Complete complete = copy.receiver().receive(data);
      data.skipRest();
      return complete;
    } catch (IOException e) {
      throw new SqlException(ErrorCode.IO_ERROR, "cannot read what is copied", e);
    }
  }

  private Completion send(Completion.CopyOut copy) {
    begin(Reply.COPY_OUT, copy.binary(), copy.columns());
    Completion.Complete complete =
        copy.sender()
            .send(
                (bytes, offset, length) -> {
                  output.begin(Reply.COPY_DATA);
                  output.body().write(bytes, offset, length);
                  output.end();
                });
    output.message(Reply.COPY_DONE);
    return complete;
  }

  private void begin(int type, boolean binary, int columns) {
    int format = binary ? RowEncoder.BINARY : RowEncoder.TEXT;
    output.begin(type);
    output.putByte(format);
    output.putShort(columns);
    for (int column = 0; column < columns; column++) {
      output.putShort(format);
    }
    output.end();
  }
}
