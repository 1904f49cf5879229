package dev.headrace.pgwire.codec;

/** Messages a client sends: their type bytes, and the request codes that stand in for a version. */
public final class Frontend {
  public static final int BIND = 'B';
  public static final int EXECUTE = 'E';
  public static final int SYNC = 'S';
  public static final int QUERY = 'Q';
  public static final int PARSE = 'P';
  public static final int DESCRIBE = 'D';
  public static final int CLOSE = 'C';
  public static final int FLUSH = 'H';
  public static final int TERMINATE = 'X';
  public static final int FUNCTION_CALL = 'F';
  public static final int COPY_DATA = 'd';
  public static final int COPY_DONE = 'c';
  public static final int COPY_FAIL = 'f';

  /** PasswordMessage, SASLInitialResponse and SASLResponse, told apart by what was asked. */
  public static final int AUTHENTICATION = 'p';

  /** Protocol major 1234: codes instead of versions. */
  public static final int CANCEL_REQUEST = 1234 << 16 | 5678;

  public static final int SSL_REQUEST = 1234 << 16 | 5679;
  public static final int GSS_ENCRYPTION_REQUEST = 1234 << 16 | 5680;

  private Frontend() {}

  /** Whether a type byte is one a client may send once it is connected. */
  static boolean isMessage(int type) {
    return switch (type) {
      case BIND, EXECUTE, SYNC, QUERY, PARSE, DESCRIBE, CLOSE, FLUSH, TERMINATE -> true;
      case FUNCTION_CALL, COPY_DATA, COPY_DONE, COPY_FAIL, AUTHENTICATION -> true;
      default -> false;
    };
  }

  /** Whether a message may carry much data, as PostgreSQL sorts them. */
  static boolean isLong(int type) {
    return switch (type) {
      case BIND, QUERY, PARSE, FUNCTION_CALL, COPY_DATA -> true;
      default -> false;
    };
  }
}
