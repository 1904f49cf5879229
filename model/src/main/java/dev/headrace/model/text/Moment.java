package dev.headrace.model.text;

import java.time.ZoneId;

/**
 * When and where a text is read that names a time by that: {@code now}, {@code today}.
 *
 * @param micros since 1970, in UTC
 */
public record Moment(long micros, ZoneId zone) {}
