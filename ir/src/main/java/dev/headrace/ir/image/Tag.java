package dev.headrace.ir.image;

/** What stands before a value. The order is that of the numbers in images. */
enum Tag {
  NULL,
  TRUE,
  FALSE,
  INTEGER,
  LONG,
  FLOAT,
  DOUBLE,
  STRING,
  DECIMAL,
  UUID,
  SLICE,
  BYTES,
  LONGS,
  LIST,
  SET,
  MAP,
  NOTHING,
  SOMETHING,
  CLASS,
  ENUM,
  RECORD,
  /** The number of a string or record that has been written before. */
  AGAIN;

  private static final Tag[] ALL = values();

  @SuppressWarnings("EnumOrdinal") // see above
  int number() {
    return ordinal();
  }

  static Tag of(int number) {
    if (number < 0 || number >= ALL.length) {
      throw new ImageException("no value starts with " + number);
    }
    return ALL[number];
  }
}
