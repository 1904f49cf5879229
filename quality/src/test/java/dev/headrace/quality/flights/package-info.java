/** The flights example, compared with DuckDB's answers to the same SQL over the same files. */
@NullMarked
package dev.headrace.quality.flights;

import org.jspecify.annotations.NullMarked;
