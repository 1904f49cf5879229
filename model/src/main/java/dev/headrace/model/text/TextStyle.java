package dev.headrace.model.text;

import java.time.ZoneId;

/**
 * What a session says about the text form of values that are sent.
 *
 * @param zone where TIMESTAMPTZ is shown
 * @param intervals how INTERVAL is
 */
public record TextStyle(ZoneId zone, IntervalStyle intervals) {
  /** Intervals as they are where nothing else is asked for. */
  public static TextStyle of(ZoneId zone) {
    return new TextStyle(zone, IntervalStyle.POSTGRES);
  }
}
