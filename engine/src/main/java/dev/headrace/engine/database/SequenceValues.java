package dev.headrace.engine.database;

import dev.headrace.engine.database.Sequence.Options;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;

/** Where a sequence is. Shared by all sessions. */
public final class SequenceValues {
  private long last;
  private boolean called;

  /**
   * @param called whether the value has been given out
   */
  public SequenceValues(long last, boolean called) {
    this.last = last;
    this.called = called;
  }

  /**
   * A value of a sequence.
   *
   * @param called whether it has been given out
   */
  public record Place(long last, boolean called) {}

  public synchronized Place place() {
    return new Place(last, called);
  }

  /** The same place, from where something else goes on. */
  public synchronized SequenceValues copy() {
    return new SequenceValues(last, called);
  }

  /** The last value that was given out, or the first if none was. */
  public synchronized long last() {
    return last;
  }

  public synchronized boolean isCalled() {
    return called;
  }

  /**
   * Gives out the next value.
   *
   * @throws SqlException {@link ErrorCode#SEQUENCE_GENERATOR_LIMIT_EXCEEDED}
   */
  synchronized long next(String name, Options options) {
    long value = called ? following(name, options) : last;
    last = value;
    called = true;
    return value;
  }

  private long following(String name, Options options) {
    boolean up = options.increment() > 0;
    long room = up ? options.maximum() - last : last - options.minimum();
    // the distance of two longs may be no long: as an unsigned number it is right
    boolean fits = Long.compareUnsigned(room, Math.abs(options.increment())) >= 0;
    if (fits && (up ? last <= options.maximum() : last >= options.minimum())) {
      return last + options.increment();
    }
    if (options.cycle()) {
      return up ? options.minimum() : options.maximum();
    }
    throw new SqlException(
        ErrorCode.SEQUENCE_GENERATOR_LIMIT_EXCEEDED,
        "nextval: reached "
            + (up ? "maximum" : "minimum")
            + " value of sequence "
            + SqlException.quote(name)
            + " ("
            + (up ? options.maximum() : options.minimum())
            + ")");
  }

  /** Goes to a value, which must be one of the sequence's. */
  synchronized void set(String name, Options options, long value, boolean wasCalled) {
    if (value < options.minimum() || value > options.maximum()) {
      throw new SqlException(
          ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
          "setval: value "
              + value
              + " is out of bounds for sequence "
              + SqlException.quote(name)
              + " ("
              + options.minimum()
              + ".."
              + options.maximum()
              + ")");
    }
    last = value;
    called = wasCalled;
  }
}
