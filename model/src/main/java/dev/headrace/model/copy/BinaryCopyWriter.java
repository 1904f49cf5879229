package dev.headrace.model.copy;

import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.text.BinaryFormat;
import dev.headrace.model.text.ByteOutput;
import java.util.List;

/**
 * Writes the binary format; {@link BinaryCopyReader} has its picture. What begins the data goes
 * with the first row, or with the end: PostgreSQL sends a row in each piece, and clients rely on
 * it.
 */
final class BinaryCopyWriter implements CopyWriter {
  static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};

  private final RowLayout layout;
  private final RowReader reader;
  private boolean begun;

  BinaryCopyWriter(List<Field> fields) {
    this.layout = RowLayout.of(fields);
    this.reader = new RowReader(layout);
  }

  @Override
  public void start(ByteOutput out) {
    begun = false;
  }

  private void begin(ByteOutput out) {
    if (!begun) {
      begun = true;
      out.write(SIGNATURE);
      out.writeInt(0);
      out.writeInt(0);
    }
  }

  @Override
  public void row(byte[] slab, int row, ByteOutput out) {
    begin(out);
    out.writeShort(layout.columns());
    for (int column = 0; column < layout.columns(); column++) {
      Object value = reader.get(slab, row, column);
      int lengthAt = out.length();
      out.writeInt(-1);
      if (value != null) {
        BinaryFormat.write(layout.type(column), value, out);
        int end = out.length();
        out.length(lengthAt);
        out.writeInt(end - lengthAt - 4);
        out.length(end);
      }
    }
  }

  @Override
  public void end(ByteOutput out) {
    begin(out);
    out.writeShort(-1);
  }
}
