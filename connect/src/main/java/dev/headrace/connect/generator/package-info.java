/**
 * The {@code generator} connector: rows made up from a seed, for load tests and demonstrations.
 *
 * <p>Each column has its own {@link dev.headrace.connect.generator.ColumnGenerator} with its own
 * random numbers, so the values of a column depend on the seed and its position only.
 */
@NullMarked
package dev.headrace.connect.generator;

import org.jspecify.annotations.NullMarked;
