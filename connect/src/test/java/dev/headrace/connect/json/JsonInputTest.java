package dev.headrace.connect.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connect.InputRows;
import dev.headrace.connect.io.ByteWindow;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JsonInputTest {
  private static final List<Field> ID_NAME =
      List.of(Field.notNull("id", SqlType.BIGINT), Field.of("name", SqlType.TEXT));

  @TempDir Path directory;

  private InputRows read(String text, List<Field> fields) throws IOException {
    Path file = Files.writeString(directory.resolve("in.json"), text);
    return InputRows.of(new JsonInput(ByteWindow.open(file, false), fields), fields, 3);
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  @Test
  void readsObjectsOfLinesAndOfAnArray() throws IOException {
    List<List<@Nullable Object>> expected = List.of(row(1L, "a"), row(2L, null), row(3L, null));
    assertThat(
            read("{\"id\":1,\"name\":\"a\"}\n{\"id\":2,\"name\":null}\n\n{\"id\":3}", ID_NAME)
                .rows())
        .isEqualTo(expected);
    assertThat(
            read(
                    """
                    [
                      {"id": 1, "name": "a"},
                      {
                        "id": 2,
                        "name": null
                      }, {"id": 3}
                    ]
                    """,
                    ID_NAME)
                .rows())
        .isEqualTo(expected);
    assertThat(read("", ID_NAME).rows()).isEmpty();
    assertThat(read("[]", ID_NAME).rows()).isEmpty();
  }

  @Test
  void matchesNamesExactlyOrElseWhateverTheCase() throws IOException {
    assertThat(read("{\"Name\":\"x\",\"ID\":1,\"name\":\"a\"}", ID_NAME).rows())
        .containsExactly(row(1L, "a"));
    assertThat(read("{\"NAME\":\"x\",\"\\u0069d\":1}", ID_NAME).rows())
        .containsExactly(row(1L, "x"));
    assertThat(read("{\"id\":1,\"id\":2,\"\\u0000\":3}", ID_NAME).rows())
        .containsExactly(row(2L, null));
  }

  @Test
  void ignoresOtherMembersWhateverTheyHold() throws IOException {
    assertThat(
            read("{\"x\":{\"y\":[1,{\"id\":\"}\"}],\"z\":\"\\\"\"},\"id\":1,\"w\":[]}", ID_NAME)
                .rows())
        .containsExactly(row(1L, null));
  }

  @Test
  void becomesTheColumnsTypes() throws IOException {
    List<Field> fields =
        List.of(
            Field.of("b", SqlType.BOOLEAN),
            Field.of("i", SqlType.INTEGER),
            Field.of("d", SqlType.DOUBLE),
            Field.of("n", SqlType.NUMERIC),
            Field.of("t", SqlType.TIMESTAMP),
            Field.of("j", SqlType.JSONB),
            Field.of("s", SqlType.TEXT));
    assertThat(
            read(
                    """
                    {"b": true, "i": "7", "d": -1.5e3, "n": 0.10, "t": "1970-01-01T00:00:01",
                     "j": {"b" : [1,2],"a":"x"}, "s": "\\u00e9\\n\\ud83d\\ude80"}
                    {"b": false, "i": -7, "d": 1, "n": "1e2", "t": null, "j": "x", "s": [1, 2]}
                    """,
                    fields)
                .rows())
        .containsExactly(
            row(
                true,
                7,
                -1500d,
                new BigDecimal("0.10"),
                1_000_000L,
                "{\"a\": \"x\", \"b\": [1, 2]}",
                "\u00e9\n\uD83D\uDE80"),
            row(false, -7, 1d, new BigDecimal("100"), null, "\"x\"", "[1, 2]"));
  }

  @Test
  void reportsBadRecordsWithTheirLinesAndGoesOn() throws IOException {
    InputRows rows =
        read(
            """
            {"id": 1}
            {"id": 1.5}
            {"id": 2
            {"id": 3}
            [4]
            {"id": 5, "name": "tab\there"}

            {"id": 6, "name": "\\x"}
            {"id": 07}
            {"name": "a"}
            {"id": 8,
             "name": "two lines"}
            {"id": nul}
            {"id": 9}
            {"id":""",
            ID_NAME);
    assertThat(rows.rows())
        .containsExactly(row(1L, null), row(3L, null), row(8L, "two lines"), row(9L, null));
    assertThat(rows.bad())
        .containsExactly(
            "2: 22P02 column \"id\": invalid input syntax for type bigint: \"1.5\"",
            "3: 22P04 unexpected '{' in JSON",
            "5: 22P04 expected a JSON object",
            "6: 22P04 control character in a JSON string",
            "8: 22P04 invalid escape in a JSON string",
            "9: 22P04 number starts with 0",
            "10: 23502 column \"id\": null value violates not-null constraint",
            "13: 22P04 unexpected '}' in JSON",
            "15: 22P04 unexpected end of JSON");
    assertThat(rows.raws()).startsWith("{\"id\": 1.5}", "{\"id\": 2", "[4]").endsWith("{\"id\":");
  }

  @Test
  void anArrayEndsOnce() throws IOException {
    InputRows rows = read("[{\"id\":1}]\n\n{\"id\":2}\n", ID_NAME);
    assertThat(rows.rows()).containsExactly(row(1L, null));
    assertThat(rows.bad()).singleElement().asString().startsWith("3: 22P04 ");
  }

  @Test
  void survivesAnyBytes() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String alphabet = "{}[]\",:\\u0123eE+-.tfn \n\u00e9";
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder("{\"id\":1}\n");
      for (int length = random.nextInt(40); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      text.append("\n{\"id\":2}\n");
      InputRows rows = read(text.toString(), ID_NAME);
      assertThat(rows.rows()).as("seed %s: %s", seed, text).startsWith(row(1L, null));
      assertThat(rows.rows()).as("seed %s: %s", seed, text).endsWith(row(2L, null));
    }
  }
}
