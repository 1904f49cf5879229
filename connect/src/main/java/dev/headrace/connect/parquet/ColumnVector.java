package dev.headrace.connect.parquet;

/**
 * The values of a page or a dictionary. Of the arrays, those of the column's physical type are in
 * use: {@code longs} for INT32, INT64 and BOOLEAN (0 or 1), {@code doubles} for FLOAT and DOUBLE,
 * {@code bytes} with {@code starts} and {@code lengths} for the others. All have room for {@code
 * size} values; where {@code nulls} is set, a value is undefined.
 */
final class ColumnVector {
  int size;
  boolean hasNulls;
  boolean[] nulls = new boolean[0];
  long[] longs = new long[0];
  double[] doubles = new double[0];
  byte[] bytes = new byte[0];
  int[] starts = new int[0];
  int[] lengths = new int[0];

  /** Room for levels and dictionary indexes while a page is decoded. */
  int[] indexes = new int[0];

  boolean isNull(int index) {
    return hasNulls && nulls[index];
  }

  void reserveNulls(int count) {
    nulls = nulls.length < count ? new boolean[count] : nulls;
  }

  void reserveIndexes(int count) {
    indexes = indexes.length < count ? new int[count] : indexes;
  }

  void reserveLongs(int count) {
    longs = longs.length < count ? new long[count] : longs;
  }

  void reserveDoubles(int count) {
    doubles = doubles.length < count ? new double[count] : doubles;
  }

  void reserveBytes(int count) {
    if (starts.length < count) {
      starts = new int[count];
      lengths = new int[count];
    }
  }
}
