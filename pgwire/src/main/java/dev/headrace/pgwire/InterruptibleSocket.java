package dev.headrace.pgwire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A socket whose {@link #shutdownInput} makes reads fail instead of end. TLS takes the end of its
 * input for a reason to close everything, and a failed read for none: so the server can interrupt a
 * session that waits for its client, and still say goodbye.
 */
final class InterruptibleSocket extends Socket {
  /** Accepts such sockets. */
  static final class Listener extends ServerSocket {
    Listener() throws IOException {}

    @Override
    public Socket accept() throws IOException {
      Socket socket = new InterruptibleSocket();
      implAccept(socket);
      return socket;
    }
  }

  private InterruptibleSocket() {}

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        if (count < 0 && isInputShutdown()) {
          throw new InterruptedIOException("the server ends the session");
        }
        return count;
      }
    };
  }
}
