package dev.headrace.connect.file;

import dev.headrace.connect.csv.CsvFormat;
import dev.headrace.connect.csv.CsvWriter;
import dev.headrace.connect.json.JsonWriter;
import dev.headrace.model.Field;
import dev.headrace.model.Rows;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.TextFormat;
import java.util.List;

/** The lines that each format makes of rows. */
final class FileLines {
  private FileLines() {}

  static FileOutput.Lines csv(CsvFormat format, List<Field> fields) {
    CsvWriter writer = new CsvWriter(format, fields);
    return new FileOutput.Lines() {
      @Override
      public void header(ByteOutput out, boolean changes) {
        if (format.header() != CsvFormat.Header.FALSE) {
          writer.writeHeader(
              out, changes ? new String[] {FileOutput.WEIGHT, FileOutput.STEP} : new String[0]);
        }
      }

      @Override
      public void row(byte[] bytes, int row, ByteOutput out) {
        writer.writeRow(bytes, row, out);
      }

      @Override
      public void change(byte[] bytes, int row, long step, ByteOutput out) {
        writer.writeColumns(bytes, row, out);
        out.writeByte(format.delimiter());
        TextFormat.writeLong(Rows.weight(bytes, row), out);
        out.writeByte(format.delimiter());
        TextFormat.writeLong(step, out);
        out.writeByte('\n');
      }
    };
  }

  static FileOutput.Lines json(List<Field> fields) {
    JsonWriter writer = new JsonWriter(fields);
    return new FileOutput.Lines() {
      @Override
      public void header(ByteOutput out, boolean changes) {}

      @Override
      public void row(byte[] bytes, int row, ByteOutput out) {
        out.writeByte('{');
        writer.writeMembers(bytes, row, out);
        out.writeAscii("}\n");
      }

      @Override
      public void change(byte[] bytes, int row, long step, ByteOutput out) {
        out.writeByte('{');
        writer.writeMembers(bytes, row, out);
        out.writeAscii(",\"" + FileOutput.WEIGHT + "\":");
        TextFormat.writeLong(Rows.weight(bytes, row), out);
        out.writeAscii(",\"" + FileOutput.STEP + "\":");
        TextFormat.writeLong(step, out);
        out.writeAscii("}\n");
      }
    };
  }
}
