package dev.headrace.ir;

import org.jspecify.annotations.Nullable;

/**
 * Where an expression finds its inputs: the columns of the current row and the statement's
 * parameters, as carriers, null for NULL.
 *
 * <p>A slice may point into memory that the next row reuses.
 */
public interface RowSource {
  /** Neither columns nor parameters: what constant expressions are evaluated over. */
  RowSource EMPTY =
      new RowSource() {
        @Override
        public @Nullable Object column(int index) {
          throw new IllegalStateException("no row to take column " + index + " of");
        }

        @Override
        public @Nullable Object parameter(int index) {
          throw new IllegalStateException("parameter " + index + " is not bound");
        }
      };

  /** The value of a column, from 0. */
  @Nullable Object column(int index);

  /** The value of a parameter, from 0. */
  @Nullable Object parameter(int index);
}
