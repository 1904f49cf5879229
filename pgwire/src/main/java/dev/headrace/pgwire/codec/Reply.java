package dev.headrace.pgwire.codec;

/** Type bytes of the messages a server sends. */
public final class Reply {
  public static final int DATA_ROW = 'D';
  public static final int COMMAND_COMPLETE = 'C';
  public static final int READY_FOR_QUERY = 'Z';
  public static final int BIND_COMPLETE = '2';
  public static final int PARSE_COMPLETE = '1';
  public static final int CLOSE_COMPLETE = '3';
  public static final int ROW_DESCRIPTION = 'T';
  public static final int PARAMETER_DESCRIPTION = 't';
  public static final int NO_DATA = 'n';
  public static final int PORTAL_SUSPENDED = 's';
  public static final int EMPTY_QUERY = 'I';
  public static final int ERROR = 'E';
  public static final int NOTICE = 'N';
  public static final int AUTHENTICATION = 'R';
  public static final int PARAMETER_STATUS = 'S';
  public static final int BACKEND_KEY_DATA = 'K';
  public static final int NOTIFICATION = 'A';
  public static final int COPY_IN = 'G';
  public static final int COPY_OUT = 'H';
  public static final int COPY_DATA = 'd';
  public static final int COPY_DONE = 'c';
  public static final int NEGOTIATE_PROTOCOL_VERSION = 'v';

  private Reply() {}
}
