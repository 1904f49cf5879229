package dev.headrace.pgwire;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.pgwire.codec.ClientGoneException;
import dev.headrace.pgwire.codec.Frontend;
import dev.headrace.pgwire.codec.MessageInput;
import java.io.EOFException;
import java.io.InputStream;

/** The bytes of a client's CopyData messages up to its CopyDone. */
final class CopyInput extends InputStream {
  private final MessageInput input;
  private boolean ended;

  CopyInput(MessageInput input) {
    this.input = input;
  }

  @Override
  public int read() {
    return atData() ? input.readByte() : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (!atData()) {
      return -1;
    }
    int count = Math.min(length, input.remaining());
    System.arraycopy(input.array(), input.skip(count), target, offset, count);
    return count;
  }

  /** Reads up to CopyDone, whatever comes. */
  void skipRest() {
    while (atData()) {
      input.skip(input.remaining());
    }
  }

  private boolean atData() {
    while (!ended && input.remaining() == 0) {
      readMessage();
    }
    return !ended;
  }

  private void readMessage() {
    int type = input.readMessage();
    switch (type) {
      case -1 ->
          throw new ClientGoneException("the connection ended within COPY", new EOFException());
      case Frontend.COPY_DATA -> {
        // its bytes are what is read next
      }
      case Frontend.COPY_DONE -> {
        input.endOfMessage();
        ended = true;
      }
      case Frontend.COPY_FAIL -> {
        ended = true;
        throw new SqlException(
            ErrorCode.QUERY_CANCELED, "COPY from stdin failed: " + input.readString());
      }
      case Frontend.FLUSH, Frontend.SYNC -> {
        // Clients of the extended protocol send them behind Execute as a matter of course.
        input.endOfMessage();
      }
      default ->
          throw new SqlException(
              ErrorCode.PROTOCOL_VIOLATION,
              String.format("unexpected message type 0x%02X during COPY from stdin", type));
    }
  }
}
