/**
 * How long a program takes from the start of its JVM until it is as fast as it gets, from its text
 * and compiled ahead of time. {@link dev.headrace.bench.peak.PeakBenchmark} starts JVMs that run
 * {@link dev.headrace.bench.peak.PeakRun}.
 */
@NullMarked
package dev.headrace.bench.peak;

import org.jspecify.annotations.NullMarked;
