package dev.headrace.model.text;

import static dev.headrace.model.Gregorian.MICROS_PER_HOUR;
import static dev.headrace.model.Gregorian.MICROS_PER_MINUTE;
import static dev.headrace.model.Gregorian.MICROS_PER_SECOND;

import dev.headrace.model.Interval;
import java.util.List;

/** The text forms of INTERVAL that name each unit. All units of the time have its sign. */
final class IntervalUnits {
  private record Unit(long value, String word, char letter) {}

  private final List<Unit> dates;
  private final List<Unit> times;
  private final long secondMicros;

  IntervalUnits(Interval value) {
    this.dates =
        List.of(
            new Unit(value.months() / 12, "year", 'Y'),
            new Unit(value.months() % 12, "mon", 'M'),
            new Unit(value.days(), "day", 'D'));
    this.times =
        List.of(
            new Unit(value.micros() / MICROS_PER_HOUR, "hour", 'H'),
            new Unit(value.micros() / MICROS_PER_MINUTE % 60, "min", 'M'));
    this.secondMicros = value.micros() % MICROS_PER_MINUTE;
  }

  /** {@code P1Y2M3DT4H5M6.7S}; each unit has its own sign. */
  int writeIso(byte[] target, int offset) {
    int at = offset;
    target[at++] = 'P';
    int start = at;
    for (Unit unit : dates) {
      at = writeLetter(unit, target, at);
    }
    boolean timed = secondMicros != 0 || times.stream().anyMatch(unit -> unit.value != 0);
    if (timed || at == start) {
      target[at++] = 'T';
    }
    for (Unit unit : times) {
      at = writeLetter(unit, target, at);
    }
    if (secondMicros != 0 || (!timed && at == start + 1)) {
      at = writeSeconds(secondMicros < 0, target, at);
      target[at++] = 'S';
    }
    return at;
  }

  private static int writeLetter(Unit unit, byte[] target, int offset) {
    if (unit.value == 0) {
      return offset;
    }
    int at = NumberText.write(unit.value, target, offset);
    target[at++] = (byte) unit.letter;
    return at;
  }

  /** {@code @ 1 day 2 hours ago}: the first unit's sign is that of all, which others may undo. */
  int writeVerbose(byte[] target, int offset) {
    int at = offset;
    target[at++] = '@';
    int start = at;
    boolean ago = false;
    for (List<Unit> units : List.of(dates, times)) {
      for (Unit unit : units) {
        if (unit.value != 0) {
          ago = at == start ? unit.value < 0 : ago;
          at = writeWord(unit, ago, target, at);
        }
      }
    }
    if (secondMicros != 0) {
      ago = at == start ? secondMicros < 0 : ago;
      target[at++] = ' ';
      at = writeSeconds((secondMicros < 0) != ago, target, at);
      at =
          FloatText.ascii(
              Math.abs(secondMicros) == MICROS_PER_SECOND ? " sec" : " secs", target, at);
    }
    if (at == start) {
      at = FloatText.ascii(" 0", target, at);
    }
    return ago ? FloatText.ascii(" ago", target, at) : at;
  }

  private static int writeWord(Unit unit, boolean ago, byte[] target, int offset) {
    long value = ago ? -unit.value : unit.value;
    int at = offset;
    target[at++] = ' ';
    at = NumberText.write(value, target, at);
    target[at++] = ' ';
    at = FloatText.ascii(unit.word, target, at);
    if (value != 1) {
      target[at++] = 's';
    }
    return at;
  }

  private int writeSeconds(boolean negative, byte[] target, int offset) {
    int at = offset;
    if (negative) {
      target[at++] = '-';
    }
    at = NumberText.write(Math.abs(secondMicros / MICROS_PER_SECOND), target, at);
    return DateTimeText.writeFraction((int) Math.abs(secondMicros % MICROS_PER_SECOND), target, at);
  }
}
