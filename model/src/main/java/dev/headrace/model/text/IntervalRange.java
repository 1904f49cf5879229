package dev.headrace.model.text;

import dev.headrace.model.Gregorian;
import dev.headrace.model.Interval;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fields that an interval is restricted to, as {@code DAY TO HOUR}.
 *
 * @param last the same as the first for a single field
 */
public record IntervalRange(Field first, Field last) {
  /** From large to small. */
  public enum Field {
    YEAR,
    MONTH,
    DAY,
    HOUR,
    MINUTE,
    SECOND
  }

  /** No restriction. */
  public static final IntervalRange ANY = new IntervalRange(Field.YEAR, Field.SECOND);

  static final IntervalRange MINUTE_TO_SECOND = new IntervalRange(Field.MINUTE, Field.SECOND);

  private static final int MONTHS_PER_YEAR = 12;

  private static final Map<Field, Set<Field>> LAST =
      new EnumMap<>(
          Map.of(
              Field.YEAR, EnumSet.of(Field.MONTH),
              Field.DAY, EnumSet.of(Field.HOUR, Field.MINUTE, Field.SECOND),
              Field.HOUR, EnumSet.of(Field.MINUTE, Field.SECOND),
              Field.MINUTE, EnumSet.of(Field.SECOND)));

  /** The range that SQL spells with these words; empty if it has none from one to the other. */
  public static Optional<IntervalRange> of(String first, String last) {
    Field from = Field.valueOf(first.toUpperCase(Locale.ROOT));
    for (Field to : Field.values()) {
      boolean isRange = to == from || LAST.getOrDefault(from, Set.of()).contains(to);
      if (isRange && to.name().equalsIgnoreCase(last)) {
        return Optional.of(new IntervalRange(from, to));
      }
    }
    return Optional.empty();
  }

  /** Reads an interval: a number without a unit is of the last field, smaller ones are cut off. */
  public Interval parse(byte[] bytes) {
    return restrict(new IntervalParser(bytes, 0, bytes.length, this).parse());
  }

  private Interval restrict(Interval value) {
    return switch (last) {
      case YEAR -> new Interval(value.months() / MONTHS_PER_YEAR * MONTHS_PER_YEAR, 0, 0);
      case MONTH -> new Interval(value.months(), 0, 0);
      case DAY -> new Interval(value.months(), value.days(), 0);
      case HOUR -> truncated(value, Gregorian.MICROS_PER_HOUR);
      case MINUTE -> truncated(value, Gregorian.MICROS_PER_MINUTE);
      case SECOND -> value;
    };
  }

  private static Interval truncated(Interval value, long unit) {
    return new Interval(value.months(), value.days(), value.micros() / unit * unit);
  }
}
