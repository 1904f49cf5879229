package dev.headrace.codegen.generate;

import dev.headrace.ir.Expr;
import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlType;
import java.lang.classfile.CodeBuilder;
import java.util.Arrays;
import java.util.List;

/**
 * Writes code that makes key rows and their hashes ({@link Rows#hashColumns}).
 *
 * <p>A key of a few numbers is made eight bytes at a time from its columns' values, hashed on the
 * way, and need not be written at all if only its hash is asked for. Other keys are written to a
 * scratch batch, and hashed as far as that goes before they are.
 */
final class KeyEmitter {
  private static final int MAX_WORDS = 16;

  private final Frame frame;
  private final CodeBuilder code;
  private final RowEmitter rows;

  KeyEmitter(Expressions expressions, RowEmitter rows) {
    this.frame = expressions.frame();
    this.code = frame.code();
    this.rows = rows;
  }

  /**
   * A key that was made.
   *
   * @param hash local, long
   * @param bytes local with the slab that holds the key row at 0, or -1
   */
  record Key(int hash, int bytes) {}

  /** Makes a key row of columns and its hash. */
  Key keyRow(List<Expr> exprs) {
    RowLayout layout = layout(exprs);
    if (!isWords(layout)) {
      return written(exprs, layout);
    }
    List<Cell> cells = rows.prepare(exprs, layout, true).cells();
    String field = frame.unit().newArrayField(byte.class, layout.fixedLength());
    int bytes = frame.newLocal(Types.BYTES);
    code.aload(0).getfield(UnitClass.SELF, field, Types.BYTES).astore(bytes);
    code.aload(bytes).iconst_0().loadConstant(layout.fixedLength() | 1L << 32);
    Calls.PUT_LONG.call(code);
    return new Key(words(cells, layout, bytes), bytes);
  }

  /** Computes the hash of a key row. */
  int hash(List<Expr> exprs) {
    RowLayout layout = layout(exprs);
    return isWords(layout)
        ? words(rows.prepare(exprs, layout, true).cells(), layout, -1)
        : written(exprs, layout).hash;
  }

  static RowLayout layout(List<Expr> exprs) {
    return new RowLayout(exprs.stream().map(Expr::type).toList());
  }

  private static boolean isWords(RowLayout layout) {
    return layout.fixedLength() <= 8 * (MAX_WORDS + 1)
        && layout.types().stream().allMatch(type -> isNumber(type.storage()));
  }

  private static boolean isNumber(SqlType.Storage storage) {
    return !storage.isVariable() && storage.width() <= 8;
  }

  private Key written(List<Expr> exprs, RowLayout layout) {
    RowEmitter.Prepared prepared = rows.prepare(exprs, layout, true);
    String field = frame.unit().newObjectField(Batch.class);
    int batch = frame.newLocal(Types.OBJECT);
    code.aload(0).getfield(UnitClass.SELF, field, Types.of(Batch.class)).astore(batch);
    RowEmitter.Written row = rows.writeKey(prepared, batch);
    return new Key(writtenHash(prepared.cells(), layout, row), row.bytes());
  }

  // values that are at hand are hashed before they are read again: a load waits for its store
  private int writtenHash(List<Cell> cells, RowLayout layout, RowEmitter.Written row) {
    int hash = frame.newLocal(Types.LONG);
    boolean atHand =
        layout.fixedLength() <= 8 * (MAX_WORDS + 1)
            && !cells.isEmpty()
            && cells.stream().allMatch(KeyEmitter::isAtHand);
    if (atHand) {
      fixedWords(cells, layout, -1, hash);
    } else {
      code.lconst_0().lstore(hash);
    }
    code.aload(row.bytes());
    code.loadConstant(atHand ? layout.fixedLength() : Rows.NULLS_OFFSET);
    code.iload(row.length()).lload(hash);
    Calls.HASH_WORDS.call(code);
    code.iload(row.length()).loadConstant(Rows.NULLS_OFFSET).isub().i2l();
    Calls.MIX.call(code);
    code.lstore(hash);
    return hash;
  }

  private static boolean isAtHand(Cell cell) {
    return cell instanceof Cell.Primitive
        || cell instanceof Cell.Bytes
        || cell instanceof Cell.Absent;
  }

  private int words(List<Cell> cells, RowLayout layout, int bytes) {
    int hash = frame.newLocal(Types.LONG);
    fixedWords(cells, layout, bytes, hash);
    code.lload(hash).loadConstant((long) layout.fixedLength() - Rows.NULLS_OFFSET);
    Calls.MIX.call(code);
    code.lstore(hash);
    return hash;
  }

  /** Hashes the part of a row that has always the same length, and writes it if it is asked to. */
  private void fixedWords(List<Cell> cells, RowLayout layout, int bytes, int hash) {
    int[] slots = slots(cells, layout);
    code.lconst_0().lstore(hash);
    int word = frame.newLocal(Types.LONG);
    for (int offset = Rows.NULLS_OFFSET; offset < layout.fixedLength(); offset += 8) {
      int index = (offset - Rows.NULLS_OFFSET) / 8;
      if (index < layout.nullWords()) {
        rows.cells().pushNullWord(cells, index);
      } else {
        pushWord(cells, slots, layout, offset);
      }
      code.lstore(word).lload(hash).lload(word);
      Calls.MIX.call(code);
      code.lstore(hash);
      if (bytes >= 0) {
        code.aload(bytes).loadConstant(offset).lload(word);
        Calls.PUT_LONG.call(code);
      }
    }
  }

  /** Locals with what a row has in its fixed part for columns of bytes; -1 for other columns. */
  private int[] slots(List<Cell> cells, RowLayout layout) {
    int[] slots = new int[cells.size()];
    Arrays.fill(slots, -1);
    int at = frame.newLocal(Types.INT);
    code.loadConstant(layout.fixedLength()).istore(at);
    for (int i = 0; i < slots.length; i++) {
      if (cells.get(i) instanceof Cell.Bytes bytes) {
        int length = bytes.region().length();
        slots[i] = frame.newLocal(Types.LONG);
        Target isNull = frame.newTarget();
        code.lconst_0().lstore(slots[i]);
        frame.jumpIfNull(bytes.nullness(), isNull);
        code.iload(at).iload(length);
        Calls.SLOT.call(code);
        code.lstore(slots[i]);
        frame.bind(isNull);
        code.iload(at).iload(length);
        Calls.ALIGN.call(code);
        code.iadd().istore(at);
      }
    }
    return slots;
  }

  /** Pushes the eight bytes of a row from an offset on. */
  private void pushWord(List<Cell> cells, int[] slots, RowLayout layout, int from) {
    boolean first = true;
    for (int i = 0; i < cells.size(); i++) {
      int shift = 8 * (layout.offset(i) - from);
      if (shift >= 0 && shift < 64 && !(cells.get(i) instanceof Cell.Absent)) {
        if (cells.get(i) instanceof Cell.Primitive number) {
          pushBits(number.value(), layout.type(i).storage());
        } else {
          code.lload(slots[i]);
        }
        if (shift > 0) {
          code.loadConstant(shift).lshl();
        }
        if (!first) {
          code.lor();
        }
        first = false;
      }
    }
    if (first) {
      code.lconst_0();
    }
  }

  private void pushBits(Value value, SqlType.Storage storage) {
    frame.push(value);
    switch (storage) {
      case BOOL -> code.i2l();
      case INT16 -> code.i2l().loadConstant(0xffffL).land();
      case INT32 -> code.i2l().loadConstant(0xffff_ffffL).land();
      case INT64 -> {}
      case FLOAT32 -> {
        Calls.KEY_BITS_FLOAT.call(code);
        code.i2l().loadConstant(0xffff_ffffL).land();
      }
      case FLOAT64 -> Calls.KEY_BITS_DOUBLE.call(code);
      case FIXED16, BYTES -> throw new IllegalArgumentException("no number: " + storage);
    }
  }
}
