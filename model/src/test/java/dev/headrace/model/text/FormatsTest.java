package dev.headrace.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.Interval;
import dev.headrace.model.RandomValues;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FormatsTest {
  private static final long SEED = 11;
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final RandomValues values = new RandomValues(SEED);

  @Test
  void everyValueRoundTripsThroughText() {
    for (SqlType type : RandomValues.types()) {
      for (int round = 0; round < 2_000; round++) {
        Object value = values.value(type);
        String text = TextFormat.toString(type, value, BERLIN);

        assertThat(TextFormat.parse(type, text, BERLIN))
            .as("%s %s, seed %s", type, text, SEED)
            .isEqualTo(value);
      }
    }
  }

  @Test
  void everyValueRoundTripsThroughBinary() {
    for (SqlType type : RandomValues.types()) {
      for (int round = 0; round < 1_000; round++) {
        Object value = values.value(type);
        ByteOutput out = new ByteOutput();
        out.writeByte(0);
        BinaryFormat.write(type, value, out);

        assertThat(BinaryFormat.read(type, out.bytes(), 1, out.length() - 1))
            .as("%s %s, seed %s", type, value, SEED)
            .isEqualTo(value);
      }
    }
  }

  /** What {@code numeric_send} and its like give in PostgreSQL 15. */
  @ParameterizedTest
  @CsvSource({
    "12345.678, 0003000100000003000109291a7c",
    "0.00, 0000000000000002",
    "-1, 00010000400000000001",
    "10000, 00010001000000000001",
    "0.0001, 0001ffff000000040001"
  })
  void numericHasPostgresqlsBinaryForm(String text, String expected) {
    ByteOutput out = new ByteOutput();
    BinaryFormat.write(SqlType.NUMERIC, new BigDecimal(text), out);

    assertThat(HexFormat.of().formatHex(out.toBytes())).isEqualTo(expected);
  }

  @Test
  void binaryTimesCountFrom2000() {
    ByteOutput out = new ByteOutput();
    BinaryFormat.write(SqlType.DATE, 10_957, out);
    BinaryFormat.write(SqlType.TIMESTAMP, 946_684_800_000_001L, out);

    assertThat(HexFormat.of().formatHex(out.toBytes())).isEqualTo("000000000000000000000001");
  }

  @Test
  void arraysNameTheirElementsInBinary() {
    Slice array = (Slice) TextFormat.parse(SqlType.array(SqlType.INTEGER), "{1,NULL}", BERLIN);
    ByteOutput out = new ByteOutput();
    BinaryFormat.write(SqlType.array(SqlType.INTEGER), array, out);

    assertThat(HexFormat.of().formatHex(out.toBytes()))
        .isEqualTo(
            "00000001"
                + "00000001"
                + "00000017"
                + "00000002"
                + "00000001"
                + "00000004"
                + "00000001"
                + "ffffffff");
  }

  @ParameterizedTest
  @CsvSource({
    "INTEGER, abc, 22P02, 'invalid input syntax for type integer: \"abc\"'",
    "INTEGER, 99999999999, 22003, 'value \"99999999999\" is out of range for type integer'",
    "INTEGER, '', 22P02, 'invalid input syntax for type integer: \"\"'",
    "SMALLINT, 32768, 22003, 'value \"32768\" is out of range for type smallint'",
    "BIGINT, 9223372036854775808, 22003,"
        + " 'value \"9223372036854775808\" is out of range for type bigint'",
    "DOUBLE, 1e400, 22003, '\"1e400\" is out of range for type double precision'",
    "DOUBLE, x, 22P02, 'invalid input syntax for type double precision: \"x\"'",
    "BOOLEAN, o, 22P02, 'invalid input syntax for type boolean: \"o\"'",
    "DATE, 2024-02-30, 22008, 'date/time field value out of range: \"2024-02-30\"'",
    "DATE, x, 22007, 'invalid input syntax for type date: \"x\"'",
    "UUID, x, 22P02, 'invalid input syntax for type uuid: \"x\"'",
    "JSONB, {, 22P02, invalid input syntax for type json"
  })
  void errorsAreThoseOfPostgresql(SqlType.Kind kind, String text, String state, String message) {
    SqlType type = new SqlType(kind, SqlType.UNBOUNDED, 0, null);

    assertThatThrownBy(() -> TextFormat.parse(type, text, BERLIN))
        .isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.sqlState()).isEqualTo(state))
        .hasMessage(message);
  }

  @Test
  void brokenUtf8IsRefused() {
    for (String hex : new String[] {"c3", "c0af", "eda080", "f5808080", "61ff", "00"}) {
      byte[] bytes = HexFormat.of().parseHex(hex);
      assertThatThrownBy(() -> TextFormat.parse(SqlType.TEXT, bytes, 0, bytes.length, BERLIN))
          .as(hex)
          .hasMessageStartingWith("invalid byte sequence for encoding \"UTF8\": 0x");
    }
  }

  @Test
  void binaryOfTheWrongLengthIsRefused() {
    for (SqlType type : RandomValues.types()) {
      // labels are texts there
      if (TypeOids.typlen(type) > 0 && type.kind() != SqlType.Kind.ENUM) {
        assertThatThrownBy(() -> BinaryFormat.read(type, new byte[40], 0, 3))
            .isInstanceOfSatisfying(
                SqlException.class, e -> assertThat(e.sqlState()).isEqualTo("22P03"));
      }
    }
  }

  @Test
  void localTimesAtClockChangesAreReadAsPostgresqlDoes() {
    assertThat(timestamptz("2024-03-31 02:30:00")).isEqualTo("2024-03-31 03:30:00+02");
    assertThat(timestamptz("2024-10-27 02:30:00")).isEqualTo("2024-10-27 02:30:00+01");
    assertThat(timestamptz("2024-07-01 00:00:00Z")).isEqualTo("2024-07-01 02:00:00+02");
  }

  private static String timestamptz(String text) {
    Object value = TextFormat.parse(SqlType.TIMESTAMPTZ, text, BERLIN);
    return TextFormat.toString(SqlType.TIMESTAMPTZ, value, BERLIN);
  }

  @ParameterizedTest
  @CsvSource({
    "14, -3, 3723004500, 1 year 2 mons -3 days +01:02:03.0045",
    "-14, 3, -1, -1 years -2 mons +3 days -00:00:00.000001",
    "0, 0, 0, 00:00:00",
    "1, 0, 0, 1 mon"
  })
  void intervalsPrintEachPartWithItsSign(int months, int days, long micros, String expected) {
    Interval interval = new Interval(months, days, micros);

    assertThat(TextFormat.toString(SqlType.INTERVAL, interval, BERLIN)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1e20, 1e+20",
    "1e15, 1e+15",
    "1e14, 100000000000000",
    "0.0001, 0.0001",
    "0.00001, 1e-05",
    "4.9E-324, 5e-324",
    "9.9E-324, 1e-323",
    "-0.0, -0",
    "141717009596017408, 1.4171700959601741e+17"
  })
  void floatsPrintTheShortestDigitsInPostgresqlsLayout(double value, String expected) {
    assertThat(TextFormat.toString(SqlType.DOUBLE, value, BERLIN)).isEqualTo(expected);
  }

  @Test
  void theLeastIntegersAreFloatsWithAnExponent() {
    assertThat(TextFormat.toString(SqlType.DOUBLE, (double) Long.MIN_VALUE, BERLIN))
        .isEqualTo("-9.223372036854776e+18");
    assertThat(TextFormat.toString(SqlType.DOUBLE, -0x1p63 + 2048, BERLIN))
        .isEqualTo("-9.223372036854774e+18");
    assertThat(TextFormat.toString(SqlType.DOUBLE, -999_999_999_999_999d, BERLIN))
        .isEqualTo("-999999999999999");
    assertThat(TextFormat.toString(SqlType.REAL, (float) Integer.MIN_VALUE, BERLIN))
        .isEqualTo("-2.1474836e+09");
    assertThat(TextFormat.toString(SqlType.REAL, -999_999f, BERLIN)).isEqualTo("-999999");
  }

  @Test
  void jsonIsNormalised() {
    String text = " {\"bb\" : [1e2, -0, 1.50], \"a\":\"\\u00e9\\/\", \"a\" : null } ";

    assertThat(TextFormat.parse(SqlType.JSONB, text, BERLIN))
        .hasToString("{\"a\": null, \"bb\": [100, 0, 1.50]}");
  }

  @Test
  void oidsAndModifiersFindTheirTypeAgain() {
    SqlType[] types = {
      SqlType.numeric(10, 2), SqlType.varchar(5), SqlType.character(3), SqlType.array(SqlType.UUID)
    };
    for (SqlType type : types) {
      assertThat(TypeOids.type(TypeOids.oid(type), TypeOids.typmod(type))).isEqualTo(type);
    }
    assertThat(TypeOids.type(1)).isNull();
  }
}
