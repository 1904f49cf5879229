package dev.headrace.engine.database;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Interpreter;
import dev.headrace.ir.RowReaderSource;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.KeyCodec;
import dev.headrace.model.text.TextFormat;
import dev.headrace.runtime.state.IndexDefinition;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The keys of an index over a relation's rows. */
public final class IndexKeys implements IndexDefinition {
  private final String name;
  private final RowLayout layout;
  private final List<KeyColumn> columns;
  private final @Nullable Expr predicate;
  private final boolean unique;
  private final boolean nullsDistinct;

  /**
   * Keys of an index.
   *
   * @param name for messages
   * @param layout of the relation's rows
   * @param predicate which rows have a key; null for all
   * @param nullsDistinct whether rows with a NULL in the key differ from all others
   */
  public IndexKeys(
      String name,
      RowLayout layout,
      List<KeyColumn> columns,
      @Nullable Expr predicate,
      boolean unique,
      boolean nullsDistinct) {
    this.name = name;
    this.layout = layout;
    this.columns = List.copyOf(columns);
    this.predicate = predicate;
    this.unique = unique;
    this.nullsDistinct = nullsDistinct;
  }

  /** The same keys under other names. */
  IndexKeys named(String newName, List<KeyColumn> newColumns) {
    return new IndexKeys(newName, layout, newColumns, predicate, unique, nullsDistinct);
  }

  @Override
  public Encoder encoder() {
    return new RowEncoder();
  }

  /** Encodes columns as they stand in the row, and values of expressions. */
  private final class RowEncoder implements Encoder {
    private final Interpreter interpreter = new Interpreter();
    private final RowReaderSource source = new RowReaderSource(layout);
    private final ByteOutput out = new ByteOutput();

    @Override
    public Entry encode(byte[] slab, int row, Slice key) {
      if (predicate != null
          && !Boolean.TRUE.equals(interpreter.evaluate(predicate, source.at(slab, row)))) {
        return Entry.NONE;
      }
      out.clear();
      boolean anyNull = false;
      for (int i = 0; i < columns.size(); i++) {
        anyNull |= encode(columns.get(i), slab, row);
      }
      out.toSlice(key);
      return unique && !(anyNull && nullsDistinct) ? Entry.UNIQUE : Entry.REPEATED;
    }

    /** Returns whether the value is NULL. */
    private boolean encode(KeyColumn column, byte[] slab, int row) {
      if (column.expression() instanceof Expr.Column plain) {
        KeyCodec.encode(layout, slab, row, plain.index(), column.order(), out);
        return Rows.isNull(slab, row, plain.index());
      }
      Object value = interpreter.evaluate(column.expression(), source.at(slab, row));
      KeyCodec.encode(column.type(), value, column.order(), out);
      return value == null;
    }
  }

  @Override
  public SqlException duplicateInserted(byte[] slab, int row) {
    return new SqlException(
            ErrorCode.UNIQUE_VIOLATION,
            "duplicate key value violates unique constraint " + SqlException.quote(name))
        .withDetail(describe(slab, row) + " already exists.");
  }

  @Override
  public SqlException duplicateFound(byte[] slab, int row) {
    return new SqlException(
            ErrorCode.UNIQUE_VIOLATION, "could not create unique index " + SqlException.quote(name))
        .withDetail(describe(slab, row) + " is duplicated.");
  }

  private String describe(byte[] slab, int row) {
    Interpreter interpreter = new Interpreter();
    RowReaderSource source = new RowReaderSource(layout).at(slab, row);
    String names = columns.stream().map(KeyColumn::text).collect(Collectors.joining(", "));
    String values =
        columns.stream()
            .map(column -> text(column, interpreter.evaluate(column.expression(), source)))
            .collect(Collectors.joining(", "));
    return "Key (" + names + ")=(" + values + ")";
  }

  private static String text(KeyColumn column, @Nullable Object value) {
    return value == null ? "null" : TextFormat.toString(column.type(), value, ZoneOffset.UTC);
  }
}
