package dev.headrace.codegen.generate;

import dev.headrace.ir.Expr;
import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.util.List;

/**
 * Writes code that appends a row to a batch, the same bytes as {@link
 * dev.headrace.model.RowWriter}: everything is evaluated and the length known before the batch is
 * touched, then come header, null bitmap, fixed parts, and the bytes.
 */
final class RowEmitter {
  /** Columns written by one method of those that write a very wide row. */
  private static final int PART = 24;

  private final Frame frame;
  private final CodeBuilder code;
  private final Expressions expressions;
  private final Cells cells;

  RowEmitter(Expressions expressions) {
    this.expressions = expressions;
    this.frame = expressions.frame();
    this.code = frame.code();
    this.cells = new Cells(expressions);
  }

  /** A row that was written: its slab and its start. */
  record Written(int bytes, int row, int length) {}

  /**
   * A row's columns, evaluated; or, where they are very many, to be evaluated part by part when the
   * row is written. Then all are columns, constants and parameters, and cannot fail.
   */
  record Prepared(RowLayout layout, List<Cell> cells, List<Expr> inParts) {}

  /** Evaluates the columns of a row. */
  Prepared prepare(List<Expr> exprs, RowLayout layout, boolean keys) {
    return expressions.outlining() != null && exprs.size() > PART
        ? new Prepared(layout, List.of(), exprs)
        : new Prepared(layout, cells.evaluate(exprs, layout, keys), List.of());
  }

  Cells cells() {
    return cells;
  }

  /**
   * Appends a row.
   *
   * @param batch local with the batch
   * @param pushWeight pushes the row's weight
   * @param keys whether equal values must become equal bytes
   */
  Written append(Prepared row, int batch, Runnable pushWeight, boolean keys) {
    Runnable pushEnd =
        () -> {
          code.aload(batch);
          Calls.BATCH_END.call(code);
        };
    Written written = write(row, batch, pushEnd, pushWeight, keys);
    code.aload(batch).iload(written.length);
    Calls.BATCH_COMMIT.call(code);
    return written;
  }

  /** Writes a key row of weight 1 to the start of an empty batch, which stays empty. */
  Written writeKey(Prepared row, int batch) {
    return write(row, batch, code::iconst_0, code::iconst_1, true);
  }

  private Written write(
      Prepared row, int batch, Runnable pushStart, Runnable pushWeight, boolean keys) {
    Outlining outlining = row.inParts.isEmpty() ? null : expressions.outlining();
    int length = outlining == null ? length(row) : lengthInParts(row, outlining, keys);
    code.aload(batch).iload(length);
    Calls.BATCH_RESERVE.call(code);
    int bytes = frame.newLocal(Types.BYTES);
    code.astore(bytes);
    pushStart.run();
    int start = frame.storeInt();
    Written written = new Written(bytes, start, length);
    writeHeader(written, pushWeight);
    if (outlining != null) {
      writeInParts(row, outlining, written, keys);
    } else {
      writeFixed(row, written, keys);
      if (row.layout.variableColumns() > 0) {
        writeBytes(row, written);
      }
    }
    return written;
  }

  private int length(Prepared row) {
    int length = frame.newLocal(Types.INT);
    code.loadConstant(row.layout.fixedLength()).istore(length);
    extend(row.cells, length);
    return length;
  }

  private void extend(List<Cell> columns, int length) {
    for (Cell cell : columns) {
      if (cell instanceof Cell.Bytes || cell instanceof Cell.Decimal) {
        code.iload(length).iload(lengthOf(cell));
        Calls.EXTEND.call(code);
        code.istore(length);
      }
    }
  }

  private int lengthInParts(Prepared row, Outlining outlining, boolean keys) {
    int length = frame.newLocal(Types.INT);
    code.loadConstant(row.layout.fixedLength()).istore(length);
    for (int from = 0; from < row.inParts.size(); from += PART) {
      int first = from;
      int end = Math.min(row.inParts.size(), from + PART);
      if (row.layout.types().subList(first, end).stream()
          .noneMatch(t -> t.storage().isVariable())) {
        continue;
      }
      outlining.call(
          frame,
          Types.INT,
          List.of(Types.INT),
          () -> code.iload(length),
          (inner, argument) -> {
            RowEmitter rows = new RowEmitter(inner);
            rows.extend(rows.cells.evaluate(row.inParts, row.layout, first, end, keys), argument);
            rows.code.iload(argument).ireturn();
          });
      code.istore(length);
    }
    return length;
  }

  private void writeInParts(Prepared row, Outlining outlining, Written written, boolean keys) {
    RowLayout layout = row.layout;
    for (int word = 0; word < layout.nullWords(); word++) {
      int end = Math.min(layout.columns(), 64 * (word + 1));
      List<Expr> columns = row.inParts.subList(64 * word, end);
      pushAddress(written, Rows.NULLS_OFFSET + 8 * word);
      outlining.call(
          frame,
          Types.LONG,
          List.of(),
          () -> {},
          (inner, _) -> {
            RowEmitter rows = new RowEmitter(inner);
            rows.cells.pushNullWord(columns.stream().map(inner::nullness).toList());
            rows.code.lreturn();
          });
      Calls.PUT_LONG.call(code);
    }
    writePadding(layout, written);
    int at = frame.newLocal(Types.INT);
    code.loadConstant(layout.fixedLength()).istore(at);
    for (int from = 0; from < layout.columns(); from += PART) {
      int first = from;
      int end = Math.min(layout.columns(), from + PART);
      outlining.call(
          frame,
          Types.INT,
          List.of(Types.BYTES, Types.INT, Types.INT),
          () -> code.aload(written.bytes).iload(written.row).iload(at),
          (inner, argument) -> {
            RowEmitter rows = new RowEmitter(inner);
            rows.writePart(row, first, end, argument, keys);
            rows.code.iload(argument + 2).ireturn();
          });
      code.istore(at);
    }
  }

  /** Writes the columns from one index to another; arguments are slab, row, and where bytes go. */
  private void writePart(Prepared row, int from, int to, int argument, boolean keys) {
    List<Cell> part = cells.evaluate(row.inParts, row.layout, from, to, keys);
    Written written = new Written(argument, argument + 1, -1);
    for (int i = from; i < to; i++) {
      Cell cell = part.get(i - from);
      writeFixed(cell, written, row.layout.offset(i), row.layout.type(i), keys);
      writeVariable(cell, written, row.layout.offset(i), argument + 2);
    }
  }

  private static int lengthOf(Cell cell) {
    return cell instanceof Cell.Bytes bytes
        ? bytes.region().length()
        : ((Cell.Decimal) cell).length();
  }

  private void pushAddress(Written written, int offset) {
    code.aload(written.bytes).iload(written.row).loadConstant(offset).iadd();
  }

  private void writeHeader(Written written, Runnable pushWeight) {
    pushAddress(written, Rows.LENGTH_OFFSET);
    code.iload(written.length);
    pushWeight.run();
    Calls.SLOT.call(code);
    Calls.PUT_LONG.call(code);
  }

  private void writeFixed(Prepared row, Written written, boolean keys) {
    RowLayout layout = row.layout;
    for (int word = 0; word < layout.nullWords(); word++) {
      pushAddress(written, Rows.NULLS_OFFSET + 8 * word);
      cells.pushNullWord(row.cells, word);
      Calls.PUT_LONG.call(code);
    }
    writePadding(layout, written);
    for (int i = 0; i < row.cells.size(); i++) {
      writeFixed(row.cells.get(i), written, layout.offset(i), layout.type(i), keys);
    }
  }

  private void writePadding(RowLayout layout, Written written) {
    if (endOfColumns(layout) < layout.fixedLength()) {
      pushAddress(written, layout.fixedLength() - 8);
      code.lconst_0();
      Calls.PUT_LONG.call(code);
    }
  }

  private static int endOfColumns(RowLayout layout) {
    int end = Rows.NULLS_OFFSET + 8 * layout.nullWords();
    for (int i = 0; i < layout.columns(); i++) {
      end = Math.max(end, layout.offset(i) + layout.type(i).storage().width());
    }
    return end;
  }

  private void writeFixed(Cell cell, Written written, int offset, SqlType type, boolean key) {
    switch (cell) {
      case Cell.Primitive number -> {
        pushAddress(written, offset);
        frame.push(number.value());
        writeNumber(type, key);
      }
      case Cell.WideColumn wide -> {
        for (int half = 0; half < 16; half += 8) {
          pushAddress(written, offset + half);
          expressions.columns().pushFixed(wide.column(), half);
          Calls.GET_LONG.call(code);
          Calls.PUT_LONG.call(code);
        }
      }
      case Cell.Wide wide -> writeWide(wide, written, offset, type);
      case Cell.Absent _ -> writeZeros(written, offset, type.storage());
      case Cell.Bytes _, Cell.Decimal _ -> {}
    }
  }

  private void writeZeros(Written written, int offset, SqlType.Storage storage) {
    pushAddress(written, offset);
    switch (storage) {
      case BOOL -> code.iconst_0().arrayStore(TypeKind.BYTE);
      case INT16 -> {
        code.iconst_0();
        Calls.PUT_SHORT.call(code);
      }
      case INT32, FLOAT32 -> {
        code.iconst_0();
        Calls.PUT_INT.call(code);
      }
      case INT64, FLOAT64, BYTES -> {
        code.lconst_0();
        Calls.PUT_LONG.call(code);
      }
      case FIXED16 -> {
        code.lconst_0();
        Calls.PUT_LONG.call(code);
        pushAddress(written, offset + 8);
        code.lconst_0();
        Calls.PUT_LONG.call(code);
      }
    }
  }

  private void writeNumber(SqlType type, boolean key) {
    switch (type.storage()) {
      case BOOL -> code.arrayStore(TypeKind.BYTE);
      case INT16 -> {
        code.i2s();
        Calls.PUT_SHORT.call(code);
      }
      case INT32 -> Calls.PUT_INT.call(code);
      case INT64 -> Calls.PUT_LONG.call(code);
      case FLOAT32 -> {
        if (key) {
          Calls.KEY_BITS_FLOAT.call(code);
          Calls.PUT_INT.call(code);
        } else {
          Calls.PUT_FLOAT.call(code);
        }
      }
      case FLOAT64 -> {
        if (key) {
          Calls.KEY_BITS_DOUBLE.call(code);
          Calls.PUT_LONG.call(code);
        } else {
          Calls.PUT_DOUBLE.call(code);
        }
      }
      case FIXED16, BYTES -> throw new IllegalArgumentException("no number: " + type);
    }
  }

  private void writeWide(Cell.Wide wide, Written written, int offset, SqlType type) {
    Target isNull = frame.newTarget();
    if (!(wide.nullness() instanceof Nullness.Never)) {
      writeZeros(written, offset, type.storage());
      frame.jumpIfNull(wide.nullness(), isNull);
    }
    pushAddress(written, offset);
    frame.push(wide.value());
    (type.kind() == SqlType.Kind.UUID ? Calls.WRITE_UUID : Calls.WRITE_INTERVAL).call(code);
    frame.bind(isNull);
  }

  private void writeBytes(Prepared row, Written written) {
    int at = frame.newLocal(Types.INT);
    code.loadConstant(row.layout.fixedLength()).istore(at);
    for (int i = 0; i < row.cells.size(); i++) {
      writeVariable(row.cells.get(i), written, row.layout.offset(i), at);
    }
  }

  private void writeVariable(Cell cell, Written written, int offset, int at) {
    if (cell instanceof Cell.Bytes || cell instanceof Cell.Decimal) {
      writeSlot(cell, written, offset, at);
      writeBytes(cell, written, at);
      code.iload(at).iload(lengthOf(cell));
      Calls.ALIGN.call(code);
      code.iadd().istore(at);
    }
  }

  private void writeSlot(Cell cell, Written written, int offset, int at) {
    Target isNull = frame.newTarget();
    Target done = frame.newTarget();
    frame.jumpIfNull(cell.nullness(), isNull);
    pushAddress(written, offset);
    code.iload(at).iload(lengthOf(cell));
    Calls.SLOT.call(code);
    Calls.PUT_LONG.call(code);
    if (isNull.isUsed()) {
      frame.jump(done);
      frame.bind(isNull);
      pushAddress(written, offset);
      code.lconst_0();
      Calls.PUT_LONG.call(code);
      frame.bind(done);
    }
  }

  private void writeBytes(Cell cell, Written written, int at) {
    if (cell instanceof Cell.Bytes bytes) {
      Value.Region region = bytes.region();
      code.aload(region.bytes()).iload(region.start());
      code.aload(written.bytes).iload(written.row).iload(at).iadd().iload(region.length());
      (region.padded() ? Calls.COPY_PADDED : Calls.COPY).call(code);
      return;
    }
    Cell.Decimal decimal = (Cell.Decimal) cell;
    Target isNull = frame.newTarget();
    frame.jumpIfNull(decimal.nullness(), isNull);
    // the last eight bytes first: encoding leaves the padding behind its own alone
    pushAddressAt(written, at);
    code.iload(decimal.length());
    Calls.ALIGN.call(code);
    code.iadd().bipush(-8).iadd().lconst_0();
    Calls.PUT_LONG.call(code);
    frame.push(decimal.value());
    pushAddressAt(written, at);
    Calls.WRITE_DECIMAL.call(code);
    frame.bind(isNull);
  }

  private void pushAddressAt(Written written, int at) {
    code.aload(written.bytes).iload(written.row).iload(at).iadd();
  }
}
