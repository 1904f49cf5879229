package dev.headrace.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row that came or went.
 *
 * @param values the row's columns as Java values
 * @param weight how often it came; if negative, how often it went
 */
public record Change(List<@Nullable Object> values, int weight) {
  public Change {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }
}
