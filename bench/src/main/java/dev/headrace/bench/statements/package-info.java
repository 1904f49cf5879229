/**
 * An application's statements, one at a time, in databases that live in the application's process:
 * Headrace by its JDBC driver and by its Java API, H2, SQLite, DuckDB, HSQLDB and Derby, in memory
 * and in files.
 *
 * <p>{@link dev.headrace.bench.statements.StatementBenchmark} runs the list in one engine, {@link
 * dev.headrace.bench.statements.StatementReport} puts the figures of many runs side by side; the
 * script {@code bench/bin/statements} starts them in turns.
 */
@NullMarked
package dev.headrace.bench.statements;

import org.jspecify.annotations.NullMarked;
