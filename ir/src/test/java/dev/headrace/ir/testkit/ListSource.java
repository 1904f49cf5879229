package dev.headrace.ir.testkit;

import dev.headrace.ir.RowSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row given as a list of carriers. */
public record ListSource(
    List<? extends @Nullable Object> columns, List<? extends @Nullable Object> parameters)
    implements RowSource {
  public ListSource(List<? extends @Nullable Object> columns) {
    this(columns, List.of());
  }

  @Override
  public @Nullable Object column(int index) {
    return columns.get(index);
  }

  @Override
  public @Nullable Object parameter(int index) {
    return parameters.get(index);
  }
}
