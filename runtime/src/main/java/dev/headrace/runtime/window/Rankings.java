package dev.headrace.runtime.window;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;

/** Functions of a row's place in its partition. */
public enum Rankings implements WindowFunction {
  ROW_NUMBER {
    @Override
    public void evaluate(Partition rows, ResultColumn results) {
      results.numbers(rows.size());
      for (int i = 0; i < rows.size(); i++) {
        results.setNumber(i, i + 1L);
      }
    }

    @Override
    public boolean seesTies() {
      return true;
    }
  },
  RANK {
    @Override
    public void evaluate(Partition rows, ResultColumn results) {
      results.numbers(rows.size());
      for (int i = 0; i < rows.size(); i++) {
        results.setNumber(i, rows.groupStart(rows.group(i)) + 1L);
      }
    }
  },
  DENSE_RANK {
    @Override
    public void evaluate(Partition rows, ResultColumn results) {
      results.numbers(rows.size());
      for (int i = 0; i < rows.size(); i++) {
        results.setNumber(i, rows.group(i) + 1L);
      }
    }
  },
  PERCENT_RANK {
    @Override
    public void evaluate(Partition rows, ResultColumn results) {
      results.numbers(rows.size());
      double others = rows.size() - 1.0;
      for (int i = 0; i < rows.size(); i++) {
        int before = rows.groupStart(rows.group(i));
        results.setDouble(i, before == 0 ? 0 : before / others);
      }
    }
  },
  CUME_DIST {
    @Override
    public void evaluate(Partition rows, ResultColumn results) {
      results.numbers(rows.size());
      for (int i = 0; i < rows.size(); i++) {
        results.setDouble(i, rows.groupEnd(rows.group(i)) / (double) rows.size());
      }
    }
  };

  @Override
  public boolean seesTies() {
    return false;
  }

  /**
   * NTILE: the number of a row's bucket, where buckets differ in size by at most one and larger
   * ones come first.
   *
   * @param column with the number of buckets, of which the first row's counts
   */
  public record Buckets(int column) implements WindowFunction {
    @Override
    public void evaluate(Partition rows, ResultColumn results) {
      results.numbers(rows.size());
      if (rows.size() == 0) {
        return;
      }
      boolean unknown = rows.isNull(0, column);
      int buckets =
          unknown ? 1 : Rows.getInt(rows.slab(), rows.row(0) + rows.layout().offset(column));
      if (buckets <= 0) {
        throw new SqlException(
            ErrorCode.INVALID_ARGUMENT_FOR_NTILE, "argument of ntile must be greater than zero");
      }
      int least = rows.size() / buckets;
      int larger = rows.size() % buckets;
      int inLarger = larger * (least + 1);
      for (int i = 0; i < rows.size(); i++) {
        if (unknown) {
          results.setNull(i);
        } else {
          results.setNumber(
              i, 1L + (i < inLarger ? i / (least + 1) : larger + (i - inLarger) / least));
        }
      }
    }

    @Override
    public boolean seesTies() {
      return true;
    }
  }
}
