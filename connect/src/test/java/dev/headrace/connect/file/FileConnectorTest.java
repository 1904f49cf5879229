package dev.headrace.connect.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.connect.InputRows;
import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.connector.BadRecords;
import dev.headrace.runtime.connector.ConnectorOptions;
import dev.headrace.runtime.connector.Input;
import dev.headrace.runtime.connector.Output;
import dev.headrace.runtime.connector.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileConnectorTest {
  private static final List<Field> ID_NAME =
      List.of(Field.notNull("id", SqlType.BIGINT), Field.of("name", SqlType.TEXT));

  private static final BadRecords NONE =
      (position, reason, raw, code) -> {
        throw new AssertionError(position + ": " + reason);
      };

  private final FileConnector connector = new FileConnector();

  @TempDir Path directory;

  private ConnectorOptions options(String... namesAndValues) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new ConnectorOptions(values, directory);
  }

  private InputRows read(String... options) {
    return InputRows.of(connector.open(options(options), ID_NAME), ID_NAME, 2);
  }

  private List<@Nullable Object> ids(String... options) {
    return read(options).rows().stream().<@Nullable Object>map(List::getFirst).toList();
  }

  private void file(String name, String text) throws IOException {
    Path path = directory.resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @Test
  void readsAllFilesOfADirectoryOrPatternInTheOrderOfTheirNames() throws IOException {
    file("in/b.csv", "2,b\n3,c\n");
    file("in/a.csv", "id,name\n1,a\n");
    file("in/_ignored.csv", "9,x\n");
    file("in/.ignored.csv", "9,x\n");
    file("in/deep/c.csv", "4,d\n");
    assertThat(ids("path", "in")).containsExactly(1L, 2L, 3L);
    assertThat(ids("path", "in/[ab].csv")).containsExactly(1L, 2L, 3L);
    assertThat(ids("path", "in/**.csv", "header", "auto")).contains(4L);
    assertThat(ids("path", "i?/*/c.csv")).containsExactly(4L);
    assertThatThrownBy(() -> read("path", "in/*.json"))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.sqlState()).isEqualTo("58P01"));
  }

  @Test
  void badRecordsOfSeveralFilesNameTheirFile() throws IOException {
    file("in/a.csv", "1,a\n");
    file("in/b.csv", "2,b\nx,c\n");
    assertThat(read("path", "in").bad()).singleElement().asString().startsWith("2: 22P02 b.csv: ");
  }

  @Test
  void progressCountsBytesOfAllFiles() throws IOException {
    file("in/a.csv", "1,a\n");
    file("in/b.csv", "2,b\n3,c\n");
    try (Input input = connector.open(options("path", "in"), ID_NAME)) {
      assertThat(input.progress()).isEqualTo(new Progress(Progress.Unit.BYTES, 0, 12));
      Batch batch = new Batch();
      while (input.read(batch, 1, Duration.ZERO, NONE) != Input.Status.END) {
        assertThat(input.progress().done()).isEqualTo(4L * batch.rows());
      }
      assertThat(input.progress().fraction()).hasValue(1);
    }
  }

  @Test
  void decompressesByExtension() throws IOException {
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(directory.resolve("a.json.gz")))) {
      out.write("{\"id\":1}\n{\"id\":2}\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(ids("path", "a.json.gz")).containsExactly(1L, 2L);
  }

  @Test
  void namesOfColumnsInTheFileMayDiffer() throws IOException {
    file("a.csv", "key,other,text\n1,x,a\n");
    assertThat(read("path", "a.csv", "columns.id", "key", "columns.name", "text").rows())
        .containsExactly(List.of(1L, "a"));
    assertThatThrownBy(() -> read("path", "a.csv", "columns.none", "key"))
        .hasMessageContaining("there is no such column");
  }

  @Test
  void followsAFileThatGrows() throws IOException {
    file("a.csv", "");
    Path path = directory.resolve("a.csv");
    Batch batch = new Batch();
    try (Input input = connector.open(options("path", "a.csv", "follow", "true"), ID_NAME)) {
      assertThat(input.read(batch, 10, Duration.ofMillis(20), NONE)).isEqualTo(Input.Status.IDLE);
      Files.writeString(path, "name,id\na,1\nb,", StandardOpenOption.APPEND);
      assertThat(input.read(batch, 10, Duration.ofSeconds(5), NONE)).isEqualTo(Input.Status.MORE);
      assertThat(batch.rows()).isEqualTo(1);
      assertThat(input.read(batch, 10, Duration.ofMillis(20), NONE)).isEqualTo(Input.Status.IDLE);
      Files.writeString(path, "2\n", StandardOpenOption.APPEND);
      assertThat(input.read(batch, 10, Duration.ofSeconds(5), NONE)).isEqualTo(Input.Status.MORE);
      assertThat(batch.rows()).isEqualTo(2);
    }
  }

  @Test
  void rateLimitsRows() throws IOException {
    file("a.csv", "1,a\n".repeat(60));
    long start = System.nanoTime();
    assertThat(ids("path", "a.csv", "rate", "200")).hasSize(60);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(295));
    try (Input input = connector.open(options("path", "a.csv", "rate", "1"), ID_NAME)) {
      assertThat(input.read(new Batch(), 9, Duration.ofMillis(5), NONE))
          .isEqualTo(Input.Status.IDLE);
    }
  }

  @Test
  void wrongOptionsAreErrors() throws IOException {
    file("a.csv", "1,a\n");
    assertThatThrownBy(() -> read("path", "a.csv", "rate", "fast"))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.sqlState()).isEqualTo("22023"))
        .hasMessage(
            "invalid value for option \"rate\": \"fast\" (expected a whole number of at least 1)");
    assertThatThrownBy(() -> read("path", "a.csv", "delimiter", "::"))
        .hasMessageContaining("\"delimiter\"");
    assertThatThrownBy(() -> read("path", "a.csv", "delimiter", "\""))
        .hasMessageContaining("must differ");
    assertThatThrownBy(() -> read("path", "a.xls")).hasMessageContaining("\"format\" is required");
    assertThatThrownBy(() -> read()).hasMessage("option \"path\" is required");
    file("a.json", "");
    assertThatThrownBy(() -> read("path", "a.json", "quote", "'"))
        .hasMessage("invalid option \"quote\"");
  }

  private static Batch deltas() {
    RowWriter writer = new RowWriter(RowLayout.of(ID_NAME));
    Batch batch = new Batch();
    writer.append(batch, 2, 1L, Slice.of("a,b"));
    writer.append(batch, -1, 2L, null);
    return batch;
  }

  private String written(String name, String... more) throws IOException {
    ConnectorOptions options =
        new ConnectorOptions(new HashMap<>(options(more).values()), directory);
    Map<String, String> values = new HashMap<>(options.values());
    values.put("path", name);
    Path path = directory.resolve(name);
    ConnectorOptions all = new ConnectorOptions(values, directory);
    connector.checkOutput(all, ID_NAME);
    try (Output output = connector.create(all, ID_NAME)) {
      output.write(deltas(), 7);
      output.flush();
      if (!name.endsWith(".gz")) {
        assertThat(Files.size(path)).isGreaterThan(0);
      }
      output.write(deltas(), 8);
    }
    return Files.readString(path);
  }

  @Test
  void writesChangesWithTheirWeightsAndSteps() throws IOException {
    assertThat(written("out.csv"))
        .isEqualTo(
            """
            id,name,__weight,__step
            1,"a,b",2,7
            2,,-1,7
            1,"a,b",2,8
            2,,-1,8
            """);
    assertThat(written("out.csv", "header", "false", "delimiter", ";", "null", "NA"))
        .startsWith("1;a,b;2;7\n2;NA;-1;7\n");
    assertThat(written("out.json"))
        .startsWith(
            """
            {"id":1,"name":"a,b","__weight":2,"__step":7}
            {"id":2,"name":null,"__weight":-1,"__step":7}
            """);
  }

  @Test
  void compressesByExtension() throws IOException {
    ConnectorOptions options = options("path", "out.csv.gz");
    Path path = directory.resolve("out.csv.gz");
    try (Output output = connector.create(options, ID_NAME)) {
      output.write(deltas(), 7);
      output.flush();
      byte[] head = new byte[36];
      try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(path))) {
        in.readNBytes(head, 0, head.length);
      }
      assertThat(new String(head, StandardCharsets.UTF_8)).endsWith("1,\"a,b\",2,7\n");
    }
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(path))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).endsWith("2,,-1,7\n");
    }
  }

  @Test
  void appendModeWritesRowsAndRefusesDeletions() throws IOException {
    RowWriter writer = new RowWriter(RowLayout.of(ID_NAME));
    Batch insertions = new Batch();
    writer.append(insertions, 2, 1L, Slice.of("a"));
    ConnectorOptions options = options("path", "out.csv", "mode", "append");
    try (Output output = connector.create(options, ID_NAME)) {
      output.write(insertions, 1);
      assertThatThrownBy(() -> output.write(deltas(), 2))
          .isInstanceOfSatisfying(
              SqlException.class, e -> assertThat(e.sqlState()).isEqualTo("0A000"));
    }
    assertThat(Files.readString(directory.resolve("out.csv"))).startsWith("id,name\n1,a\n1,a\n");
  }

  @Test
  void outputsAreCheckedWithoutWriting() {
    connector.checkOutput(options("path", "out.csv"), ID_NAME);
    assertThat(directory.resolve("out.csv")).doesNotExist();
    assertThatThrownBy(() -> connector.checkOutput(options("path", "no/out.csv"), ID_NAME))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.sqlState()).isEqualTo("58P01"));
    assertThatThrownBy(() -> connector.checkOutput(options("path", "out.parquet"), ID_NAME))
        .hasMessage("Parquet files cannot be written");
    assertThatThrownBy(() -> connector.checkOutput(options("path", "a.csv", "mode", "x"), ID_NAME))
        .hasMessageContaining("expected changes, append");
  }

  @Test
  void failingWritesAreErrors() {
    if (Files.exists(Path.of("/dev/full"))) {
      assertThatThrownBy(
              () ->
                  connector.create(options("path", "/dev/full", "format", "csv"), ID_NAME).close())
          .isInstanceOfSatisfying(
              SqlException.class, e -> assertThat(e.sqlState()).isEqualTo("53100"));
    }
  }
}
