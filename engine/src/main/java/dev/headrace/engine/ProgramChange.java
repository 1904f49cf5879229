package dev.headrace.engine;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Headrace#apply} does to an object, or to an operator of a materialized view.
 *
 * @param change what happens to it, in the word that APPLY PROGRAM has for it
 * @param kind {@code table}, {@code view}, {@code materialized view}, {@code operator}, ...
 * @param view that an operator is a part of; null for objects
 * @param reason why it is changed; null without one
 * @param rows that are read to fill a view, or that an operator remembers
 * @param milliseconds that filling a view may take
 */
public record ProgramChange(
    String change,
    String kind,
    String name,
    @Nullable String view,
    @Nullable String reason,
    OptionalLong rows,
    OptionalLong milliseconds) {
  static ProgramChange of(List<@Nullable Object> row) {
    return new ProgramChange(
        String.valueOf(row.get(0)),
        String.valueOf(row.get(1)),
        String.valueOf(row.get(2)),
        text(row.get(3)),
        text(row.get(4)),
        number(row.get(5)),
        number(row.get(6)));
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static OptionalLong number(@Nullable Object value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of((Long) value);
  }
}
