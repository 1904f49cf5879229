package dev.headrace.model;

/**
 * A SQL interval with PostgreSQL's three independent parts.
 *
 * <p>Comparison follows PostgreSQL: a month counts as 30 days, a day as 24 hours, so {@code 1 mon}
 * and {@code 30 days} compare as equal although {@link #equals} tells them apart.
 *
 * @param months whole months, 12 to a year
 * @param days whole days
 * @param micros microseconds within the rest
 */
public record Interval(int months, int days, long micros) implements Comparable<Interval> {
  public static final Interval ZERO = new Interval(0, 0, 0);

  private static final long MICROS_PER_DAY = 86_400_000_000L;

  @Override
  public int compareTo(Interval other) {
    long thisDays = months * 30L + days + Math.floorDiv(micros, MICROS_PER_DAY);
    long otherDays = other.months * 30L + other.days + Math.floorDiv(other.micros, MICROS_PER_DAY);
    return thisDays != otherDays
        ? Long.compare(thisDays, otherDays)
        : Long.compare(
            Math.floorMod(micros, MICROS_PER_DAY), Math.floorMod(other.micros, MICROS_PER_DAY));
  }
}
