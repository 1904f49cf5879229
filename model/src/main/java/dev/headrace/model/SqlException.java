package dev.headrace.model;

import org.jspecify.annotations.Nullable;

/**
 * An error that reaches a user: code, message and, where known, detail, hint, position and context.
 *
 * <p>Thrown per row by expressions, so it carries a stack trace only when it reports a defect.
 */
public final class SqlException extends RuntimeException {
  private static final int MAX_QUOTED = 200;

  private final ErrorCode code;
  private final @Nullable String detail;
  private final @Nullable String hint;
  private final @Nullable Position position;
  private final @Nullable String context;
  private final @Nullable Subject subject;

  /**
   * What an error is about, as far as it is about something that has a name: PostgreSQL's fields s,
   * t, c and n.
   */
  public record Subject(
      @Nullable String schema,
      @Nullable String table,
      @Nullable String column,
      @Nullable String constraint) {}

  /**
   * A place in a SQL text.
   *
   * @param line from 1
   * @param column from 1, in characters
   * @param offset from 1, in characters from the text's start, as PostgreSQL's field P
   */
  public record Position(int line, int column, int offset) {}

  public SqlException(ErrorCode code, String message) {
    this(code, message, null, null, null, null, null, null);
  }

  public SqlException(ErrorCode code, String message, @Nullable Throwable cause) {
    this(code, message, null, null, null, null, null, cause);
  }

  private SqlException(
      ErrorCode code,
      String message,
      @Nullable String detail,
      @Nullable String hint,
      @Nullable Position position,
      @Nullable String context,
      @Nullable Subject subject,
      @Nullable Throwable cause) {
    super(message, cause, true, code.category() == ErrorCode.Category.INTERNAL);
    this.code = code;
    this.detail = detail;
    this.hint = hint;
    this.position = position;
    this.context = context;
    this.subject = subject;
  }

  public SqlException withDetail(String text) {
    return new SqlException(code, message(), text, hint, position, context, subject, getCause());
  }

  public SqlException withHint(String text) {
    return new SqlException(code, message(), detail, text, position, context, subject, getCause());
  }

  public SqlException withPosition(@Nullable Position place) {
    return new SqlException(code, message(), detail, hint, place, context, subject, getCause());
  }

  /** With where it happened, for example {@code COPY t, line 3}. */
  public SqlException withContext(String text) {
    return new SqlException(code, message(), detail, hint, position, text, subject, getCause());
  }

  /** With what it is about. */
  public SqlException withSubject(Subject named) {
    return new SqlException(code, message(), detail, hint, position, context, named, getCause());
  }

  public ErrorCode code() {
    return code;
  }

  public String sqlState() {
    return code.sqlState();
  }

  public String message() {
    return String.valueOf(getMessage());
  }

  public @Nullable String detail() {
    return detail;
  }

  public @Nullable String hint() {
    return hint;
  }

  public @Nullable Position position() {
    return position;
  }

  /** Where it happened, if that is not a place in a statement's text. */
  public @Nullable String context() {
    return context;
  }

  public @Nullable Subject subject() {
    return subject;
  }

  /** A user's text for a message: in double quotes and bounded in length. */
  public static String quote(String userText) {
    return userText.length() <= MAX_QUOTED
        ? '"' + userText + '"'
        : '"' + userText.substring(0, MAX_QUOTED) + "...\"";
  }
}
