package dev.headrace.codegen.generate;

import dev.headrace.model.Rows;
import dev.headrace.model.SqlType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.util.List;

/**
 * Reads input columns at constant offsets into locals, each once as far as the code's ways allow.
 * Reading is possible for NULL too: rows hold zeros there.
 */
final class Columns {
  private record NullWord(int row, int word) {}

  private record Raw(int column) {}

  private record Decoded(int column) {}

  private final Frame frame;
  private final CodeBuilder code;
  private final List<Segment> segments;

  Columns(Frame frame, List<Segment> segments) {
    this.frame = frame;
    this.code = frame.code();
    this.segments = segments;
  }

  List<Segment> segments() {
    return segments;
  }

  private Segment segment(int column) {
    for (Segment segment : segments) {
      if (segment.has(column)) {
        return segment;
      }
    }
    throw new IllegalArgumentException("column " + column + " is not in the input");
  }

  boolean isInput(int column) {
    Segment last = segments.getLast();
    return column < last.firstColumn() + last.layout().columns();
  }

  SqlType type(int column) {
    Segment segment = segment(column);
    return segment.layout().type(column - segment.firstColumn());
  }

  /** Where to see whether a column is NULL; loads the word of the bitmap if none has. */
  Nullness nullness(int column) {
    Segment segment = segment(column);
    int index = column - segment.firstColumn();
    int word = index >>> 6;
    NullWord key = new NullWord(segment.row(), word);
    Operand known = frame.scope().find(key);
    if (known == null) {
      pushAddress(segment, Rows.NULLS_OFFSET + 8 * word);
      Calls.GET_LONG.call(code);
      known = new Operand(frame.store(SqlType.Kind.BIGINT), Nullness.NEVER);
      frame.scope().add(key, known);
    }
    return new Nullness.Bit(((Value.Local) known.value()).slot(), index & 63);
  }

  /** A column's value; for NULL it must not be asked. */
  Value value(int column) {
    return switch (type(column).kind()) {
      case NUMERIC, INTERVAL, UUID -> decoded(column);
      case BOOLEAN,
          SMALLINT,
          INTEGER,
          BIGINT,
          REAL,
          DOUBLE,
          TEXT,
          VARCHAR,
          CHAR,
          BYTEA,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMPTZ,
          ENUM,
          JSONB,
          ARRAY ->
          raw(column);
    };
  }

  /** Loads a column without decoding it: a number, or the region of its bytes. */
  Value raw(int column) {
    Operand known = frame.scope().find(new Raw(column));
    if (known != null) {
      return known.value();
    }
    Segment segment = segment(column);
    int offset = segment.layout().offset(column - segment.firstColumn());
    SqlType type = type(column);
    Value value =
        type.storage().isVariable() ? region(segment, offset) : number(segment, offset, type);
    frame.scope().add(new Raw(column), new Operand(value, Nullness.NEVER));
    return value;
  }

  private Value region(Segment segment, int offset) {
    code.iload(segment.row());
    pushAddress(segment, offset);
    Calls.GET_INT.call(code);
    code.iadd();
    int start = frame.storeInt();
    pushAddress(segment, offset + 4);
    Calls.GET_INT.call(code);
    return new Value.Region(segment.slab(), start, frame.storeInt(), true);
  }

  private Value number(Segment segment, int offset, SqlType type) {
    pushAddress(segment, offset);
    switch (type.storage()) {
      case BOOL -> code.arrayLoad(TypeKind.BYTE);
      case INT16 -> Calls.GET_SHORT.call(code);
      case INT32 -> Calls.GET_INT.call(code);
      case INT64 -> Calls.GET_LONG.call(code);
      case FLOAT32 -> Calls.GET_FLOAT.call(code);
      case FLOAT64 -> Calls.GET_DOUBLE.call(code);
      case FIXED16, BYTES -> throw new IllegalArgumentException("no number: " + type);
    }
    return frame.store(type.kind());
  }

  private Value decoded(int column) {
    Operand known = frame.scope().find(new Decoded(column));
    if (known != null) {
      return known.value();
    }
    SqlType type = type(column);
    if (type.kind() == SqlType.Kind.NUMERIC) {
      frame.pushRegion(raw(column));
      Calls.READ_DECIMAL.call(code);
    } else {
      pushFixed(column, 0);
      (type.kind() == SqlType.Kind.UUID ? Calls.READ_UUID : Calls.READ_INTERVAL).call(code);
    }
    Value value = frame.store(type.kind());
    frame.scope().add(new Decoded(column), new Operand(value, Nullness.NEVER));
    return value;
  }

  /** Pushes the address, array and index, of a byte of a column's fixed part. */
  void pushFixed(int column, int byteOffset) {
    Segment segment = segment(column);
    pushAddress(segment, segment.layout().offset(column - segment.firstColumn()) + byteOffset);
  }

  private void pushAddress(Segment segment, int offset) {
    code.aload(segment.slab()).iload(segment.row()).loadConstant(offset).iadd();
  }
}
