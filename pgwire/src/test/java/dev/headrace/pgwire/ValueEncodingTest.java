package dev.headrace.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of every type as parameters and results, in both formats. */
final class ValueEncodingTest extends ServerTestBase {
  record Value(SqlType type, String text) {}

  static List<Value> values() {
    return List.of(
        new Value(SqlType.BOOLEAN, "f"),
        new Value(SqlType.SMALLINT, "-7"),
        new Value(SqlType.INTEGER, "-2147483648"),
        new Value(SqlType.BIGINT, "9223372036854775807"),
        new Value(SqlType.REAL, "-Infinity"),
        new Value(SqlType.REAL, "1e-45"),
        new Value(SqlType.DOUBLE, "NaN"),
        new Value(SqlType.DOUBLE, "-0"),
        new Value(SqlType.NUMERIC, "-0.00010"),
        new Value(SqlType.NUMERIC, "99999999999999999999999999999999999999"),
        new Value(SqlType.TEXT, ""),
        new Value(SqlType.TEXT, "é \uD83D\uDE00"),
        new Value(SqlType.VARCHAR, "v"),
        new Value(SqlType.BYTEA, "\\x00ff"),
        new Value(SqlType.DATE, "1999-12-31"),
        new Value(SqlType.DATE, "infinity"),
        new Value(SqlType.TIME, "24:00:00"),
        new Value(SqlType.TIMESTAMP, "1970-01-01 00:00:00"),
        new Value(SqlType.TIMESTAMP, "-infinity"),
        new Value(SqlType.TIMESTAMPTZ, "2024-07-01 12:00:00.5+02"),
        new Value(SqlType.INTERVAL, "1 year 2 mons -3 days +04:05:06.7"),
        new Value(SqlType.UUID, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
        new Value(SqlType.JSONB, "{\"a\": {\"b\": [1.50, \"x\", null]}}"),
        new Value(SqlType.array(SqlType.TEXT), "{a,NULL,\"NULL\",\"\",\"b c\"}"),
        new Value(SqlType.array(SqlType.TIMESTAMPTZ), "{\"2024-07-01 12:00:00+02\"}"),
        new Value(SqlType.array(SqlType.BIGINT), "{}"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueSurvivesTextAndBinaryBothWays(Value value) throws Exception {
    try (RawClient client = connect()) {
      client.query("SET timezone = 'Europe/Zurich'");
      client.addParse("s", "SELECT $1::" + value.type()).addSync().exchange();
      byte[] text = value.text().getBytes(StandardCharsets.UTF_8);
      assertThat(echo(client, 0, text, 0)).as("text to text").isEqualTo(text);
      byte[] binary = echo(client, 0, text, 1);
      assertThat(echo(client, 1, binary, 1)).as("binary to binary").isEqualTo(binary);
      assertThat(echo(client, 1, binary, 0)).as("binary to text").isEqualTo(text);
    }
  }

  @ParameterizedTest
  @MethodSource("values")
  void binaryValuesOfAWrongLengthAreErrorsOrValues(Value value) throws Exception {
    try (RawClient client = connect()) {
      client.addParse("s", "SELECT $1::" + value.type()).addSync().exchange();
      byte[] binary = echo(client, 0, value.text().getBytes(StandardCharsets.UTF_8), 1);
      for (int length = 0; length < binary.length; length++) {
        String answer =
            RawClient.transcript(exchange(client, 1, java.util.Arrays.copyOf(binary, length), 0));
        assertThat(answer).doesNotContain("XX000").endsWith("ZI");
      }
    }
  }

  @Test
  void aValueThatIsNoneOfItsTypeIsAnError() throws Exception {
    try (RawClient client = connect()) {
      client.addParse("s", "SELECT $1::integer").addSync().exchange();
      assertThat(client.addBind("", "s", "seven").addSync().exchange())
          .isEqualTo("E(ERROR 22P02) ZI");
      assertThat(client.addBind("", "s", "2147483648").addSync().exchange())
          .isEqualTo("E(ERROR 22003) ZI");
      assertThat(RawClient.transcript(exchange(client, 1, new byte[3], 0)))
          .isEqualTo("E(ERROR 22P03) ZI");
      client.addParse("t", "SELECT $1::text").addSync().exchange();
      RawClient.Body bind = RawClient.body().string("").string("t").int16(0).int16(1);
      bind.int32(1).raw((byte) 0xff).int16(0);
      assertThat(client.add('B', bind).addSync().exchange()).isEqualTo("E(ERROR 22021) ZI");
    }
  }

  private static byte[] echo(RawClient client, int parameterFormat, byte[] value, int resultFormat)
      throws Exception {
    byte[] row = exchange(client, parameterFormat, value, resultFormat).get(1).body();
    return java.util.Arrays.copyOfRange(row, 6, row.length);
  }

  private static List<RawClient.Message> exchange(
      RawClient client, int parameterFormat, byte[] value, int resultFormat) throws Exception {
    RawClient.Body bind = RawClient.body().string("").string("s").int16(1).int16(parameterFormat);
    bind.int16(1).int32(value.length).raw(value).int16(1).int16(resultFormat);
    return client.add('B', bind).addExecute("", 0).addSync().send().readToReady();
  }
}
