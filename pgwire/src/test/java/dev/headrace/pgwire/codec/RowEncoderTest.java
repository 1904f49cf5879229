package dev.headrace.pgwire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.TextStyle;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** EventRows to DataRow messages. */
final class RowEncoderTest {
  private static final TextStyle STYLE = TextStyle.of(ZoneOffset.UTC);

  private static final List<Field> FIELDS =
      List.of(
          Field.of("a", SqlType.INTEGER),
          Field.of("b", SqlType.TEXT),
          Field.of("c", SqlType.BIGINT),
          Field.of("d", SqlType.TIMESTAMP),
          Field.of("e", SqlType.BOOLEAN),
          Field.of("f", SqlType.VARCHAR));

  private static Batch rows(int count) {
    Batch batch = new Batch();
    RowWriter writer = new RowWriter(RowLayout.of(FIELDS));
    for (int i = 0; i < count; i++) {
      writer.append(batch, 1, i, Slice.of("text " + i), -5L * i, 1_000_000L * i, i % 2 == 0, null);
    }
    return batch;
  }

  private static void encodeAll(RowEncoder encoder, Batch rows, MessageOutput output) {
    for (int row = 0; row < rows.end(); row = rows.next(row)) {
      encoder.encode(rows.bytes(), row, output);
    }
    output.flush();
  }

  @Test
  void aDataRowHoldsLengthsAndValues() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    RowEncoder encoder = new RowEncoder(FIELDS, List.of(), new short[] {1, 0, 0, 0, 1, 0}, STYLE);
    encodeAll(encoder, rows(2), new MessageOutput(bytes));
    assertThat(bytes.toString(java.nio.charset.StandardCharsets.ISO_8859_1))
        .isEqualTo(
            "D\0\0\0=\0\6\0\0\0\4\0\0\0\0\0\0\0\6text 0\0\0\0\1"
                + "0"
                + "\0\0\0\u0013"
                + "1970-01-01 00:00:00\0\0\0\1\1\377\377\377\377"
                + "D\0\0\0>\0\6\0\0\0\4\0\0\0\1\0\0\0\6text 1\0\0\0\2-5\0\0\0\u0013"
                + "1970-01-01 00:00:01\0\0\0\1\0\377\377\377\377");
  }

  @Test
  void rowsOfCommonTypesAllocateNothing() {
    for (short[] formats : new short[][] {{0}, {1}}) {
      RowEncoder encoder = new RowEncoder(FIELDS, List.of(), formats, STYLE);
      MessageOutput output = new MessageOutput(OutputStream.nullOutputStream());
      Batch rows = rows(10_000);
      encodeAll(encoder, rows, output);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      encodeAll(encoder, rows, output);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(allocated).as("bytes for 10,000 rows").isLessThan(10_000);
    }
  }
}
