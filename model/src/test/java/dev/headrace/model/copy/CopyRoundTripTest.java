package dev.headrace.model.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.TextStyle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What COPY TO writes, and that COPY FROM reads it back. */
final class CopyRoundTripTest {
  private static final TextStyle STYLE = TextStyle.of(ZoneOffset.UTC);
  private static final List<Field> FIELDS =
      List.of(
          Field.of("id", SqlType.BIGINT),
          Field.of("odd, name", SqlType.TEXT),
          Field.of("d", SqlType.DOUBLE),
          Field.of("b", SqlType.BYTEA));

  private static byte[] write(CopyFormat format, List<Field> fields, Batch batch) {
    CopyWriter writer = CopyWriter.of(format, fields, STYLE);
    ByteOutput out = new ByteOutput();
    writer.start(out);
    for (int row = 0; row < batch.end(); row = batch.next(row)) {
      writer.row(batch.bytes(), row, out);
    }
    writer.end(out);
    return out.toBytes();
  }

  private static Batch rows(@Nullable Object[]... rows) {
    Batch batch = new Batch();
    RowWriter writer = new RowWriter(RowLayout.of(FIELDS));
    for (@Nullable Object[] row : rows) {
      writer.append(batch, 1, row);
    }
    return batch;
  }

  private static String text(CopyFormat format, Batch batch) {
    return new String(write(format, FIELDS, batch), StandardCharsets.UTF_8);
  }

  private static Batch examples() {
    return rows(
        new Object[] {1L, Slice.of("a\tb\n\\.\u000b|"), 1.5, Slice.of(new byte[] {0, -1})},
        new Object[] {null, Slice.of(""), null, null},
        new Object[] {-2L, Slice.of("\\N"), Double.NaN, Slice.of(new byte[0])},
        new Object[] {3L, Slice.of("say \"x\", ok"), 0.1, null});
  }

  @Test
  void textIsEscaped() {
    assertThat(text(CopyFormat.text(), examples()))
        .isEqualTo(
            """
            1\ta\\tb\\n\\\\.\\v|\t1.5\t\\\\x00ff
            \\N\t\t\\N\t\\N
            -2\t\\\\N\tNaN\t\\\\x
            3\tsay "x", ok\t0.1\t\\N
            """);
  }

  @Test
  void csvIsQuotedWhereItMustBe() {
    assertThat(text(CopyFormat.csv(true), examples()))
        .isEqualTo(
            "id,\"odd, name\",d,b\n"
                + "1,\"a\tb\n"
                + "\\.\u000b|\",1.5,\\x00ff\n"
                + ",\"\",,\n"
                + "-2,\\N,NaN,\\x\n"
                + "3,\"say \"\"x\"\", ok\",0.1,\n");
  }

  @Test
  void quotesCanBeForced() {
    BitSet second = new BitSet();
    second.set(1);
    BitSet none = new BitSet();
    CopyFormat format =
        new CopyFormat(
            CopyFormat.Kind.CSV,
            ';',
            "nil",
            CopyFormat.Header.NONE,
            '\'',
            '\\',
            second,
            none,
            none);
    Batch batch =
        rows(
            new Object[] {1L, Slice.of("it's \\"), null, null},
            new Object[] {2L, null, null, Slice.of(new byte[] {1})});
    assertThat(text(format, batch)).isEqualTo("1;'it\\'s \\\\';nil;nil\n2;nil;nil;\\x01\n");
  }

  @Test
  void anythingComesBack() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Batch batch = new Batch();
    RowWriter writer = new RowWriter(RowLayout.of(FIELDS));
    for (int row = 0; row < 2_000; row++) {
      byte[] bytes = new byte[random.nextInt(5)];
      random.nextBytes(bytes);
      writer.append(
          batch,
          1,
          random.nextInt(5) == 0 ? null : random.nextLong(),
          random.nextInt(5) == 0 ? null : randomText(random),
          random.nextInt(5) == 0 ? null : random.nextGaussian(),
          random.nextInt(5) == 0 ? null : Slice.of(bytes));
    }
    BitSet none = new BitSet();
    for (CopyFormat format :
        List.of(
            CopyFormat.text(),
            CopyFormat.csv(true),
            CopyFormat.csv(false),
            CopyFormat.binary(),
            new CopyFormat(
                CopyFormat.Kind.CSV,
                ';',
                "N",
                CopyFormat.Header.MATCH,
                '\'',
                '\\',
                none,
                none,
                none))) {
      Batch back = new Batch();
      CopyReader reader =
          CopyReader.of(
              format,
              "t",
              FIELDS,
              ZoneOffset.UTC,
              new ByteArrayInputStream(write(format, FIELDS, batch)));
      while (reader.read(back, back.end() + 1000)) {
        assertThat(back.end()).isPositive();
      }
      assertThat(Arrays.copyOf(back.bytes(), back.end()))
          .as("%s, seed %d", format.kind(), seed)
          .isEqualTo(Arrays.copyOf(batch.bytes(), batch.end()));
    }
  }

  private static Slice randomText(Random random) {
    String alphabet = "ab\\.N\t\n\r\"',;|x1\u00e9\ud83d\ude00";
    StringBuilder text = new StringBuilder();
    int[] points = alphabet.codePoints().toArray();
    for (int length = random.nextInt(8); length > 0; length--) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return Slice.of(text.toString());
  }

  // ---- binary

  @Test
  void binaryIsAsPostgresHasIt() {
    Batch batch = rows(new Object[] {1L, Slice.of("x"), null, null});
    assertThat(write(CopyFormat.binary(), FIELDS, batch))
        .startsWith('P', 'G', 'C', 'O', 'P', 'Y', '\n', 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0)
        .endsWith(
            0, 4, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 'x', -1, -1, -1, -1, -1, -1, -1,
            -1, -1, -1);
  }

  @Test
  void binaryBeginsWithTheFirstRowOrTheEnd() {
    CopyWriter writer = CopyWriter.of(CopyFormat.binary(), FIELDS, STYLE);
    ByteOutput out = new ByteOutput();
    writer.start(out);
    assertThat(out.length()).isZero();
    writer.row(rows(new Object[] {1L, null, null, null}).bytes(), 0, out);
    assertThat(out.toBytes()).startsWith('P', 'G', 'C', 'O', 'P', 'Y');
    assertThat(write(CopyFormat.binary(), FIELDS, rows()))
        .startsWith('P', 'G', 'C', 'O', 'P', 'Y')
        .endsWith(0, 0, 0, 0, -1, -1);
  }

  private static void fails(byte[] bytes, String message, @Nullable String context) {
    assertThatThrownBy(
            () ->
                CopyReader.of(
                        CopyFormat.binary(),
                        "t",
                        FIELDS,
                        ZoneOffset.UTC,
                        new ByteArrayInputStream(bytes))
                    .read(new Batch(), 1000))
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> {
              assertThat(e.message()).isEqualTo(message);
              assertThat(e.context()).isEqualTo(context);
            });
  }

  @Test
  void brokenBinaryIsRefused() {
    byte[] good =
        write(CopyFormat.binary(), FIELDS, rows(new Object[] {1L, Slice.of("x"), null, null}));
    fails(new byte[0], "COPY file signature not recognized", null);
    fails(Arrays.copyOf(good, 13), "invalid COPY file header (missing flags)", null);
    fails(Arrays.copyOf(good, 17), "invalid COPY file header (missing length)", null);
    fails(Arrays.copyOf(good, 25), "unexpected EOF in COPY data", "COPY t, line 1");
    byte[] more = Arrays.copyOf(good, good.length + 1);
    fails(more, "received copy data after EOF marker", "COPY t, line 2");
    byte[] columns = good.clone();
    columns[20] = 3;
    fails(columns, "row field count is 3, expected 4", "COPY t, line 1");
    byte[] size = good.clone();
    size[24] = 9;
    size[21] = 0x7f;
    fails(size, "unexpected EOF in COPY data", "COPY t, line 1");
    byte[] flags = good.clone();
    flags[12] = 1;
    fails(flags, "invalid COPY file header (WITH OIDS)", null);
  }
}
