/**
 * Tests of the whole: what holds across modules, and what the built program answers.
 *
 * <ul>
 *   <li>{@code architecture}: which module may use which, and rules for every class and package;
 *   <li>{@code flights}: the answers of the example program compared with DuckDB's;
 *   <li>{@code examples}: what the documentation shows works when pasted.
 * </ul>
 */
@NullMarked
package dev.headrace.quality;

import org.jspecify.annotations.NullMarked;
