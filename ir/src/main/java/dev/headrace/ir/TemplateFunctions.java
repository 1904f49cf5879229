package dev.headrace.ir;

import static dev.headrace.model.SqlType.Kind.BIGINT;
import static dev.headrace.model.SqlType.Kind.DATE;
import static dev.headrace.model.SqlType.Kind.DOUBLE;
import static dev.headrace.model.SqlType.Kind.INTEGER;
import static dev.headrace.model.SqlType.Kind.INTERVAL;
import static dev.headrace.model.SqlType.Kind.NUMERIC;
import static dev.headrace.model.SqlType.Kind.REAL;
import static dev.headrace.model.SqlType.Kind.TEXT;
import static dev.headrace.model.SqlType.Kind.TIMESTAMP;
import static dev.headrace.model.SqlType.Kind.TIMESTAMPTZ;

import dev.headrace.model.template.DateTemplates;
import dev.headrace.model.template.NumberTemplates;

/** Registry: what works by a template. */
final class TemplateFunctions {
  private TemplateFunctions() {}

  static void addTo(FunctionList list) {
    list.in(DateTemplates.class)
        .nullable("to_char", "toChar", TEXT, TIMESTAMP, TEXT)
        .nullable("to_char", "toChar", TEXT, TIMESTAMPTZ, TEXT, TEXT)
        .nullable("to_char", "toChar", TEXT, INTERVAL, TEXT)
        .add("to_date", "toDate", DATE, TEXT, TEXT)
        .add("to_timestamp", "toTimestamp", TIMESTAMPTZ, TEXT, TEXT, TEXT);
    list.in(NumberTemplates.class)
        .add("to_char", "toChar", TEXT, INTEGER, TEXT)
        .add("to_char", "toChar", TEXT, BIGINT, TEXT)
        .add("to_char", "toChar", TEXT, NUMERIC, TEXT)
        .add("to_char", "toChar", TEXT, REAL, TEXT)
        .add("to_char", "toChar", TEXT, DOUBLE, TEXT)
        .add("to_number", "toNumber", NUMERIC, TEXT, TEXT);
  }
}
