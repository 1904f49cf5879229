package dev.headrace.connect.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.connect.InputRows;
import dev.headrace.connect.file.FileConnector;
import dev.headrace.connect.text.RecordInput;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.connector.ConnectorOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvInputTest {
  private static final List<Field> ID_NAME =
      List.of(Field.notNull("id", SqlType.BIGINT), Field.of("name", SqlType.TEXT));

  @TempDir Path directory;

  private InputRows read(String text, List<Field> fields, String... options) throws IOException {
    return read(text.getBytes(StandardCharsets.UTF_8), fields, options);
  }

  private InputRows read(byte[] bytes, List<Field> fields, String... options) throws IOException {
    Files.write(directory.resolve("in.csv"), bytes);
    Map<String, String> values = new HashMap<>(Map.of("path", "in.csv"));
    for (int i = 0; i < options.length; i += 2) {
      values.put(options[i], options[i + 1]);
    }
    ConnectorOptions all = new ConnectorOptions(values, directory);
    return InputRows.of(new FileConnector().open(all, fields), fields, 3);
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  @Test
  void readsFieldsByPosition() throws IOException {
    assertThat(read("1,a\n2,b\n", ID_NAME).rows()).containsExactly(row(1L, "a"), row(2L, "b"));
  }

  @Test
  void matchesHeaderNamesInAnyCaseAndOrderAndIgnoresOthers() throws IOException {
    assertThat(read("extra,NAME,Id\nx,a,1\n", ID_NAME).rows()).containsExactly(row(1L, "a"));
    assertThat(read("extra,Id\nx,1\n", ID_NAME).rows()).containsExactly(row(1L, null));
  }

  @Test
  void acceptsAnyLineEndAndNoneAtTheEnd() throws IOException {
    assertThat(read("1,a\r\n2,\"b\"\r\n\r\n\n3,c", ID_NAME).rows())
        .containsExactly(row(1L, "a"), row(2L, "b"), row(3L, "c"));
    assertThat(read("1,\"a\"\r", ID_NAME).rows()).containsExactly(row(1L, "a"));
  }

  @Test
  void unquotedEmptyIsNullAndQuotedEmptyIsEmpty() throws IOException {
    assertThat(read("1,\n2,\"\"\n", ID_NAME).rows()).containsExactly(row(1L, null), row(2L, ""));
    assertThat(read("1,NA\n2,\"NA\"\n3,\n", ID_NAME, "null", "NA").rows())
        .containsExactly(row(1L, null), row(2L, "NA"), row(3L, ""));
  }

  @Test
  void quotedFieldsHoldDelimitersLineEndsAndQuotes() throws IOException {
    assertThat(read("1,\"a,\"\"b\"\"\r\nc\"\n2,\"\"\"\"\n3,x\"y\n", ID_NAME).rows())
        .containsExactly(row(1L, "a,\"b\"\r\nc"), row(2L, "\""), row(3L, "x\"y"));
  }

  @Test
  void followsOptionsOfTheDialect() throws IOException {
    assertThat(
            read(
                    "1\t'it\\'s'\n2\t'\\\\'\n",
                    ID_NAME,
                    "delimiter",
                    "tab",
                    "quote",
                    "'",
                    "escape",
                    "\\",
                    "header",
                    "false")
                .rows())
        .containsExactly(row(1L, "it's"), row(2L, "\\"));
  }

  @Test
  void skipsByteOrderMark() throws IOException {
    assertThat(read("\uFEFFid,name\n1,a\n", ID_NAME).rows()).containsExactly(row(1L, "a"));
  }

  @Test
  void reportsBadRecordsWithTheirLinesAndGoesOn() throws IOException {
    InputRows rows =
        read(
            """
            id,name
            1,"two
            lines"
            x,bad number
            3
            4,"a"b
            ,null id
            6,too,many
            7,ok
            """,
            ID_NAME);
    assertThat(rows.rows()).containsExactly(row(1L, "two\nlines"), row(7L, "ok"));
    assertThat(rows.bad())
        .containsExactly(
            "4: 22P02 column \"id\": invalid input syntax for type bigint: \"x\"",
            "5: 22P04 missing data: 1 fields instead of 2",
            "6: 22P04 unexpected data after a closing quote",
            "7: 23502 column \"id\": null value violates not-null constraint",
            "8: 22P04 extra data after last expected column: 3 fields instead of 2");
    assertThat(rows.raws())
        .containsExactly("x,bad number", "3", "4,\"a\"b", ",null id", "6,too,many");
  }

  @Test
  void unterminatedQuoteCostsOneLineOnly() throws IOException {
    InputRows rows = read("1,a\n2,\"b\n3,c\n4,d\n", ID_NAME);
    assertThat(rows.rows()).containsExactly(row(1L, "a"), row(3L, "c"), row(4L, "d"));
    assertThat(rows.bad()).containsExactly("2: 22P04 unterminated CSV quoted field");
    assertThat(rows.raws()).containsExactly("2,\"b");
  }

  @Test
  void recordsBeyondTheLimitAreBad() throws IOException {
    byte[] bytes = new byte[RecordInput.MAX_RECORD_BYTES + 100];
    Arrays.fill(bytes, (byte) 'x');
    System.arraycopy("1,a\n2,".getBytes(StandardCharsets.UTF_8), 0, bytes, 0, 6);
    System.arraycopy("\n3,c".getBytes(StandardCharsets.UTF_8), 0, bytes, bytes.length - 4, 4);
    InputRows rows = read(bytes, ID_NAME);
    assertThat(rows.bad()).singleElement().asString().startsWith("2: 22P04 record is longer");
    assertThat(rows.rows()).containsExactly(row(1L, "a"), row(3L, "c"));
    assertThat(rows.raws()).singleElement().asString().hasSize(1024);
  }

  @Test
  void brokenUtf8IsBad() throws IOException {
    byte[] bytes = "1,a\n2,?\n3,\u00e9\n".getBytes(StandardCharsets.UTF_8);
    bytes[6] = (byte) 0xE9;
    InputRows rows = read(bytes, ID_NAME);
    assertThat(rows.rows()).containsExactly(row(1L, "a"), row(3L, "\u00e9"));
    assertThat(rows.bad()).singleElement().asString().startsWith("2: 22021 ");
  }

  @Test
  void refusesHeadersThatLackRequiredColumns() {
    assertThatThrownBy(() -> read("name\na\n", ID_NAME))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("has no column \"id\"");
  }

  @Test
  void missingFileIsAnErrorAtOnce() {
    ConnectorOptions options = new ConnectorOptions(Map.of("path", "none.csv"), directory);
    assertThatThrownBy(() -> new FileConnector().open(options, ID_NAME))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.sqlState()).isEqualTo("58P01"))
        .hasMessageEndingWith("No such file or directory");
  }

  @Test
  void unknownOptionsAreListed() {
    ConnectorOptions options =
        new ConnectorOptions(Map.of("path", "none.csv", "rat", "3"), directory);
    assertThatThrownBy(() -> new FileConnector().open(options, ID_NAME))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.hint()).contains("path", "rate"))
        .hasMessage("invalid option \"rat\"");
  }
}
