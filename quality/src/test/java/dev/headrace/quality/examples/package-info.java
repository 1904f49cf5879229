/**
 * What the documentation shows works when it is pasted.
 *
 * <p>{@link dev.headrace.quality.examples.ExamplesTest} takes every page of {@code docs/} and runs
 * its fenced blocks from the top to the bottom, in a database of the page's own:
 *
 * <ul>
 *   <li>{@code sql} blocks in one session. Rows, notices and errors are collected as psql prints
 *       them, errors with their SQLSTATE, without command tags.
 *   <li>{@code java} blocks as the body of one method, so that later blocks may use the variables
 *       of earlier ones. What they print is collected. A block that starts with {@code package} or
 *       declares a top-level class is a file of its own.
 *   <li>A {@code text} block directly behind one of them is what was collected. Without it, SQL
 *       must not fail.
 *   <li>A block with {@code not-run} behind the language is only shown.
 * </ul>
 *
 * <p>{@link dev.headrace.quality.examples.FunctionReferenceTest} holds the list of functions in
 * {@code docs/sql.md} against the registry, {@link dev.headrace.quality.examples.LinksTest} follows
 * the links between pages.
 */
@NullMarked
package dev.headrace.quality.examples;

import org.jspecify.annotations.NullMarked;
