/**
 * Programs of any size that are made up, but look like those of a company: {@link
 * dev.headrace.bench.program.ProgramGenerator} writes them, {@link
 * dev.headrace.bench.program.ProgramBenchmark} measures the way from their text to running views.
 */
@NullMarked
package dev.headrace.bench.program;

import org.jspecify.annotations.NullMarked;
