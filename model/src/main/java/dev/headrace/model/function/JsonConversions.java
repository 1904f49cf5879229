package dev.headrace.model.function;

import dev.headrace.model.ArrayValues;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.JsonText;
import dev.headrace.model.text.TextFormat;
import dev.headrace.model.text.TimeZones;
import dev.headrace.model.text.TypeOids;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** SQL values as JSONB, as TO_JSONB has them. */
public final class JsonConversions {
  private JsonConversions() {}

  /** Of a REAL: a number, or a string if it is not finite. */
  public static Slice of(float value, Slice out) {
    return of(SqlType.REAL, value, ZoneOffset.UTC, out);
  }

  /** Of a DOUBLE PRECISION. */
  public static Slice of(double value, Slice out) {
    return of(SqlType.DOUBLE, value, ZoneOffset.UTC, out);
  }

  /** Of a TIMESTAMP: ISO 8601. */
  public static Slice of(long timestamp, Slice out) {
    return of(SqlType.TIMESTAMP, timestamp, ZoneOffset.UTC, out);
  }

  /** Of a TIMESTAMPTZ. */
  public static Slice of(long timestamp, Slice zone, Slice out) {
    return of(SqlType.TIMESTAMPTZ, timestamp, TimeZones.of(zone), out);
  }

  /** Of an array. */
  public static Slice of(Slice array, int elementOid, Slice zone, Slice out) {
    SqlType element =
        Objects.requireNonNull(TypeOids.referenced(elementOid), "not an element type");
    return of(SqlType.array(element), array, TimeZones.of(zone), out);
  }

  private static Slice of(SqlType type, Object value, ZoneId zone, Slice out) {
    ByteOutput json = new ByteOutput();
    write(type, value, zone, json);
    ByteOutput normal = new ByteOutput(json.length() + 16);
    JsonText.normalise(json.bytes(), 0, json.length(), normal);
    return normal.toSlice(out);
  }

  private static void write(SqlType type, Object value, ZoneId zone, ByteOutput json) {
    switch (type.kind()) {
      case BOOLEAN -> json.writeAscii((boolean) value ? "true" : "false");
      case JSONB -> json.write((Slice) value);
      case SMALLINT, INTEGER, BIGINT, NUMERIC -> TextFormat.write(type, value, zone, json);
      case REAL, DOUBLE -> {
        double number = ((Number) value).doubleValue();
        if (Double.isNaN(number) || Double.isInfinite(number)) {
          writeText(type, value, zone, json);
        } else {
          TextFormat.write(type, value, zone, json);
        }
      }
      case ARRAY -> writeArray(type, (Slice) value, zone, json);
      default -> writeText(type, value, zone, json);
    }
  }

  private static void writeArray(SqlType type, Slice array, ZoneId zone, ByteOutput json) {
    SqlType element = Objects.requireNonNull(type.element(), "not an array type");
    List<Slice> values = new ArrayList<>();
    for (Object value : ArrayValues.decode(type, array)) {
      ByteOutput item = new ByteOutput();
      if (value == null) {
        item.write(Jsons.NULL);
      } else {
        write(element, value, zone, item);
      }
      values.add(item.toSlice());
    }
    json.write(Jsons.array(values));
  }

  private static void writeText(SqlType type, Object value, ZoneId zone, ByteOutput json) {
    String text = TextFormat.toString(type, value, zone);
    String iso =
        switch (type.kind()) {
          case TIMESTAMP -> text.replaceFirst(" (?=[0-9])", "T");
          case TIMESTAMPTZ ->
              text.replaceFirst(" (?=[0-9])", "T").replaceFirst("([+-]\\d\\d)$", "$1:00");
          default -> text;
        };
    JsonText.writeString(Slice.of(iso), json);
  }
}
