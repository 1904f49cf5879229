/**
 * SQL as a specification: scripts in the format of SQLite's sqllogictest, run against Headrace in
 * several ways and against PostgreSQL, whose answers are the expected ones.
 *
 * <p>{@link dev.headrace.quality.logictest.ScriptParser} has the format, {@link
 * dev.headrace.quality.logictest.ScriptRunner} runs a script against a {@link
 * dev.headrace.quality.logictest.Target}, {@link dev.headrace.quality.logictest.ViewChecks} asks
 * each query also as a materialized view that was there before the rows. The scripts are in {@code
 * resources/logic}. {@link dev.headrace.quality.logictest.Scripts} runs any others, such as
 * SQLite's own, from the command line, and writes PostgreSQL's answers into new ones.
 */
@NullMarked
package dev.headrace.quality.logictest;

import org.jspecify.annotations.NullMarked;
