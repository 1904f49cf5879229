/**
 * Compiles SQL programs of an application: a Java class for each, with records for its tables and
 * views, and the compiled program among the application's class files. Build tools run {@link
 * dev.headrace.generator.Main} in a process of its own.
 */
@NullMarked
package dev.headrace.generator;

import org.jspecify.annotations.NullMarked;
