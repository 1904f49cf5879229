package dev.headrace.pgwire.codec;

import dev.headrace.model.SqlException;
import org.jspecify.annotations.Nullable;

/**
 * ErrorResponse and NoticeResponse. Fields: S and V severity, C SQLSTATE, M message, D detail, H
 * hint, P position in characters from one, W context, and of an error s schema, t table, c column,
 * n constraint (PostgreSQL 15, 55.8).
 */
public final class Errors {
  private Errors() {}

  /** An error; FATAL tells the client that the connection will be closed. */
  public static void error(MessageOutput output, SqlException error, boolean fatal) {
    output.begin(Reply.ERROR);
    SqlException.Position position = error.position();
    fields(output, fatal ? "FATAL" : "ERROR", error.sqlState(), error.message());
    optional(output, 'D', error.detail());
    optional(output, 'H', error.hint());
    optional(output, 'P', position == null ? null : Integer.toString(position.offset()));
    optional(output, 'W', error.context());
    SqlException.Subject subject = error.subject();
    if (subject != null) {
      optional(output, 's', subject.schema());
      optional(output, 't', subject.table());
      optional(output, 'c', subject.column());
      optional(output, 'n', subject.constraint());
    }
    output.putByte(0);
    output.end();
  }

  /** A notice of a severity such as WARNING or NOTICE. */
  public static void notice(
      MessageOutput output,
      String severity,
      String sqlState,
      String message,
      @Nullable String detail,
      @Nullable String hint) {
    output.begin(Reply.NOTICE);
    fields(output, severity, sqlState, message);
    optional(output, 'D', detail);
    optional(output, 'H', hint);
    output.putByte(0);
    output.end();
  }

  private static void fields(MessageOutput output, String severity, String code, String message) {
    field(output, 'S', severity);
    field(output, 'V', severity);
    field(output, 'C', code);
    field(output, 'M', message);
  }

  private static void optional(MessageOutput output, char field, @Nullable String text) {
    if (text != null) {
      field(output, field, text);
    }
  }

  private static void field(MessageOutput output, char field, String text) {
    output.putByte(field);
    output.putString(text);
  }
}
