package dev.headrace.model.text;

import dev.headrace.model.Interval;
import java.util.Locale;

/** The forms of IntervalStyle in which intervals are sent. */
public enum IntervalStyle {
  /** {@code 1 year 2 mons 3 days 04:05:06} */
  POSTGRES,
  /** {@code @ 1 year 2 mons 3 days 4 hours 5 mins 6 secs} */
  POSTGRES_VERBOSE,
  /** {@code P1Y2M3DT4H5M6S} */
  ISO_8601;

  /** Writes a value and returns the offset after it. */
  int write(Interval value, byte[] target, int offset) {
    return switch (this) {
      case POSTGRES -> IntervalText.write(value, target, offset);
      case POSTGRES_VERBOSE -> new IntervalUnits(value).writeVerbose(target, offset);
      case ISO_8601 -> new IntervalUnits(value).writeIso(target, offset);
    };
  }

  /** The name that a session sets. */
  public String parameter() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The style of a name of {@link #parameter}. */
  public static IntervalStyle of(String parameter) {
    return valueOf(parameter.toUpperCase(Locale.ROOT));
  }
}
