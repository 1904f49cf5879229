/**
 * Benchmarks: programs that print figures, started by the scripts in {@code bench/bin}. Nothing of
 * this runs in a build; {@code bench/RESULTS.md} has the figures and how they came about.
 *
 * <ul>
 *   <li>{@link dev.headrace.bench.FlightsBenchmark}, {@link dev.headrace.bench.DuckDbBenchmark}:
 *       the example program over three million flights, and its queries in another engine;
 *   <li>{@link dev.headrace.bench.HotPathBenchmark}: one compiled pipeline against the same by hand
 *       and interpreted;
 *   <li>{@link dev.headrace.bench.CompileBenchmark}: how long compiling units takes;
 *   <li>{@link dev.headrace.bench.IncrementalBenchmark}: one commit under a view, against the
 *       view's query;
 *   <li>{@link dev.headrace.bench.IdleViewsBenchmark}: one commit beside views that it does not
 *       concern;
 *   <li>{@link dev.headrace.bench.StartBenchmark}: from a command to its answer;
 *   <li>{@link dev.headrace.bench.statements.StatementBenchmark}: an application's statements, in
 *       engines that live in its process;
 *   <li>{@link dev.headrace.bench.program}: large programs, from their text to running views.
 * </ul>
 */
@NullMarked
package dev.headrace.bench;

import org.jspecify.annotations.NullMarked;
