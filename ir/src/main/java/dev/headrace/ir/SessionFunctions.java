package dev.headrace.ir;

import static dev.headrace.model.SqlType.Kind.BIGINT;
import static dev.headrace.model.SqlType.Kind.BOOLEAN;
import static dev.headrace.model.SqlType.Kind.DATE;
import static dev.headrace.model.SqlType.Kind.DOUBLE;
import static dev.headrace.model.SqlType.Kind.TEXT;
import static dev.headrace.model.SqlType.Kind.TIME;
import static dev.headrace.model.SqlType.Kind.TIMESTAMP;
import static dev.headrace.model.SqlType.Kind.TIMESTAMPTZ;
import static dev.headrace.model.SqlType.Kind.UUID;

import dev.headrace.model.function.SequenceFunctions;
import dev.headrace.model.function.SessionValues;

/**
 * Registry: functions whose value comes from the session or from chance. Those of sequences take
 * the number of the session's sequences as their last argument: give them a call of {@link
 * ScalarFunctions#SESSION_SEQUENCES}.
 */
final class SessionFunctions {
  private SessionFunctions() {}

  static void addTo(FunctionList list) {
    list.in(SessionValues.class)
        .stable("now", "timestamptz", TIMESTAMPTZ)
        .stable("current_timestamp", "timestamptz", TIMESTAMPTZ)
        .stable("transaction_timestamp", "timestamptz", TIMESTAMPTZ)
        .stable("statement_timestamp", "timestamptz", TIMESTAMPTZ)
        .stable("current_date", "date", DATE)
        .stable("localtime", "time", TIME)
        .stable("localtimestamp", "timestamp", TIMESTAMP)
        .stable("session_time_zone", "text", TEXT)
        .stable("session_catalog", "timestamp", BIGINT)
        .stable("current_user", "text", TEXT)
        .stable("session_user", "text", TEXT)
        .stable("current_database", "text", TEXT)
        .stable("version", "text", TEXT)
        .changing("clock_timestamp", "clock", TIMESTAMPTZ)
        .changing("random", "random", DOUBLE)
        .changing("gen_random_uuid", "randomUuid", UUID)
        .changing("uuid_generate_v4", "randomUuid", UUID)
        .stable("session_sequences", "timestamp", BIGINT)
        .in(SequenceFunctions.class)
        .changing("nextval", "nextval", BIGINT, TEXT, BIGINT)
        .changing("currval", "currval", BIGINT, TEXT, BIGINT)
        .changing("lastval", "lastval", BIGINT, BIGINT)
        .changing("setval", "setval", BIGINT, TEXT, BIGINT, BIGINT)
        .changing("setval", "setval", BIGINT, TEXT, BIGINT, BOOLEAN, BIGINT);
  }
}
