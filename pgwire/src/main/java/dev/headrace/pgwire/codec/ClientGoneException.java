package dev.headrace.pgwire.codec;

/**
 * The client can no longer be read from or written to. Whoever produces rows lets it pass: the
 * session ends and takes its transaction with it.
 */
public final class ClientGoneException extends RuntimeException {
  public ClientGoneException(String message, Throwable cause) {
    super(message, cause, false, false);
  }
}
