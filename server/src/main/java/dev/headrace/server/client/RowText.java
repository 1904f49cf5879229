package dev.headrace.server.client;

import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.TextFormat;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of one layout as PostgreSQL's text. */
final class RowText {
  /** The time zone of a session in this process, as of a server's. */
  private static final ZoneId ZONE = ZoneOffset.UTC;

  private final RowLayout layout;
  private final RowReader reader;
  private final ByteOutput text = new ByteOutput();

  RowText(RowLayout layout) {
    this.layout = layout;
    this.reader = new RowReader(layout);
  }

  /** A row's values; null is NULL. */
  List<@Nullable String> values(byte[] slab, int row) {
    List<@Nullable String> values = new ArrayList<>(layout.columns());
    for (int column = 0; column < layout.columns(); column++) {
      Object value = reader.get(slab, row, column);
      if (value == null) {
        values.add(null);
      } else {
        text.clear();
        TextFormat.write(layout.type(column), value, ZONE, text);
        values.add(new String(text.bytes(), 0, text.length(), StandardCharsets.UTF_8));
      }
    }
    return values;
  }
}
