package dev.headrace.bench;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Hashing;
import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.model.function.Arithmetic;
import dev.headrace.runtime.state.Shards;
import dev.headrace.runtime.unit.EmitUnit;

/**
 * {@link Trades#pipeline} to several outputs by user, as one would write it by hand with the same
 * checks: what generated code is measured against.
 */
final class HandWrittenTrades extends EmitUnit {
  private static final RowLayout OUT = new RowLayout(Trades.OUTPUT);
  private static final int TS = Trades.LAYOUT.offset(1);
  private static final int PRICE = Trades.LAYOUT.offset(2);
  private static final int QUANTITY = Trades.LAYOUT.offset(3);
  private static final int DISCOUNT = Trades.LAYOUT.offset(5);
  private static final int USER = Trades.LAYOUT.offset(6);
  private static final int REGION = Trades.LAYOUT.offset(7);
  private static final int SYMBOL = Trades.LAYOUT.offset(9);
  private static final int OUT_USER = OUT.offset(0);
  private static final int OUT_NET = OUT.offset(1);
  private static final int OUT_TIER = OUT.offset(2);
  private static final int OUT_SYMBOL = OUT.offset(3);
  private static final int OUT_MINUTE = OUT.offset(4);

  @Override
  public void run(byte[] slab, int from, int to, Batch[] outputs) {
    int next;
    for (int row = from; row < to; row = next) {
      next = row + Rows.getInt(slab, row);
      long nulls = Rows.getLong(slab, row + 8);
      if ((nulls & (1L << 2 | 1L << 7)) != 0) {
        continue;
      }
      double price = Rows.getDouble(slab, row + PRICE);
      if (!(price > 50.0) || Rows.getInt(slab, row + REGION) >= 8) {
        continue;
      }
      int quantity = Rows.getInt(slab, row + QUANTITY);
      double net = 0;
      long outNulls = 0;
      double gross = 0;
      boolean noQuantity = (nulls & 1L << 3) != 0;
      if (!noQuantity) {
        gross = Arithmetic.multiply(price, (double) quantity);
      }
      if (noQuantity || (nulls & 1L << 5) != 0) {
        outNulls |= 1L << 1;
      } else {
        net =
            Arithmetic.multiply(
                gross, Arithmetic.subtract(1.0, Rows.getDouble(slab, row + DISCOUNT)));
      }
      long tier = 0;
      if (!noQuantity) {
        tier = quantity > 1000 ? 3 : quantity > 100 ? 2 : quantity > 10 ? 1 : 0;
      }
      long time = Rows.getLong(slab, row + TS);
      long minute = Arithmetic.subtract(time, Arithmetic.remainder(time, 60_000L));
      long user = Rows.getLong(slab, row + USER);
      int start = row + Rows.getInt(slab, row + SYMBOL);
      int count = Rows.getInt(slab, row + SYMBOL + 4);
      outNulls |= (nulls & 1L << 9) >>> 6 | (nulls & 1L << 6) >>> 6;
      long hash = Hashing.mix(0, (nulls & 1L << 6) >>> 6);
      hash = Hashing.mix(Hashing.mix(hash, user), 16);
      Batch output = outputs[Shards.of(hash, outputs.length)];
      int length = extend(count);
      byte[] out = output.reserve(length);
      int at = output.end();
      Rows.putLong(out, at, length | (long) Rows.getInt(slab, row + 4) << 32);
      Rows.putLong(out, at + 8, outNulls);
      Rows.putDouble(out, at + OUT_NET, net);
      Rows.putLong(out, at + OUT_TIER, tier);
      Rows.putLong(out, at + OUT_MINUTE, minute);
      Rows.putLong(out, at + OUT_USER, user);
      Rows.putLong(
          out,
          at + OUT_SYMBOL,
          (nulls & 1L << 9) != 0 ? 0 : OUT.fixedLength() | (long) count << 32);
      copyPadded(slab, start, out, at + OUT.fixedLength(), count);
      output.commit(length);
    }
  }

  private static int extend(int count) {
    int padded = Rows.align(count);
    if (padded < 0 || OUT.fixedLength() > Batch.MAX_BYTES - padded) {
      throw new SqlException(ErrorCode.PROGRAM_LIMIT_EXCEEDED, "a row is too long");
    }
    return OUT.fixedLength() + padded;
  }

  /** Symbols are short: a word at a time beats a call. */
  static void copyPadded(byte[] source, int start, byte[] target, int at, int count) {
    for (int i = 0; i < count; i += 8) {
      Rows.putLong(target, at + i, Rows.getLong(source, start + i));
    }
  }
}
