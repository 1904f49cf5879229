package dev.headrace.pgwire;

import dev.headrace.model.ErrorCode;
import dev.headrace.pgwire.codec.FatalException;
import dev.headrace.pgwire.tls.Tls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Locale;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A client's socket, which may become encrypted before the session begins. One thread reads and one
 * writes at a time; any may interrupt, abort and ask.
 */
final class ClientSocket implements AutoCloseable {
  /** What PostgreSQL's clients name in TLS's negotiation of a protocol (ALPN). */
  private static final String APPLICATION_PROTOCOL = "postgresql";

  private final Socket socket;
  private final Output output = new Output();
  private InputStream in;
  private OutputStream out;
  private @Nullable SSLSocket encrypted;
  private volatile long writingSince;

  ClientSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  int read(byte[] target, int offset, int length) throws IOException {
    return in.read(target, offset, length);
  }

  /** Writes to the client, encrypted from the moment on when that was agreed. */
  OutputStream output() {
    return output;
  }

  @Nullable InetSocketAddress remoteAddress() {
    return socket.getRemoteSocketAddress() instanceof InetSocketAddress address ? address : null;
  }

  /**
   * Shakes hands.
   *
   * @param received what was read already and is the beginning of the client's handshake
   * @param direct whether the client began with it, without asking: it has to name the protocol
   */
  void encrypt(Tls tls, byte[] received, boolean direct) throws IOException {
    SSLSocketFactory factory = tls.context().getSocketFactory();
    SSLSocket secure =
        (SSLSocket) factory.createSocket(socket, new ByteArrayInputStream(received), false);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setApplicationProtocols(new String[] {APPLICATION_PROTOCOL});
    parameters.setUseCipherSuitesOrder(true);
    secure.setSSLParameters(parameters);
    secure.setUseClientMode(false);
    secure.startHandshake();
    encrypted = secure;
    in = secure.getInputStream();
    out = secure.getOutputStream();
    if (direct && !APPLICATION_PROTOCOL.equals(secure.getApplicationProtocol())) {
      throw new FatalException(
          ErrorCode.PROTOCOL_VIOLATION,
          "received direct SSL connection request without ALPN protocol negotiation extension");
    }
  }

  boolean isEncrypted() {
    return encrypted != null;
  }

  /**
   * The channel binding {@code tls-server-end-point} (RFC 5929, section 4.1): a hash of the
   * server's certificate; null if the connection is not encrypted.
   */
  byte @Nullable [] serverEndPoint() {
    if (encrypted == null) {
      return null;
    }
    Certificate[] chain = encrypted.getSession().getLocalCertificates();
    try {
      return chain != null && chain[0] instanceof X509Certificate certificate
          ? MessageDigest.getInstance(hashOf(certificate.getSigAlgName()))
              .digest(certificate.getEncoded())
          : null;
    } catch (GeneralSecurityException e) {
      return null; // a signature without a hash of its own, such as Ed25519: no binding
    }
  }

  /** The hash of a signature such as SHA384withECDSA, where MD5 and SHA-1 become SHA-256. */
  private static String hashOf(String signature) {
    String hash = signature.toUpperCase(Locale.ROOT).split("WITH", -1)[0];
    return switch (hash) {
      case "MD5", "SHA1" -> "SHA-256";
      default -> hash.startsWith("SHA") && !hash.contains("-") ? "SHA-" + hash.substring(3) : hash;
    };
  }

  /** Since when a write is waiting for the client, as {@link System#nanoTime}; 0 for no write. */
  long writingSince() {
    return writingSince;
  }

  /** Makes the read that waits, and all later ones, end. */
  void interruptReading() throws IOException {
    socket.shutdownInput();
  }

  /** Says that nothing more will come, and reads what has come so that closing is no reset. */
  void finish() throws IOException {
    if (encrypted != null) {
      encrypted.shutdownOutput();
    } else {
      socket.shutdownOutput();
      InputStream unread = socket.getInputStream();
      unread.skipNBytes(unread.available());
    }
  }

  /** Cuts the connection, whoever is using it. */
  void abort() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    try (socket) {
      if (encrypted != null && !socket.isClosed()) {
        encrypted.close();
      }
    }
  }

  /** Whatever the output is at the time, with a clock. */
  private final class Output extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      writingSince = System.nanoTime() | 1;
      try {
        out.write(bytes, offset, length);
      } finally {
        writingSince = 0;
      }
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }
  }
}
