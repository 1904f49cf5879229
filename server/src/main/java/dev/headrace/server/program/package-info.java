/**
 * Running a program: a file of definitions whose inputs fill its views.
 *
 * <p>{@link dev.headrace.server.program.Program} is the file's text with its variables replaced.
 * {@link dev.headrace.server.program.RunningProgram} is a database in which it runs. While inputs
 * load, {@link dev.headrace.server.program.ProgressReport} tells how far they are; afterwards
 * {@link dev.headrace.server.program.Export} writes the views as CSV files and {@link
 * dev.headrace.server.program.RunStatistics} the figures as JSON.
 */
@NullMarked
package dev.headrace.server.program;

import org.jspecify.annotations.NullMarked;
