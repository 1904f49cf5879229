package dev.headrace.pgwire;

import dev.headrace.model.ErrorCode;
import dev.headrace.pgwire.codec.ClientGoneException;
import dev.headrace.pgwire.codec.FatalException;
import dev.headrace.pgwire.codec.Frontend;
import dev.headrace.pgwire.codec.MessageInput;
import dev.headrace.pgwire.codec.MessageOutput;
import dev.headrace.pgwire.codec.Reply;
import java.io.EOFException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Authentication messages and the client's answers to them. */
final class AuthenticationExchange implements Authenticator.Exchange {
  private final MessageInput input;
  private final MessageOutput output;
  private final ClientSocket socket;

  AuthenticationExchange(MessageInput input, MessageOutput output, ClientSocket socket) {
    this.input = input;
    this.output = output;
    this.socket = socket;
  }

  @Override
  public byte @Nullable [] serverEndPoint() {
    return socket.serverEndPoint();
  }

  @Override
  public byte[] ask(int code, byte[] data) {
    tell(code, data);
    output.flush();
    int type = input.readMessage();
    if (type < 0) {
      throw new ClientGoneException("the client did not authenticate", new EOFException());
    }
    if (type != Frontend.AUTHENTICATION) {
      throw new FatalException(
          ErrorCode.PROTOCOL_VIOLATION, "expected password response, got message type " + type);
    }
    int length = input.remaining();
    int start = input.skip(length);
    return Arrays.copyOfRange(input.array(), start, start + length);
  }

  @Override
  public void tell(int code, byte[] data) {
    output.begin(Reply.AUTHENTICATION);
    output.putInt(code);
    output.putBytes(data);
    output.end();
  }

  /** Lets the client in. */
  void succeed() {
    tell(0, new byte[0]);
  }
}
