package dev.headrace.check.postgres;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Messages over a socket, none of which is waited for longer than until a deadline. */
final class PgSocket implements Closeable {
  private static final int SSL_REQUEST = 80877103;
  private static final int LONGEST_MESSAGE = 1 << 26;

  private Socket socket;
  private DataInputStream in;
  private final Duration timeout;
  private long deadline;

  private PgSocket(Socket socket, Duration timeout) throws IOException {
    this.socket = socket;
    this.timeout = timeout;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    begin();
  }

  static PgSocket open(DatabaseUrl url, Duration timeout) throws IOException, PgException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(url.host(), url.port()), Math.toIntExact(timeout.toMillis()));
      PgSocket opened = new PgSocket(socket, timeout);
      if (url.sslMode() != DatabaseUrl.SslMode.DISABLE) {
        opened.encrypt(url);
      }
      return opened;
    } catch (IOException | PgException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Waits for what follows as long as for the first. */
  void begin() {
    begin(timeout);
  }

  /** Waits for what follows as long as this. */
  void begin(Duration limit) {
    deadline = System.nanoTime() + limit.toNanos();
  }

  private void limitWaiting() throws IOException {
    long left = (deadline - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      throw new SocketTimeoutException("it is too late");
    }
    socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
  }

  private void encrypt(DatabaseUrl url) throws IOException, PgException {
    write(new MessageWriter().int32(SSL_REQUEST).end().bytes());
    limitWaiting();
    boolean offered = in.readByte() == 'S';
    boolean verified = url.sslMode() == DatabaseUrl.SslMode.VERIFY_FULL;
    if (!offered) {
      if (url.sslMode() != DatabaseUrl.SslMode.PREFER) {
        throw new PgException("the server does not offer encryption, which sslmode asks for");
      }
      return;
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManager[] trust = verified ? null : new TrustManager[] {new TrustAll()};
      context.init(null, trust, new SecureRandom());
      SSLSocket encrypted =
          (SSLSocket) context.getSocketFactory().createSocket(socket, url.host(), url.port(), true);
      if (verified) {
        SSLParameters parameters = encrypted.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        encrypted.setSSLParameters(parameters);
      }
      encrypted.startHandshake();
      socket = encrypted;
      in = new DataInputStream(new BufferedInputStream(encrypted.getInputStream(), 1 << 16));
    } catch (GeneralSecurityException e) {
      throw new PgException("cannot encrypt the connection: " + e.getMessage(), e);
    }
  }

  /** What sslmode=prefer and require mean to libpq: encrypted, whoever the server is. */
  private static final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  void write(byte[] messages) throws IOException {
    socket.getOutputStream().write(messages);
    socket.getOutputStream().flush();
  }

  Message read() throws IOException, PgException {
    limitWaiting();
    int type = in.read();
    if (type < 0) {
      throw new EOFException("the server closed the connection");
    }
    int length = in.readInt() - 4;
    if (length < 0 || length > LONGEST_MESSAGE) {
      throw new PgException("the server speaks another protocol");
    }
    return new Message((char) type, in.readNBytes(length));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
